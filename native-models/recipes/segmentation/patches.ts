import { type Random, random } from '../../../app/math/random.ts';
import { type Kind, sceneOf } from './kinds.ts';

/** A micrograph of zero mean and unit deviation with the class of each pixel. */
interface Taught {
  readonly side: number;
  readonly pixels: Float32Array;
  readonly classes: Uint8Array;
}

/** Scenes in use at once, steps after which the oldest makes room, and their side in px. */
const [pool, stepsEach, sceneSide] = [40, 8, 384];
/** Scene pixels a patch pixel: least and most. */
const [finest, coarsest] = [0.6, 1.8];

function taught(kind: Kind, n: number): Taught {
  const scene = sceneOf(kind, n, 900_000 + n, sceneSide);
  const { data } = scene.image;
  const [mean, deviation] = statistics(data);
  const pixels = Float32Array.from(data, (v) => (v - mean) / deviation);
  return { side: sceneSide, pixels, classes: scene.classes[kind.plane] };
}

function statistics(data: ArrayLike<number>): [mean: number, deviation: number] {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < data.length; i++) sum += data[i];
  const mean = sum / data.length;
  for (let i = 0; i < data.length; i++) squares += (data[i] - mean) ** 2;
  return [mean, Math.sqrt(squares / data.length) || 1];
}

/** Scenes for a step: a window that moves on, so that a training that goes on sees what it would have seen. */
export class Scenes {
  readonly #made = new Map<number, Taught>();
  readonly #kind: Kind;

  constructor(kind: Kind) {
    this.#kind = kind;
  }

  /** @param choice uniform in [0, 1) */
  at(step: number, choice: number): Taught {
    const first = Math.floor(step / stepsEach);
    for (const n of this.#made.keys()) if (n < first) this.#made.delete(n);
    const n = first + Math.floor(choice * pool);
    const known = this.#made.get(n);
    if (known) return known;
    const made = taught(this.#kind, n);
    this.#made.set(n, made);
    return made;
  }
}

const folded = (i: number, length: number) => {
  const at = ((i % (2 * length)) + 2 * length) % (2 * length);
  return at < length ? at : 2 * length - 1 - at;
};

/** Writes a patch, turned, mirrored and magnified by chance; grey levels between four pixels, classes of the nearest. */
function cut(scene: Taught, side: number, draw: Random, image: Float32Array, truth: Int32Array): void {
  const step = finest * (coarsest / finest) ** draw.next();
  const angle = draw.next() < 0.5 ? (draw.integer(0, 3) * Math.PI) / 2 : draw.uniform(0, 2 * Math.PI);
  const mirror = draw.next() < 0.5 ? -1 : 1;
  const [ux, uy] = [mirror * Math.cos(angle) * step, mirror * Math.sin(angle) * step];
  const [vx, vy] = [-Math.sin(angle) * step, Math.cos(angle) * step];
  const margin = Math.min(scene.side / 2, (side * step) / 2);
  const cx = draw.uniform(margin, scene.side - margin);
  const cy = draw.uniform(margin, scene.side - margin);
  const [gain, shift, bend] = [Math.exp(draw.normal(0, 0.2)), draw.normal(0, 0.2), draw.normal(0, 0.05)];
  const grain = draw.next() < 0.3 ? draw.uniform(0, 0.3) : 0;
  const { pixels, classes, side: size } = scene;
  for (let j = 0; j < side; j++)
    for (let i = 0; i < side; i++) {
      const [a, b] = [i + 0.5 - side / 2, j + 0.5 - side / 2];
      const [x, y] = [cx + a * ux + b * vx, cy + a * uy + b * vy];
      const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
      const [p, q] = [x - 0.5 - left, y - 0.5 - top];
      const [x0, x1] = [folded(left, size), folded(left + 1, size)];
      const [y0, y1] = [folded(top, size) * size, folded(top + 1, size) * size];
      const v =
        (1 - q) * ((1 - p) * pixels[y0 + x0] + p * pixels[y0 + x1]) +
        q * ((1 - p) * pixels[y1 + x0] + p * pixels[y1 + x1]);
      const noise = grain > 0 ? grain * (draw.next() + draw.next() + draw.next() - 1.5) * 2 : 0;
      image[j * side + i] = (v + bend * v * v) * gain + shift + noise;
      truth[j * side + i] = classes[folded(Math.floor(y), size) * size + folded(Math.floor(x), size)];
    }
}

/** Patches [count, 1, side, side] and their classes for a step; depend on nothing but the kind, the seed and the step. */
export function batchOf(scenes: Scenes, count: number, side: number, seed: number, step: number) {
  const size = side * side;
  const image = new Float32Array(count * size);
  const truth = new Int32Array(count * size);
  for (let i = 0; i < count; i++) {
    const draw = random((seed * 7919 + step * count + i) >>> 0);
    const scene = scenes.at(step, draw.next());
    cut(scene, side, draw, image.subarray(i * size, (i + 1) * size), truth.subarray(i * size, (i + 1) * size));
  }
  return { image, truth };
}
