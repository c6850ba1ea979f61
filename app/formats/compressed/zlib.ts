import { Unzlib } from 'fflate';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated } from '../byte-reader.ts';

/** Packed bytes inflated at a time: what a bomb can make of one piece is bounded by 1032 times this. */
const pieceBytes = 1 << 14;

/**
 * Exactly `length` bytes of a zlib stream, given in one or several parts. Bytes past `length` are refused, so that a
 * stream can't cost more than its caller expects. Throws `truncated` or `malformed`.
 */
export function inflate(
  source: ByteSource,
  parts: Iterable<Uint8Array>,
  length: number,
  what: string,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let made = 0;
  const stream = new Unzlib((bytes) => {
    if (made + bytes.length > length) throw malformed(source, `its ${what} unpack to more than the image needs`);
    out.set(bytes, made);
    made += bytes.length;
  });
  try {
    for (const part of parts)
      for (let at = 0; at < part.length && made < length; at += pieceBytes)
        stream.push(part.subarray(at, at + pieceBytes));
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'Failure') throw thrown;
    throw malformed(source, `its packed ${what} are no zlib stream`);
  }
  if (made < length) throw truncated(source, what);
  return out;
}
