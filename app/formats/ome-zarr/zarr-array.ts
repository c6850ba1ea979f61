import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import { malformed, readBytes, truncated, unsupported } from '../byte-reader.ts';
import { unpackBlosc } from '../compressed/blosc.ts';
import { gunzipSource } from '../compressed/gzip.ts';
import { inflate } from '../compressed/zlib.ts';
import { unzstdInto } from '../compressed/zstd.ts';
import { expectSound } from '../image.ts';
import { readJson } from '../json.ts';
import { pixelsOf } from '../pixels.ts';
import { deflateRatio, expectUnpacks } from '../unpacked.ts';

/** Whole numbers of a Zarr array: planes (y, x) of its last two axes, in C order of the others. */
export interface ZarrArray {
  readonly width: number;
  readonly height: number;
  readonly planes: readonly Uint32Array[];
}

const ZarrDescription = z.object({
  zarr_format: z.literal(2),
  shape: z.array(z.number().int().positive()).min(2).max(8),
  chunks: z.array(z.number().int().positive()).min(2).max(8),
  dtype: z.string(),
  compressor: z.looseObject({ id: z.string() }).nullable(),
  fill_value: z.unknown(),
  order: z.enum(['C', 'F']),
  filters: z.array(z.unknown()).nullish(),
  dimension_separator: z.enum(['.', '/']).default('.'),
});
type Description = z.infer<typeof ZarrDescription>;

/** Most values of an array, and of a chunk, that are believed. */
const mostValues = 2 ** 28;
const types = {
  b1: 'bool',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  u8: 'uint64',
  i8: 'int64',
} as const;

/**
 * Reads a whole array. `at` is its folder with a `/` at the end; `parent` names the file in messages. Chunks without
 * compression, with zlib, gzip, Zstandard or Blosc (LZ4, zlib, Zstandard); Zstandard only with `unzstd`. A chunk that is not there is of
 * the fill value. Throws `Failure`.
 */
export function readZarrArray(
  at: string,
  open: (path: string) => ByteSource | null,
  parent: ByteSource,
  unzstd?: Unzstd,
): ZarrArray {
  const file = open(`${at}.zarray`);
  if (file === null) throw malformed(parent, `the array ${at} that it names is not there`);
  const parsed = ZarrDescription.safeParse(readJson(file, 1 << 20));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(file, `it describes no Zarr array of version 2: ${issue.path.join('.')} ${issue.message}`);
  }
  const array = parsed.data;
  expectSound(file, array.shape);
  const values = array.shape.reduce((a, b) => a * b, 1);
  const perChunk = array.chunks.reduce((a, b) => a * b, 1);
  if (values > mostValues || perChunk > mostValues)
    throw new Failure('too-large', `${at} holds ${values} values.`, 'Cut the image into pieces.', file.name);
  if (array.chunks.length !== array.shape.length) throw malformed(file, 'its chunks have other axes');
  if (array.order !== 'C' || (array.filters ?? []).length > 0)
    throw unsupported(file, 'its chunks are filtered or turned', 'Save it without filters, in C order.');
  const [height, width] = array.shape.slice(-2);
  const planes = Array.from({ length: values / (width * height) }, () => new Uint32Array(width * height));
  const grid = array.shape.map((n, axis) => Math.ceil(n / array.chunks[axis]));
  const place = grid.map(() => 0);
  for (let left = grid.reduce((a, b) => a * b, 1); left > 0; left--) {
    const chunk = open(at + place.join(array.dimension_separator));
    putChunk(file, array, place, chunk, planes, unzstd);
    for (let axis = place.length - 1; axis >= 0 && ++place[axis] === grid[axis]; axis--) place[axis] = 0;
  }
  return { width, height, planes };
}

function putChunk(
  file: ByteSource,
  { shape, chunks, dtype, compressor, fill_value }: Description,
  place: readonly number[],
  chunk: ByteSource | null,
  planes: readonly Uint32Array[],
  unzstd: Unzstd | undefined,
): void {
  const type = /^[<>|]/.test(dtype) ? types[dtype.slice(1) as keyof typeof types] : undefined;
  if (type === undefined)
    throw unsupported(file, `its numbers are of type ${dtype}`, 'Labels are whole numbers; save them as uint32.');
  const count = chunks.reduce((a, b) => a * b, 1);
  const length = count * Number(dtype.slice(2));
  const fill = typeof fill_value === 'number' ? fill_value : 0;
  if (chunk === null && fill === 0) return;
  const values =
    chunk === null ? null : pixelsOf(unpackChunk(chunk, compressor, length, unzstd), type, dtype[0] !== '>');
  const at = (i: number) => (values === null ? fill : Number(values[i]));
  const axes = shape.length;
  const [rows, columns] = chunks.slice(-2);
  const [height, width] = shape.slice(-2);
  const top = place[axes - 2] * rows;
  const left = place[axes - 1] * columns;
  const inside = Math.min(columns, width - left);
  for (let slab = 0; slab < count / (rows * columns); slab++) {
    const plane = planeOf(slab, shape, chunks, place);
    if (plane < 0) continue;
    for (let y = 0; y < Math.min(rows, height - top); y++) {
      const from = (slab * rows + y) * columns;
      const to = (top + y) * width + left;
      for (let x = 0; x < inside; x++) {
        const value = at(from + x);
        if (!(value >= 0 && value < 2 ** 32)) throw malformed(file, `it holds the label ${value}`);
        planes[plane][to + x] = value;
      }
    }
  }
}

/** The plane of the array that slab number `slab` of a chunk belongs to; -1 when it lies beyond the array. */
function planeOf(slab: number, shape: readonly number[], chunks: readonly number[], place: readonly number[]): number {
  let rest = slab;
  let plane = 0;
  let step = 1;
  for (let axis = shape.length - 3; axis >= 0; axis--) {
    const index = place[axis] * chunks[axis] + (rest % chunks[axis]);
    rest = Math.floor(rest / chunks[axis]);
    if (index >= shape[axis]) return -1;
    plane += index * step;
    step *= shape[axis];
  }
  return plane;
}

function unpackChunk(
  chunk: ByteSource,
  compressor: Description['compressor'],
  length: number,
  unzstd: Unzstd | undefined,
): Uint8Array<ArrayBuffer> {
  const id = compressor?.id;
  if (id === undefined) return readBytes(chunk, 0, length, 'chunk');
  expectUnpacks(chunk, chunk.size, length, deflateRatio);
  if (id === 'zlib') return inflate(chunk, readBytes(chunk, 0, chunk.size, 'chunk'), length, 'chunk');
  if (id === 'blosc') return unpackBlosc(chunk, readBytes(chunk, 0, chunk.size, 'chunk'), length, 'chunk', unzstd);
  if (id === 'zstd' && unzstd !== undefined) {
    const out = new Uint8Array(length);
    unzstdInto(chunk, unzstd, readBytes(chunk, 0, chunk.size, 'chunk'), out, 'chunk');
    return out;
  }
  if (id === 'gzip') {
    const bytes = gunzipSource(chunk, chunk.name).read(0, length);
    if (bytes.length < length) throw truncated(chunk, 'chunk');
    return bytes;
  }
  throw unsupported(
    chunk,
    `its chunks are packed with ${id}`,
    'Save it with Blosc, zlib or without compression (compressor=None).',
  );
}
