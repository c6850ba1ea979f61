import type { ForestFeatures, GreyScale } from '../../domain/forest.ts';
import type { GreyImage } from '../../domain/plane.ts';
import { onSharedMemory, type Work } from '../../ports/work.ts';
import { blocksOf, tileCodes, tileCodesKernel, tileSide } from './codes.ts';
import { featuresOf } from './features.ts';
import type { Trees } from './forest.ts';
import { followTrees, type Told } from './predict.ts';

/** What codes are made from. */
export interface CodeSource {
  readonly image: GreyImage;
  readonly scale: GreyScale;
  readonly features: ForestFeatures;
}

/** Place of a tile: every 2^level-th pixel, columns and rows of tiles from the upper left. */
export interface TilePlace {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

/** Squares that are worked on before a stop is looked for. */
const blocksAtOnce = 8;

/** Codes of tiles, one tile after the other. The part of a tile that lies outside the image holds anything. */
export function codesOf({ image, scale, features }: CodeSource, tiles: readonly TilePlace[], work: Work): Uint16Array {
  const { threads } = work;
  const each = tileCodes(featuresOf(features).length);
  const codes = threads.allocate('uint16', each * tiles.length, 'any');
  const places = threads.allocate('int32', 4 * tiles.length);
  tiles.forEach(({ level, column, row }, i) => {
    places.set([level, column, row, i * each], 4 * i);
  });
  const items = tiles.reduce((sum, { level }) => sum + blocksOf(level), 0);
  const { width, height } = image;
  const pixels = onSharedMemory('float32', image.data, threads);
  const chosen = JSON.stringify(features);
  for (let skipped = 0; skipped < items; skipped += blocksAtOnce) {
    work.check();
    const n = Math.min(blocksAtOnce, items - skipped);
    threads.forBands(
      tileCodesKernel,
      n,
      pixels,
      width,
      height,
      scale.gain,
      scale.offset,
      chosen,
      places,
      codes,
      skipped,
    );
  }
  return codes;
}

/** Tiles of a whole frame that are worked out at a time. */
const tilesAtOnce = 8;

/**
 * Asks a forest about every pixel of an image, some tiles at a time; `take` hears what it says of each, in order. The codes are given up
 * at once, so that memory does not grow with the image.
 */
export function classifyFrame(
  source: CodeSource,
  trees: Trees,
  work: Work,
  take: (tile: TilePlace, told: Told, first: number) => void,
  wanted = 0,
): void {
  const columns = Math.ceil(source.image.width / tileSide);
  const rows = Math.ceil(source.image.height / tileSide);
  const image = { ...source.image, data: onSharedMemory('float32', source.image.data, work.threads) };
  for (let begin = 0; begin < columns * rows; begin += tilesAtOnce) {
    work.check();
    work.progress(begin / (columns * rows), 'Ask the forest');
    const tiles = Array.from({ length: Math.min(tilesAtOnce, columns * rows - begin) }, (_, i) => ({
      level: 0,
      column: (begin + i) % columns,
      row: Math.floor((begin + i) / columns),
    }));
    const codes = codesOf({ ...source, image }, tiles, work);
    const each = codes.length / tiles.length;
    const parts = tiles.map((_, i) => codes.subarray(i * each, (i + 1) * each));
    const told = followTrees(trees, parts, work, wanted);
    for (const [i, tile] of tiles.entries()) take(tile, told, i * tileSide * tileSide);
    for (const array of [codes, told.best, told.unsure, told.share]) work.threads.release(array);
  }
}

/** Copies what lies inside the image of a tile of level 0 into a plane of the image's size. */
export function layTile<A extends Uint8Array | Float32Array>(
  plane: A,
  { width, height }: { readonly width: number; readonly height: number },
  { column, row }: TilePlace,
  values: A,
  first: number,
): void {
  const left = column * tileSide;
  const top = row * tileSide;
  const n = Math.min(tileSide, width - left);
  for (let y = 0; y < Math.min(tileSide, height - top); y++) {
    const from = first + y * tileSide;
    plane.set(values.subarray(from, from + n), (top + y) * width + left);
  }
}
