import { type Camera, type Rect, type Size, visibleRect } from '../camera.ts';
import { levelFor } from '../frame/pyramid.ts';

// Pictures lie on the GPU as square pieces of their levels, uploaded when they come into sight: any size fits, and a
// 16k x 16k frame costs no more than what the screen shows.

/** Texels a tile side, without its apron. */
export const tileSide = 1024;

export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export const tileKey = (source: string, t: TilePlace) => `${source}|${t.level}|${t.column}|${t.row}`;

/** The texels of `level` that a tile holds, without its apron. */
export function tileRect(level: Size, tile: TilePlace): Rect {
  const x = tile.column * tileSide;
  const y = tile.row * tileSide;
  return { x, y, width: Math.min(tileSide, level.width - x), height: Math.min(tileSide, level.height - y) };
}

/** Where a picture lies on the image plane: its texel (0, 0) at `x`, `y` image px, `scale` texels an image px. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const atHome: Placement = { x: 0, y: 0, scale: 1 };

/** The camera as seen from a placed picture: in its own texels. */
export function cameraIn(placement: Placement, camera: Camera): Camera {
  return {
    x: (camera.x - placement.x) * placement.scale,
    y: (camera.y - placement.y) * placement.scale,
    zoom: camera.zoom / placement.scale,
  };
}

/** The tiles of the level that suits the zoom and that the view sees, row by row. `coarser` asks for a level above it. */
export function tilesInSight(
  picture: Size & { readonly levels: number },
  camera: Camera,
  view: Size,
  coarser = 0,
): TilePlace[] {
  const seen = visibleRect(camera, view, picture);
  const level = levelFor(camera.zoom, picture.levels) + coarser;
  if (seen === null || level > picture.levels) return [];
  const side = tileSide * 2 ** level;
  const right = Math.ceil((seen.x + seen.width) / side);
  const bottom = Math.ceil((seen.y + seen.height) / side);
  const tiles: TilePlace[] = [];
  for (let row = Math.floor(seen.y / side); row < bottom; row++) {
    for (let column = Math.floor(seen.x / side); column < right; column++) tiles.push({ level, column, row });
  }
  return tiles;
}

/**
 * Where a tile is seen: left, top, right, bottom in clip coordinates (x right, y up). A texel of level k covers exactly
 * 2^k picture texels, so that the last one of an odd level hangs over the edge; `texels` cuts the tile there.
 */
export function tileOnScreen(
  picture: Size,
  tile: TilePlace,
  level: Size,
  camera: Camera,
  view: Size,
): { clip: readonly [number, number, number, number]; texels: readonly [number, number] } {
  const size = 2 ** tile.level;
  const rect = tileRect(level, tile);
  const left = rect.x * size;
  const top = rect.y * size;
  const right = Math.min(picture.width, (rect.x + rect.width) * size);
  const bottom = Math.min(picture.height, (rect.y + rect.height) * size);
  const clipX = (x: number) => ((x - camera.x) * camera.zoom * 2) / view.width;
  const clipY = (y: number) => ((camera.y - y) * camera.zoom * 2) / view.height;
  return {
    clip: [clipX(left), clipY(top), clipX(right), clipY(bottom)],
    texels: [(right - left) / size, (bottom - top) / size],
  };
}

type Cuttable = Uint8Array | Uint16Array | Uint32Array | Float32Array;

/**
 * Copies `rect` of a row-major one-channel picture with `apron` texels around it into `out`; beyond the picture the edge
 * is repeated. `out` holds (width + 2 apron) x (height + 2 apron) values.
 */
export function cutTile<T extends Cuttable>(data: T, picture: Size, rect: Rect, apron: number, out: T): void {
  const width = rect.width + 2 * apron;
  const left = Math.max(0, rect.x - apron);
  const right = Math.min(picture.width, rect.x + rect.width + apron);
  const missing = left - (rect.x - apron);
  for (let y = 0; y < rect.height + 2 * apron; y++) {
    const from = Math.min(picture.height - 1, Math.max(0, rect.y - apron + y)) * picture.width;
    const at = y * width;
    out.set(data.subarray(from + left, from + right) as never, at + missing);
    out.fill(data[from + left], at, at + missing);
    out.fill(data[from + right - 1], at + missing + right - left, at + width);
  }
}

/** The same for colour bytes, three or four a texel, into opaque RGBA. */
export function cutColourTile(
  data: Uint8Array,
  channels: number,
  picture: Size,
  rect: Rect,
  apron: number,
  out: Uint8Array,
): void {
  let to = 0;
  for (let y = 0; y < rect.height + 2 * apron; y++) {
    const row = Math.min(picture.height - 1, Math.max(0, rect.y - apron + y)) * picture.width;
    for (let x = 0; x < rect.width + 2 * apron; x++, to += 4) {
      const from = (row + Math.min(picture.width - 1, Math.max(0, rect.x - apron + x))) * channels;
      out[to] = data[from];
      out[to + 1] = data[from + 1];
      out[to + 2] = data[from + 2];
      out[to + 3] = 255;
    }
  }
}
