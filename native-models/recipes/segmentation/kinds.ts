import { type SceneKind, sampleScene } from '../../../app/simulation/sample-scene.ts';
import type { ClassPlanes, Scene } from '../../../app/simulation/scene.ts';

export interface ClassOfKind {
  readonly name: string;
  /** sRGB, #rrggbb: colour-blind safe (Okabe and Ito). */
  readonly color: string;
  readonly role: 'background' | 'particle' | 'overlap' | 'core' | 'patch';
  /** How much a pixel of it counts while learning. */
  readonly weight: number;
}

/** A shipped network that tells classes of pixels apart, and the simulated micrographs that it learns from. */
export interface Kind {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  /** In the order of the network's result. */
  readonly classes: readonly ClassOfKind[];
  readonly plane: keyof ClassPlanes;
  /** Kinds of scenes, in turn; more often named, more often seen. */
  readonly scenes: readonly SceneKind[];
  readonly polarity: 'bright' | 'dark' | 'either';
  /** Diameters of the particles learned from, px. */
  readonly diameter: { readonly least: number; readonly most: number };
  readonly limits: readonly string[];
}

const background = { name: 'background', color: '#000000', role: 'background', weight: 1 } as const;
const particle = { name: 'particle', color: '#56b4e9', role: 'particle', weight: 1 } as const;

/** Every network of this folder; what is learned first serves the others as a beginning. */
export const kinds: readonly Kind[] = [
  {
    id: 'overlap',
    title: 'Overlapping particles',
    help: 'Particles that lie over each other in transmission: single, overlapping, background. Gives whole particles.',
    classes: [background, particle, { name: 'overlap', color: '#e69f00', role: 'overlap', weight: 2 }],
    plane: 'overlap',
    scenes: ['overlap', 'overlap', 'overlap', 'bright-field', 'overlap', 'overlap'],
    polarity: 'dark',
    diameter: { least: 22, most: 200 },
    limits: [
      'Particles under 10 px or over 250 px',
      'Surfaces (SEM), where nearer particles hide farther ones',
      'Bright particles',
    ],
  },
  {
    id: 'core-patch',
    title: 'Cores with patches',
    help: 'Dense cores with patches or shells of low contrast, such as polymer on gold: core, patch, background.',
    classes: [
      background,
      { name: 'core', color: '#d55e00', role: 'core', weight: 1 },
      { name: 'patch', color: '#009e73', role: 'patch', weight: 2 },
    ],
    plane: 'patch',
    scenes: ['core-patch'],
    polarity: 'dark',
    diameter: { least: 20, most: 300 },
    limits: ['Patches of under 3 px', 'Patches as dark as their core'],
  },
  {
    id: 'particles-bright-field',
    title: 'Particles, bright field',
    help: 'Dark particles on a brighter support, as in bright-field TEM and STEM.',
    classes: [background, particle],
    plane: 'particle',
    scenes: [
      'bright-field',
      'bright-field',
      'overlap',
      'bright-field',
      'carrier-bright-field',
      'bright-field',
      'super-ellipse',
    ],
    polarity: 'dark',
    diameter: { least: 6, most: 330 },
    limits: ['Particles under 5 px', 'Bright particles'],
  },
  {
    id: 'particles-haadf',
    title: 'Particles, HAADF',
    help: 'Bright particles on a darker support, as in annular dark-field STEM.',
    classes: [background, particle],
    plane: 'particle',
    scenes: ['haadf', 'haadf', 'carrier-haadf', 'haadf'],
    polarity: 'bright',
    diameter: { least: 6, most: 330 },
    limits: ['Particles under 5 px', 'Dark particles'],
  },
  {
    id: 'hrtem-particles',
    title: 'Crystals, HRTEM',
    help: 'Crystalline particles on amorphous carbon at lattice resolution, told by their fringes and their density.',
    classes: [background, { ...particle, weight: 1.5 }],
    plane: 'particle',
    scenes: ['hrtem'],
    polarity: 'dark',
    diameter: { least: 20, most: 300 },
    limits: ['Crystals without any contrast against the film', 'Pixels over 0.08 nm, where fringes are not seen'],
  },
];

/** The kind of an id. */
export function kindOf(id: string): Kind {
  const kind = kinds.find((k) => k.id === id);
  if (!kind) throw new Error(`No network ${id}; there are ${kinds.map((k) => k.id).join(', ')}`);
  return kind;
}

/** The scene number n of a kind. */
export const sceneOf = (kind: Kind, n: number, seed: number, side: number): Scene =>
  sampleScene(kind.scenes[n % kind.scenes.length], seed, { width: side, height: side, published: 0.35 });
