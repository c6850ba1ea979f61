import { ByteWriter } from './byte-writer.ts';
import { unlabelled } from './label-class.ts';
import { damagedLabels, NumberReader } from './number-reader.ts';

// Classes of an image frame are kept as square tiles of bytes, one a pixel: 0 unlabelled, else the id of a class. A tile
// that was never touched does not exist. At the right and lower edge of the image tiles are cut.
//
// A tile as bytes: (value byte, LEB128 length) for each run of equal pixels in row-major order over the whole cut tile.

/** Pixels along a tile's side. */
export const classTileSide = 512;

/** Tiles of an image of `width` x `height`: they count row by row from the upper left. */
export interface TileGrid {
  readonly columns: number;
  readonly rows: number;
}

export function tileGrid(width: number, height: number): TileGrid {
  return { columns: Math.ceil(width / classTileSide), rows: Math.ceil(height / classTileSide) };
}

/** The pixels of the image that tile number `tile` holds. */
export function tileBox(
  tile: number,
  width: number,
  height: number,
): { x: number; y: number; width: number; height: number } {
  const { columns } = tileGrid(width, height);
  const x = (tile % columns) * classTileSide;
  const y = Math.floor(tile / columns) * classTileSide;
  return { x, y, width: Math.min(classTileSide, width - x), height: Math.min(classTileSide, height - y) };
}

/** Where the run of equal pixels ends that begins at `start`. Looks at four at a time where they lie in one word. */
function runEnd(pixels: Uint8Array, words: Uint32Array, start: number): number {
  const value = pixels[start];
  const word = (value * 0x01_01_01_01) >>> 0;
  let i = start + 1;
  while (i < pixels.length && pixels[i] === value) {
    i++;
    if ((i & 3) !== 0) continue;
    let w = i >> 2;
    while (w < words.length && words[w] === word) w++;
    i = w << 2;
  }
  return i;
}

/** A tile's pixels (row-major) as bytes; null when all are unlabelled. */
export function encodeClassTile(pixels: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const out = new ByteWriter();
  const { buffer, byteOffset, length } = pixels;
  const words = new Uint32Array(
    byteOffset % 4 === 0 ? buffer : pixels.slice().buffer,
    byteOffset % 4 === 0 ? byteOffset : 0,
    length >> 2,
  );
  let any = false;
  for (let i = 0; i < length; ) {
    const value = pixels[i];
    const start = i;
    i = runEnd(pixels, words, start);
    out.byte(value);
    out.number(i - start);
    if (value !== unlabelled) any = true;
  }
  return any ? out.done() : null;
}

/** Writes the pixels of an encoded tile into `out`, which holds exactly the tile. Throws `Failure` malformed. */
export function decodeClassTile(bytes: Uint8Array, out: Uint8Array): void {
  const from = new NumberReader(bytes);
  let at = 0;
  while (!from.ended) {
    const value = from.byte();
    const end = at + from.number();
    if (end > out.length) throw damagedLabels('a tile holds too many pixels');
    out.fill(value, at, end);
    at = end;
  }
  if (at !== out.length) throw damagedLabels('a tile holds too few pixels');
}

/** Adds the pixels of each value of an encoded tile to `counts`, by value. */
export function countClassTile(bytes: Uint8Array, counts: Float64Array): void {
  const from = new NumberReader(bytes);
  while (!from.ended) {
    const value = from.byte();
    counts[value] += from.number();
  }
}

/** Several encoded tiles in one answer: tile number, length and bytes of each. */
export function packTiles(tiles: readonly { tile: number; bytes: Uint8Array }[]): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  for (const { tile, bytes } of tiles) {
    out.number(tile);
    out.number(bytes.length);
    out.bytes(bytes);
  }
  return out.done();
}

/** A tile of no bytes is unlabelled. Throws `Failure` malformed. */
export function unpackTiles(packed: Uint8Array): { tile: number; bytes: Uint8Array }[] {
  const from = new NumberReader(packed);
  const tiles: { tile: number; bytes: Uint8Array }[] = [];
  while (!from.ended) {
    const tile = from.number();
    tiles.push({ tile, bytes: from.bytes(from.number()) });
  }
  return tiles;
}
