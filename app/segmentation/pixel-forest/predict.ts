import { lanes as vectorUnit } from '../../math/lanes/lanes.ts';
import { kernel, type Work } from '../../ports/work.ts';
import { tileSide } from './codes.ts';
import type { Trees } from './forest.ts';
import { topsOf, topWords } from './tops.ts';

/** A pixel for which one class has this share of the votes after the first trees is asked no further. */
export const sureShare = 0.98;
/** Trees that every pixel is asked. */
export const firstTrees = 16;

/** Follows the trees for rows of tiles: items are rows, `tileSide` a tile. Writes what `Told` describes. */
export const followTreesKernel = kernel(
  'segmentation/forest-follow',
  (
    start: number,
    end: number,
    tiles: readonly Uint16Array[],
    nodes: Int32Array,
    tops: Int32Array,
    leaves: Float32Array,
    classCount: number,
    lanes: number,
    features: number,
    sure: number,
    best: Uint8Array,
    unsure: Uint8Array,
    wanted: number,
    share: Float32Array,
  ) => {
    const unit = vectorUnit();
    const words = (tileSide / 2) * features;
    const [codesAt, nodesAt, topsAt, leavesAt, votesAt, listAt, spareAt] = unit.layOut(
      words,
      nodes.length,
      tops.length,
      leaves.length,
      tileSide * lanes,
      tileSide,
      words,
    );
    const { scratch, run } = unit;
    new Int32Array(scratch.buffer).set(nodes, nodesAt);
    new Int32Array(scratch.buffer).set(tops, topsAt);
    scratch.set(leaves, leavesAt);
    const codesTo = new Uint16Array(scratch.buffer, 4 * codesAt, 2 * words);
    const trees = tops.length / topWords;
    for (let row = start; row < end; row++) {
      const tile = tiles[Math.floor(row / tileSide)];
      const from = (row % tileSide) * 2 * words;
      codesTo.set(tile.subarray(from, from + 2 * words));
      run.forestRow(
        votesAt,
        codesAt,
        nodesAt,
        topsAt,
        leavesAt,
        trees,
        firstTrees,
        sure,
        lanes,
        tileSide,
        listAt,
        spareAt,
        features,
      );
      const to = row * tileSide;
      for (let x = 0, at = votesAt; x < tileSide; x++, at += lanes) {
        let [most, second, index] = [scratch[at], -1, 0];
        for (let c = 1; c < classCount; c++) {
          const v = scratch[at + c];
          if (v > most) {
            second = most;
            most = v;
            index = c;
          } else if (v > second) second = v;
        }
        best[to + x] = index;
        unsure[to + x] = Math.round(255 * (1 - (most - second)));
        if (share.length > 0) {
          let sum = 0;
          for (let c = 0; c < classCount; c++) if ((wanted >> c) & 1) sum += scratch[at + c];
          share[to + x] = sum;
        }
      }
    }
  },
);

/** What a forest says about pixels, in the layout of the tiles. */
export interface Told {
  /** Index of the likeliest class. */
  readonly best: Uint8Array;
  /** 255 (1 - (share of the likeliest class - share of the next)): 0 = all votes for one class, 255 = two are equal. */
  readonly unsure: Uint8Array;
  /** Share of the wanted classes together; empty unless asked for. */
  readonly share: Float32Array;
}

/** Tiles that are asked about before a stop is looked for. */
const tilesAtOnce = 8;

/**
 * Asks a forest about whole tiles.
 * @param tiles the codes of each, on memory that all threads see
 * @param wanted bit c: the share of class c is added up; 0 = no shares
 * @param sure share of the first trees' votes that ends the asking; more than 1 = every tree is asked
 */
export function followTrees(
  trees: Trees,
  tiles: readonly Uint16Array[],
  work: Work,
  wanted = 0,
  sure: number = sureShare,
): Told {
  const { threads } = work;
  const size = tileSide * tileSide;
  const best = threads.allocate('uint8', tiles.length * size, 'any');
  const unsure = threads.allocate('uint8', tiles.length * size, 'any');
  const share = threads.allocate('float32', wanted === 0 ? 0 : tiles.length * size, 'any');
  const { nodes, leaves, classCount, lanes, features } = trees;
  const tops = topsOf(trees);
  for (let first = 0; first < tiles.length; first += tilesAtOnce) {
    work.check();
    const some = tiles.slice(first, first + tilesAtOnce);
    const cut = <A extends Uint8Array | Float32Array>(array: A) =>
      array.length === 0 ? array : (array.subarray(first * size, (first + some.length) * size) as A);
    threads.forBands(
      followTreesKernel,
      some.length * tileSide,
      some,
      nodes,
      tops,
      leaves,
      classCount,
      lanes,
      features,
      sure,
      cut(best),
      cut(unsure),
      wanted,
      cut(share),
    );
  }
  return { best, unsure, share };
}
