import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, truncated } from '../byte-reader.ts';
import { Inflater } from './inflate.ts';

/**
 * Exactly `length` bytes of a zlib stream (RFC 1950). A stream that gives more is refused, so that none can cost more
 * than its caller expects. Throws `truncated` or `malformed`.
 */
export function inflate(source: ByteSource, packed: Uint8Array, length: number, what: string): Uint8Array<ArrayBuffer> {
  const [method, flags] = packed;
  if (packed.length < 2) throw truncated(source, what);
  if ((method & 15) !== 8 || (method * 256 + flags) % 31 !== 0 || (flags & 32) !== 0)
    throw malformed(source, `its packed ${what} are no zlib stream`);
  const out = new Uint8Array(length);
  const stream = new Inflater(packed, 2, out);
  const end = stream.run();
  if (end === 'longer') throw malformed(source, `its ${what} unpack to more than the image needs`);
  if (end === 'invalid') throw malformed(source, `its packed ${what} are damaged`);
  if (end === 'truncated' || stream.made < length) throw truncated(source, what);
  return out;
}
