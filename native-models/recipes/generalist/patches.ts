import { type Random, random } from '../../../app/math/random.ts';
import { degrade } from './degrade.ts';
import type { Scene, ScenePart } from './scene.ts';

/** Maps that the network gives, in this order. */
export const mapNames = ['particle', 'depth', 'contact'] as const;
export const maps = mapNames.length;

/** A patch [side, side] with its maps [3, side / 2, side / 2] and how much each value counts. */
export interface Patch {
  readonly image: Float32Array;
  readonly truth: Float32Array;
  readonly importance: Float32Array;
}

/** Diameters that the chosen particle is brought to, px. */
export const [smallest, largest] = [9, 110];
/** Least and most that a scene is magnified. */
const [farthest, nearest] = [0.08, 3];
/** A particle of fewer pixels across has no middle and no contacts that could be told. */
const least = 5;

/** Where a patch pixel lies in its scene: rotation, magnification, unequal axes, mirror. */
interface Placement {
  readonly originX: number;
  readonly originY: number;
  /** Scene pixels for one pixel of the patch along its columns and its rows. */
  readonly columns: readonly [x: number, y: number];
  readonly rows: readonly [x: number, y: number];
  /** Patch pixels for one of the scene. */
  readonly scale: number;
}

function placed(scene: Scene, side: number, draw: Random): Placement {
  const aim: ScenePart | undefined = scene.particles[draw.integer(0, scene.particles.length - 1)];
  const diameter = aim?.diameter ?? 60;
  const wanted = smallest * (largest / smallest) ** draw.next();
  // never so small that the whole scene is a speck of the patch
  const floor = Math.max(farthest, (0.5 * side) / Math.max(scene.width, scene.height));
  const scale = Math.min(nearest, Math.max(floor, wanted / diameter));
  const angle = draw.next() < 0.5 ? (draw.integer(0, 3) * Math.PI) / 2 : draw.uniform(0, 2 * Math.PI);
  const mirror = draw.next() < 0.5 ? -1 : 1;
  const stretch = Math.exp(draw.normal(0, 0.1));
  const [u, v] = [1 / (scale * stretch), stretch / scale];
  const columns = [mirror * Math.cos(angle) * u, mirror * Math.sin(angle) * u] as const;
  const rows = [-Math.sin(angle) * v, Math.cos(angle) * v] as const;
  // the particle that was chosen stands anywhere in the patch; a scene smaller than the patch about in its middle
  const reach = (length: number) => Math.min(0.45 * (side / scale), 0.5 * length);
  const clamp = (at: number, length: number) => {
    const margin = Math.min(length / 2, (0.4 * side) / scale);
    return Math.min(length - margin, Math.max(margin, at));
  };
  const x = clamp((aim?.x ?? scene.width / 2) + draw.uniform(-1, 1) * reach(scene.width), scene.width);
  const y = clamp((aim?.y ?? scene.height / 2) + draw.uniform(-1, 1) * reach(scene.height), scene.height);
  const middle = side / 2;
  return {
    originX: x - middle * (columns[0] + rows[0]),
    originY: y - middle * (columns[1] + rows[1]),
    columns,
    rows,
    scale,
  };
}

/** Index on an axis that goes on as its mirror image, its last pixel repeated. */
function folded(i: number, length: number): number {
  const period = 2 * length;
  const at = ((i % period) + period) % period;
  return at < length ? at : period - 1 - at;
}

/** Linear between the four pixels around (x, y), whose centres lie at half numbers. */
function between(data: ArrayLike<number>, width: number, height: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [u, v] = [x - 0.5 - left, y - 0.5 - top];
  const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
  const x0 = inside ? left : folded(left, width);
  const x1 = inside ? left + 1 : folded(left + 1, width);
  const y0 = (inside ? top : folded(top, height)) * width;
  const y1 = (inside ? top + 1 : folded(top + 1, height)) * width;
  return (1 - v) * ((1 - u) * data[y0 + x0] + u * data[y0 + x1]) + v * ((1 - u) * data[y1 + x0] + u * data[y1 + x1]);
}

/** Grey levels of a patch, from the level of the pyramid that is a little finer than needed. */
function greyPatch(scene: Scene, side: number, place: Placement): Float32Array {
  const finer = Math.floor(Math.log2(1 / place.scale) + 0.35);
  const level = Math.min(scene.levels.length - 1, Math.max(0, finer));
  const { width, height, data } = scene.levels[level];
  const shrink = 2 ** level;
  const out = new Float32Array(side * side);
  for (let j = 0; j < side; j++) {
    let x = (place.originX + 0.5 * place.columns[0] + (j + 0.5) * place.rows[0]) / shrink;
    let y = (place.originY + 0.5 * place.columns[1] + (j + 0.5) * place.rows[1]) / shrink;
    const [dx, dy] = [place.columns[0] / shrink, place.columns[1] / shrink];
    for (let i = 0; i < side; i++) {
      out[j * side + i] = between(data, width, height, x, y);
      x += dx;
      y += dy;
    }
  }
  return out;
}

/** Particle, depth and contact of a patch at half its size. */
function mapsOf(scene: Scene, side: number, place: Placement) {
  const half = side / 2;
  const size = half * half;
  const labels = new Uint16Array(size);
  const doubtful = new Uint8Array(size);
  const truth = new Float32Array(maps * size);
  const importance = new Float32Array(maps * size).fill(1);
  const small = new Set(scene.particles.filter((p) => p.diameter * place.scale < least).map((p) => p.label));
  for (let j = 0; j < half; j++)
    for (let i = 0; i < half; i++) {
      const [u, v] = [2 * i + 1, 2 * j + 1];
      const x = place.originX + u * place.columns[0] + v * place.rows[0];
      const y = place.originY + u * place.columns[1] + v * place.rows[1];
      const at = folded(Math.floor(y), scene.height) * scene.width + folded(Math.floor(x), scene.width);
      const label = scene.labels[at];
      const to = j * half + i;
      labels[to] = label;
      if (scene.doubtful?.[at] === 1) doubtful[to] = 1;
      if (label === 0) continue;
      truth[to] = 1;
      truth[size + to] = between(scene.depth, scene.width, scene.height, x, y) / 255;
    }
  for (let j = 0; j < half; j++)
    for (let i = 0; i < half; i++) {
      const at = j * half + i;
      const label = labels[at];
      let [other, edge] = [false, false];
      for (let dj = -1; dj <= 1; dj++)
        for (let di = -1; di <= 1; di++) {
          const [y, x] = [j + dj, i + di];
          if (y < 0 || x < 0 || y >= half || x >= half) continue;
          const near = labels[y * half + x];
          if (near === label) continue;
          edge = true;
          if (near !== 0) other = true;
        }
      // hand-drawn outlines are good to a pixel or two
      if (edge && !(other && label !== 0)) importance[at] = 0.5;
      if (label === 0) continue;
      importance[size + at] = small.has(label) ? 0.3 : 1.5;
      if (small.has(label)) importance[2 * size + at] = 0.2;
      else if (other) {
        truth[2 * size + at] = 1;
        importance[2 * size + at] = 4;
      }
      if (doubtful[at] === 1) {
        importance[size + at] *= 0.05;
        importance[2 * size + at] *= 0.05;
      }
    }
  return { truth, importance };
}

/** One patch of a scene, placed and worn by chance. */
function patchOf(scene: Scene, side: number, draw: Random): Patch {
  const place = placed(scene, side, draw);
  return { image: degrade(greyPatch(scene, side, place), side, draw), ...mapsOf(scene, side, place) };
}

/** The patches of a training step; depend on nothing but the seed and the step. */
export function batchOf(pick: (draw: Random) => Scene, count: number, side: number, seed: number, step: number): Patch {
  const size = side * side;
  const mapSize = maps * (side / 2) ** 2;
  const image = new Float32Array(count * size);
  const truth = new Float32Array(count * mapSize);
  const importance = new Float32Array(count * mapSize);
  for (let i = 0; i < count; i++) {
    const draw = random((seed * 7919 + step * count + i) >>> 0);
    const patch = patchOf(pick(draw), side, draw);
    image.set(patch.image, i * size);
    truth.set(patch.truth, i * mapSize);
    importance.set(patch.importance, i * mapSize);
  }
  return { image, truth, importance };
}
