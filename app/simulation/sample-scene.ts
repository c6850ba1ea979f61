import { random } from '../math/random.ts';
import { withoutCovered } from './cover.ts';
import { detected } from './detector.ts';
import { chance, fork, pickWeighted } from './draw.ts';
import { latticeScene } from './kinds/lattice-scene.ts';
import { layeredFamilies, overlapFamilies } from './kinds/mixtures.ts';
import type { Render } from './kinds/rendered.ts';
import { surfaceScene } from './kinds/surface-scene.ts';
import { anyParticles, onCarrier, type TransmissionRanges, transmissionScene } from './kinds/transmission-scene.ts';
import { named } from './population.ts';
import { published } from './published.ts';
import type { Frame, Scene } from './scene.ts';

const overlapping = (size: number): TransmissionRanges => ({
  ...anyParticles(size),
  empty: 0,
  families: overlapFamilies,
  arrangements: [
    ['clusters', 5],
    ['scattered', 2],
    ['packed', 3],
  ],
  radius: [11, 0.2 * size],
  count: [4, 260],
  overlap: [0.1, 0.5],
  clarity: 4,
  coverage: [0.12, 0.8],
  contrast: [0.2, 0.75],
});

const patchy = (size: number): TransmissionRanges => ({
  ...anyParticles(size),
  empty: 0,
  families: layeredFamilies,
  radius: [10, 0.3 * size],
  count: [1, 150],
  overlap: [0, 0.12],
  coverage: [0.06, 0.6],
  contrast: [0.5, 0.97],
  clarity: 4,
});

const superEllipses = (size: number): TransmissionRanges => ({
  ...anyParticles(size),
  empty: 0,
  families: named({ 'super-ellipse': 1 }),
  radius: [6, 0.15 * size],
  count: [4, 200],
  overlap: [0, 0.02],
  coverage: [0.1, 0.6],
});

/** Every kind of scene. One line a kind. */
const kinds = {
  'bright-field': transmissionScene('bright-field', anyParticles),
  haadf: transmissionScene('haadf', anyParticles),
  sem: surfaceScene,
  overlap: transmissionScene('bright-field', overlapping),
  'core-patch': transmissionScene('bright-field', patchy),
  hrtem: latticeScene,
  'super-ellipse': transmissionScene('bright-field', superEllipses),
  'carrier-bright-field': transmissionScene('bright-field', onCarrier),
  'carrier-haadf': transmissionScene('haadf', onCarrier),
} satisfies Record<string, Render>;

export type SceneKind = keyof typeof kinds | 'any';

export const sceneKinds: readonly SceneKind[] = ['any', ...(Object.keys(kinds) as (keyof typeof kinds)[])];

const mixture: readonly (readonly [keyof typeof kinds, number])[] = [
  ['bright-field', 6],
  ['sem', 6],
  ['haadf', 2.5],
  ['overlap', 1.5],
  ['core-patch', 1],
  ['hrtem', 1.5],
  ['super-ellipse', 0.5],
  ['carrier-bright-field', 0.8],
  ['carrier-haadf', 1.2],
];

export interface SceneOptions {
  /** px; 512 x 512 when left out. */
  readonly width?: number;
  readonly height?: number;
  /** Share of scenes made ready for print (grey levels 0..255, contrast stretched, marks burnt in, compressed). Half when left out. */
  readonly published?: number;
}

/**
 * A simulated micrograph of a kind, drawn wholly from the seed: particles, how they lie, support, beam, lens, detector, and what a
 * journal did to it. The same arguments give the same pixels and truth. `any` mixes all kinds.
 */
export function sampleScene(kind: SceneKind, seed: number, options: SceneOptions = {}): Scene {
  const dice = random(seed);
  const frame: Frame = { width: options.width ?? 512, height: options.height ?? 512 };
  const drawnKind = pickWeighted(dice, mixture);
  const actual = kind === 'any' ? drawnKind : kind;
  const rendered = kinds[actual](frame, fork(dice));
  const counts = detected(rendered.signal, frame, rendered.detector, fork(dice));
  const print = chance(dice, options.published ?? 0.5);
  const last = fork(dice);
  const { pixelSize, bright, particles, classes } = rendered;
  const scene = { kind: actual, seed, printed: print, pixelSize, bright };
  if (!print) return { ...scene, image: { ...frame, data: counts }, particles, classes };
  const picture = published(counts, frame, pixelSize, actual === 'sem', last);
  const seen = picture.covered.includes(1)
    ? withoutCovered(particles, classes, picture.covered, frame)
    : { particles, classes };
  return { ...scene, image: { ...frame, data: picture.data }, ...seen };
}
