import type { ByteSource } from '../../ports/byte-source.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import { malformed } from '../byte-reader.ts';

/** Unpacks Zstandard frames that must fill `out` exactly. Throws `malformed`. */
export function unzstdInto(
  source: ByteSource,
  unzstd: Unzstd,
  packed: Uint8Array,
  out: Uint8Array,
  what: string,
): void {
  let made: Uint8Array;
  try {
    made = unzstd(packed, out.length);
  } catch {
    throw malformed(source, `its packed ${what} is damaged`);
  }
  if (made.length !== out.length)
    throw malformed(source, `its ${what} unpacks to ${made.length} bytes where ${out.length} belong`);
  out.set(made);
}
