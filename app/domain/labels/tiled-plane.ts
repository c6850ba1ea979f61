import { decodeClassTile, encodeClassTile, packTiles, tileBox, tileGrid, unpackTiles } from './class-tiles.ts';
import { damagedLabels } from './number-reader.ts';

/** All labels of a frame as bytes: what storage gives and takes, and what travels between threads. */
export interface FrameLabels {
  readonly width: number;
  readonly height: number;
  /** From `packTiles`. */
  readonly tiles: Uint8Array;
  /** From `encodeLabelled`. */
  readonly particles: Uint8Array;
}

/** Classes of all pixels, row-major (y, x), a byte each. Throws `Failure` malformed. */
export function planeOfTiles(packed: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const plane = new Uint8Array(width * height);
  const { columns, rows } = tileGrid(width, height);
  for (const { tile, bytes } of unpackTiles(packed)) {
    if (tile >= columns * rows) throw damagedLabels('a tile is outside the image');
    if (bytes.length === 0) continue;
    const box = tileBox(tile, width, height);
    const pixels = new Uint8Array(box.width * box.height);
    decodeClassTile(bytes, pixels);
    for (let y = 0; y < box.height; y++)
      plane.set(pixels.subarray(y * box.width, (y + 1) * box.width), (box.y + y) * width + box.x);
  }
  return plane;
}

/** The tiles with any class of a plane, row-major (y, x), for `unpackTiles`. */
export function tilesOfPlane(plane: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const { columns, rows } = tileGrid(width, height);
  const tiles: { tile: number; bytes: Uint8Array }[] = [];
  for (let tile = 0; tile < columns * rows; tile++) {
    const box = tileBox(tile, width, height);
    const pixels = new Uint8Array(box.width * box.height);
    for (let y = 0; y < box.height; y++) {
      const start = (box.y + y) * width + box.x;
      pixels.set(plane.subarray(start, start + box.width), y * box.width);
    }
    const bytes = encodeClassTile(pixels);
    if (bytes !== null) tiles.push({ tile, bytes });
  }
  return packTiles(tiles);
}
