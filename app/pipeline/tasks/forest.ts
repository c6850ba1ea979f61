import type { GreyScale } from '../../domain/forest.ts';
import { planeOfTiles, tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import type { Samples } from '../../segmentation/pixel-forest/bins.ts';
import { tileSide } from '../../segmentation/pixel-forest/codes.ts';
import { featuresOf } from '../../segmentation/pixel-forest/features.ts';
import { type GrownForest, growForest, type Trees } from '../../segmentation/pixel-forest/forest.ts';
import { followTrees } from '../../segmentation/pixel-forest/predict.ts';
import { gather, joinSamples, pickPixels, type TilePicks } from '../../segmentation/pixel-forest/samples.ts';
import {
  type CodeSource,
  classifyFrame,
  codesOf,
  layTile,
  type TilePlace,
} from '../../segmentation/pixel-forest/source.ts';
import { type ForestFrame, forestSource } from './forest-source.ts';

/** Tiles that are worked out at a time: enough for all threads. */
const tilesAtOnce = 8;

/** Codes of tiles on memory that all threads see, an array of its own for each, so that each can be given up alone. */
function codesOfEach(source: CodeSource, tiles: readonly TilePlace[], work: Work): Uint16Array[] {
  const together = codesOf(source, tiles, work);
  const size = together.length / Math.max(1, tiles.length);
  const each = tiles.map((_, i) => {
    const own = work.threads.allocate('uint16', size, 'any');
    own.set(together.subarray(i * size, (i + 1) * size));
    return own;
  });
  work.threads.release(together);
  return each;
}

/** Codes of tiles of a frame, on memory that all threads see, one array a tile. */
export const forestCodesTask = task(
  'forest-codes',
  async ({ frame, tiles }: { frame: ForestFrame; tiles: readonly TilePlace[] }, environment) =>
    codesOfEach(await forestSource(frame, environment), tiles, environment.work),
);

/** The scale that a frame has of its own. */
export const forestScaleTask = task('forest-scale', async (frame: ForestFrame, environment): Promise<GreyScale> => {
  return (await forestSource({ ...frame, scale: null }, environment)).scale;
});

export interface PicksRequest {
  /** From `packTiles`. */
  readonly tiles: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Numbers of the classes in the forest's order. */
  readonly ids: readonly number[];
  /** Pixels of a class that are learned from, about. */
  readonly most: number;
}

/** Labelled pixels to learn from. */
export const forestPicksTask = task('forest-picks', ({ tiles, width, height, ids, most }: PicksRequest): TilePicks[] =>
  pickPixels(tiles, width, height, ids, most),
);

/** Codes of labelled pixels, tile by tile. `codes`: those of a tile where they are there already. */
export const forestSamplesTask = task(
  'forest-samples',
  async (
    { frame, picks }: { frame: ForestFrame; picks: readonly { picks: TilePicks; codes: Uint16Array | null }[] },
    environment,
  ): Promise<Samples[]> => {
    const source = await forestSource(frame, environment);
    const features = featuresOf(frame.features).length;
    const { work } = environment;
    const out: Samples[] = [];
    for (let begin = 0; begin < picks.length; begin += tilesAtOnce) {
      work.progress(begin / picks.length, 'Read labelled pixels');
      const some = picks.slice(begin, begin + tilesAtOnce);
      const places = some.map(({ picks: { column, row } }) => ({ level: 0, column, row }));
      const made = codesOfEach(
        source,
        places.filter((_, i) => some[i].codes === null),
        work,
      );
      let next = 0;
      for (const { picks: one, codes } of some) {
        const mine = codes ?? made[next++];
        out.push(gather(mine, features, one));
        if (codes === null) work.threads.release(mine);
      }
    }
    return out;
  },
);

export interface GrowRequest {
  readonly samples: readonly Samples[];
  readonly classCount: number;
  readonly features: number;
  readonly trees: number;
  readonly seed: number;
}

/** Pixels that a forest is grown from, at most. */
const mostSamples = 16_000;

/** Grows a forest. */
export const forestGrowTask = task(
  'forest-grow',
  ({ samples, classCount, features, trees, seed }: GrowRequest, { work }): GrownForest =>
    growForest(joinSamples(samples, features, mostSamples), classCount, trees, seed, work),
);

/** For each tile the classes' indices, then 0 sure .. 255 unsure, `tileSide` squared bytes each, written from `first` on. */
function tell(trees: Trees, codes: readonly Uint16Array[], work: Work, out: Uint8Array, first: number): void {
  const size = tileSide * tileSide;
  const { best, unsure, share } = followTrees(trees, codes, work);
  for (let i = 0; i < codes.length; i++) {
    out.set(best.subarray(i * size, (i + 1) * size), first + 2 * i * size);
    out.set(unsure.subarray(i * size, (i + 1) * size), first + (2 * i + 1) * size);
  }
  for (const array of [best, unsure, share]) work.threads.release(array);
}

/** What a forest says about tiles whose codes are there. */
export const forestTellTask = task(
  'forest-tell',
  ({ trees, codes }: { trees: Trees; codes: readonly Uint16Array[] }, { work }): Uint8Array => {
    const out = new Uint8Array(2 * tileSide * tileSide * codes.length);
    tell(trees, codes, work, out, 0);
    return out;
  },
);

/** The same for tiles of a frame whose codes nobody will need again: they are given up at once. */
export const forestRestTask = task(
  'forest-rest',
  async ({ frame, trees, tiles }: { frame: ForestFrame; trees: Trees; tiles: readonly TilePlace[] }, environment) => {
    const source = await forestSource(frame, environment);
    const { work } = environment;
    const size = 2 * tileSide * tileSide;
    const out = new Uint8Array(size * tiles.length);
    for (let begin = 0; begin < tiles.length; begin += tilesAtOnce) {
      const some = tiles.slice(begin, begin + tilesAtOnce);
      const codes = codesOf(source, some, work);
      const each = codes.length / some.length;
      const parts = some.map((_, i) => codes.subarray(i * each, (i + 1) * each));
      tell(trees, parts, work, out, begin * size);
      work.threads.release(codes);
    }
    return out;
  },
);

export interface ForestLabelsRequest {
  readonly frame: ForestFrame;
  readonly trees: Trees;
  /** Numbers of the classes in the forest's order. */
  readonly ids: readonly number[];
  /** Labels that stay (`packTiles`); null: all give way. */
  readonly keep: Uint8Array | null;
}

/** The classes of all pixels of a frame as labels: `tiles` from `packTiles`, and how many pixels are new or differ. */
export const forestLabelsTask = task(
  'forest-labels',
  async ({ frame, trees, ids, keep }: ForestLabelsRequest, environment) => {
    const source = await forestSource(frame, environment);
    const { width, height } = source.image;
    const plane = new Uint8Array(width * height);
    const idOf = Uint8Array.from(ids);
    classifyFrame(source, trees, environment.work, (tile, { best }, first) =>
      layTile(plane, { width, height }, tile, best, first),
    );
    const kept = keep === null ? null : planeOfTiles(keep, width, height);
    let pixels = 0;
    for (let i = 0; i < plane.length; i++) {
      const stays = kept?.[i] ?? 0;
      if (stays === 0) pixels++;
      plane[i] = stays === 0 ? idOf[plane[i]] : stays;
    }
    return { tiles: tilesOfPlane(plane, width, height), pixels };
  },
);
