import { forEachRun } from '../../../app/domain/run-mask.ts';
import { type SceneKind, sampleScene } from '../../../app/simulation/sample-scene.ts';
import { type Figure, sceneFrom } from './figures.ts';
import type { Scene } from './scene.ts';

/** A simulated micrograph with its truth as labels. */
export function simulatedFigure(kind: SceneKind, seed: number): Figure {
  const scene = sampleScene(kind, seed);
  return { name: `${scene.kind} ${seed}`, image: scene.image, labels: labelsOf(scene) };
}

/** Scenes that are in use at once, and steps after which the oldest makes room for a new one. */
const [pool, stepsEach] = [48, 10];

/** 1 under more than two particles. */
function crowded({ image, particles }: ReturnType<typeof sampleScene>): Uint8Array {
  const { width, height } = image;
  const count = new Uint8Array(width * height);
  for (const { visible } of particles)
    forEachRun(visible, (row, from, to) => {
      for (let at = row * width + from; at < row * width + to; at++) if (count[at] < 3) count[at]++;
    });
  return count.map((n) => (n > 2 ? 1 : 0));
}

/** Truth with one particle a pixel: where particles cross, the one whose middle is relatively nearer. */
function labelsOf({ image, particles }: ReturnType<typeof sampleScene>): Int32Array {
  const { width, height } = image;
  const labels = new Int32Array(width * height);
  const nearest = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  particles.forEach(({ visible, x, y, radius }, index) => {
    forEachRun(visible, (row, from, to) => {
      for (let column = from; column < to; column++) {
        const distance = Math.hypot(column + 0.5 - x, row + 0.5 - y) / radius;
        const at = row * width + column;
        if (distance >= nearest[at]) continue;
        nearest[at] = distance;
        labels[at] = index + 1;
      }
    });
  });
  return labels;
}

/** Simulated scenes for a step: a window of seeds that moves on, so that every run sees the same ones at the same step. */
export class SimulatedScenes {
  readonly #made = new Map<number, Scene>();

  /** @param choice uniform in [0, 1) */
  at(step: number, choice: number): Scene {
    const first = Math.floor(step / stepsEach);
    for (const seed of this.#made.keys()) if (seed < first) this.#made.delete(seed);
    const seed = first + Math.floor(choice * pool);
    const known = this.#made.get(seed);
    if (known) return known;
    // small particles on thick carriers are the hardest and the least of the mixture: every second scene is one
    const kind = seed % 2 > 0 ? 'any' : seed % 3 > 0 ? 'carrier-haadf' : 'carrier-bright-field';
    const simulated = sampleScene(kind, 50_000 + seed);
    const figure = { name: `simulated ${seed}`, image: simulated.image, labels: labelsOf(simulated) };
    const made = sceneFrom(figure, crowded(simulated));
    this.#made.set(seed, made);
    return made;
  }
}
