import { zstdDecompressSync } from 'node:zlib';
import type { Unzstd } from '../../app/ports/unpack.ts';

/** Node's own; throws where there would be more than `most` bytes. */
export const unzstd: Unzstd = (packed, most) => zstdDecompressSync(packed, { maxOutputLength: Math.max(1, most) });
