import type { ForestFeatures } from '../../domain/forest.ts';
import type { GreyImage } from '../../domain/plane.ts';
import { type Lanes, lanes } from '../../math/lanes/lanes.ts';
import { kernel } from '../../ports/work.ts';
import {
  featuresOf,
  halfGaussian,
  lineDirections,
  lineLength,
  linePlaces,
  radiusOf,
  reachOf,
  textureInner,
} from './features.ts';

/** Samples along a tile's side. The vector operations count on it. */
export const tileSide = 256;

// Features of a tile: int16 codes, for each row of samples the `tileSide` codes of one feature after the other: (y, feature, x).
// A tile of level l holds every 2^l-th pixel along both axes, the first one that at its own upper left.

/** Codes of a tile. */
export const tileCodes = (features: number): number => tileSide * tileSide * features;

/** Pixels along the side of the squares that are worked on at a time: their planes stay in the cache. */
const blockSide = tileSide;

/** Squares that a tile of a level is worked out in. */
export const blocksOf = (level: number): number => 4 ** level;

/** Planes of float32 beside each other in a thread's scratch memory, each of `pitch` x `pitch`. */
interface Planes {
  readonly unit: Lanes;
  readonly pitch: number;
  readonly pad: number;
  readonly at: Readonly<Record<PlaneName, number>>;
  readonly weights: number;
  readonly lines: number;
  readonly codes: number;
}

const planeNames = [
  'source',
  'finer',
  'smooth',
  'between',
  'inner',
  'xx',
  'xy',
  'yy',
  'square',
  'a',
  'b',
  'c',
  'd',
] as const;
type PlaneName = (typeof planeNames)[number];

function layOut(features: ForestFeatures): Planes {
  const unit = lanes();
  const pad = Math.ceil(reachOf(features) / 8) * 8;
  const pitch = blockSide + 2 * pad;
  const largest = radiusOf(Math.max(features.scales[features.scales.length - 1], textureInner));
  const [weights, line, codes, ...planes] = unit.layOut(
    largest + 1,
    lineLength * lineDirections,
    blockSide / 2,
    ...planeNames.map(() => pitch * pitch),
  );
  const at = Object.fromEntries(planeNames.map((name, i) => [name, planes[i]])) as Record<PlaneName, number>;
  const places = linePlaces();
  const bytes = new Int32Array(unit.scratch.buffer);
  for (let k = 0; k < places.length / 2; k++) bytes[line + k] = 4 * (places[2 * k + 1] * pitch + places[2 * k]);
  return { unit, pitch, pad, at, weights, lines: line, codes };
}

/** Fills the source plane with the square at (x, y) of the image and what lies around it; the border goes on outside. */
function load(
  { unit: { scratch }, at: { source }, pitch, pad }: Planes,
  pixels: Float32Array,
  { width, height }: Pick<GreyImage, 'width' | 'height'>,
  left: number,
  top: number,
  gain: number,
  offset: number,
): void {
  const first = Math.max(0, left - pad);
  const last = Math.min(width, left - pad + pitch);
  for (let y = 0; y < pitch; y++) {
    const row = Math.min(height - 1, Math.max(0, top - pad + y)) * width;
    const to = source + y * pitch;
    const begin = to + first - (left - pad);
    for (let x = first; x < last; x++) scratch[begin + x - first] = gain * pixels[row + x] + offset;
    if (begin > to) scratch.fill(gain * pixels[row] + offset, to, begin);
    if (last < left - pad + pitch) {
      const end = to + Math.max(0, last - (left - pad));
      scratch.fill(gain * pixels[row + width - 1] + offset, end, to + pitch);
    }
  }
}

/** Works out the planes of a square one after the other; `put` takes each as soon as it is there. */
function forPlanes(planes: Planes, features: ForestFeatures, step: number, put: (plane: number) => void): void {
  const { unit, pitch, pad, at, weights, lines } = planes;
  const { run, scratch } = unit;
  const chosen = new Set(features.families);
  const texture = chosen.has('texture');
  /** Rows of the square with `margin` px around, with where they begin and how long they are. */
  const rows = (margin: number, every: number, act: (from: number, n: number) => void) => {
    for (let y = pad - margin; y < pad + blockSide + margin; y += every) {
      act(y * pitch + pad - margin, blockSide + 2 * margin);
    }
  };
  const blur = (to: number, from: number, sigma: number, margin: number, every = 1) => {
    const half = halfGaussian(sigma);
    scratch.set(half, weights);
    const start = pad - margin;
    const side = blockSide + 2 * margin;
    run.blurBlock(to, at.between, from, pitch, start, start, side, side, every, weights, half.length - 1);
  };
  if (texture) {
    const around = radiusOf(features.scales[features.scales.length - 1]);
    blur(at.inner, at.source, textureInner, around + 1);
    rows(around, 1, (from, n) => {
      run.tensorRow(at.xx + from, at.xy + from, at.yy + from, at.inner + from, pitch, n);
      run.rowProduct(at.square + from, at.source + from, at.source + from, n);
    });
  }
  let finer = at.source;
  let [smooth, spare] = [at.finer, at.smooth];
  for (const sigma of features.scales) {
    blur(smooth, at.source, sigma, 2);
    if (chosen.has('grey')) {
      put(smooth);
      rows(0, step, (from, n) => run.rowDifference(at.a + from, finer + from, smooth + from, n));
      put(at.a);
    }
    if (chosen.has('edges')) {
      rows(0, step, (from, n) => run.gradientRow(at.a + from, smooth + from, pitch, n));
      put(at.a);
    }
    if (chosen.has('curvature')) {
      rows(0, step, (from, n) => run.hessianRow(at.a + from, at.b + from, smooth + from, pitch, n));
      put(at.a);
      put(at.b);
    }
    if (texture) {
      blur(at.a, at.xx, sigma, 0, step);
      blur(at.b, at.xy, sigma, 0, step);
      blur(at.c, at.yy, sigma, 0, step);
      rows(0, step, (from, n) => run.eigenRow(at.a + from, at.c + from, at.a + from, at.b + from, at.c + from, n));
      put(at.a);
      put(at.c);
      blur(at.a, at.square, sigma, 0, step);
      rows(0, step, (from, n) => run.deviationRow(at.a + from, at.a + from, smooth + from, n));
      put(at.a);
    }
    finer = smooth;
    [smooth, spare] = [spare, smooth];
  }
  if (!chosen.has('lines')) return;
  rows(0, step, (from, n) =>
    run.lineRow(
      at.a + from,
      at.b + from,
      at.c + from,
      at.d + from,
      at.source + from,
      lines,
      lineDirections,
      lineLength,
      n,
    ),
  );
  for (const plane of [at.a, at.b, at.c, at.d]) put(plane);
}

/**
 * Codes of tiles. `tiles`: level, column, row and place in `codes` of each; items are the squares of all tiles in their order, from number
 * `skipped` on. A code depends on nothing but the image: equal whatever the tile or level it is in.
 */
export const tileCodesKernel = kernel(
  'segmentation/forest-codes',
  (
    start: number,
    end: number,
    pixels: Float32Array,
    width: number,
    height: number,
    gain: number,
    offset: number,
    features: string,
    tiles: Int32Array,
    codes: Uint16Array,
    skipped: number,
  ) => {
    const chosen = JSON.parse(features) as ForestFeatures;
    const planes = layOut(chosen);
    const { unit, pitch, pad } = planes;
    const count = featuresOf(chosen).length;
    let tile = 0;
    let before = 0;
    for (let item = start + skipped; item < end + skipped; item++) {
      while (item >= before + blocksOf(tiles[4 * tile])) before += blocksOf(tiles[4 * tile++]);
      const [level, column, row, place] = tiles.subarray(4 * tile, 4 * tile + 4);
      const stride = 2 ** level;
      const [bx, by] = [(item - before) % stride, Math.floor((item - before) / stride)];
      const left = column * tileSide * stride + bx * blockSide;
      const top = row * tileSide * stride + by * blockSide;
      if (left >= width || top >= height) continue;
      load(planes, pixels, { width, height }, left, top, gain, offset);
      const samples = blockSide / stride;
      let feature = 0;
      forPlanes(planes, chosen, stride, (plane) => {
        const bytes = new Uint16Array(unit.scratch.buffer, 4 * planes.codes, samples);
        for (let y = 0; y < samples; y++) {
          unit.run.encodeRow(planes.codes, plane + (pad + y * stride) * pitch + pad, stride, samples);
          const sampleRow = by * samples + y;
          codes.set(bytes, place + (sampleRow * count + feature) * tileSide + bx * samples);
        }
        feature++;
      });
    }
  },
);
