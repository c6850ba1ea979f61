import { Failure } from '../../domain/failure.ts';
import type { LabelRole } from '../../domain/labels/label-class.ts';
import { decodeLabelled } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles } from '../../domain/labels/tiled-plane.ts';
import type { LabelMap } from '../../domain/plane.ts';
import type { Preprocessing } from '../../domain/training/training-settings.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import { labelComponents } from '../../segmentation/components.ts';
import { type ClassRule, classLabels, indexLabels } from '../../training/class-labels.ts';
import { classCounts } from '../../training/counts.ts';
import { normalised, type TrainingFrame } from '../../training/frame.ts';
import { diameters } from '../../training/territories.ts';
import { polarityOf } from '../polarity.ts';
import { preprocessed } from '../preprocess.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';
import { readLabelPages } from './read-labels.ts';

/** One output of the network that is to learn. */
export interface LearnedClass {
  readonly name: string;
  readonly role: LabelRole;
}

/** Labels of a project's label set, or of a label image. */
export type LabelSource =
  | {
      readonly kind: 'set';
      readonly labels: FrameLabels;
      /** Which index each class of the set has. */
      readonly rules: readonly ClassRule[];
      /** Pixels of particles that nobody reviewed are left out. */
      readonly reviewedOnly: boolean;
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Page of the label image, from 0. */
      readonly page?: number;
      /** Index of each value of an index image; -1 takes no part. */
      readonly values: readonly (readonly [value: number, index: number])[];
      /** The same of each colour (0xrrggbb) of a colour image; without any, grey colours count as values. */
      readonly colours: readonly (readonly [colour: number, index: number])[];
    };

/** A frame to learn from, and what a plan must know of it. Arrays lie on memory that threads share. */
export interface LearnedFrame extends TrainingFrame {
  /** Labelled pixels of each class. */
  readonly counts: Float64Array;
  /** Diameters of the disks of equal area of its labelled particles, px. */
  readonly diameters: Float64Array;
  readonly polarity: 'bright' | 'dark';
  /** Values of no class that a label image has, as people write them, the most frequent first; five at most. */
  readonly strange: readonly string[];
}

const particleRoles: readonly LabelRole[] = ['particle', 'overlap', 'core', 'patch'];

/** Indexes of the classes that are part of a particle. */
export const particleClasses = (classes: readonly LearnedClass[]): number[] =>
  classes.flatMap(({ role }, k) => (particleRoles.includes(role) ? [k] : []));

/** Connected particles of class labels; touching ones are one. */
export function particlesOfLabels(
  labels: Int32Array,
  { width, height }: { readonly width: number; readonly height: number },
  classes: readonly LearnedClass[],
  work: Work,
): LabelMap {
  const part = Uint8Array.from({ length: classes.length + 1 });
  for (const k of particleClasses(classes)) part[k + 1] = 1;
  return labelComponents({ width, height, data: Uint8Array.from(labels, (k) => part[k + 1]) }, 8, work);
}

const firstOf = (classes: readonly LearnedClass[], role: LabelRole): number | null => {
  const index = classes.findIndex((c) => c.role === role);
  return index < 0 ? null : index;
};

export interface TrainingFrameRequest extends FrameVersion {
  readonly preprocessing: Preprocessing;
  readonly classes: readonly LearnedClass[];
  readonly source: LabelSource;
}

/** Class index of each pixel of a frame, -1 where nothing is known. Throws `Failure` invalid-input when the sizes differ. */
export async function frameLabels(
  source: LabelSource,
  classes: readonly LearnedClass[],
  size: { readonly width: number; readonly height: number },
  open: Parameters<typeof greyFrame>[1]['open'],
): Promise<{ readonly labels: Int32Array; readonly strange: readonly string[] }> {
  const { width, height } = size;
  if (source.kind === 'set') {
    const { labels: kept, rules, reviewedOnly } = source;
    const labels = classLabels({
      width,
      height,
      classes: kept.tiles.length === 0 ? null : planeOfTiles(kept.tiles, width, height),
      particles: kept.particles.length === 0 ? [] : decodeLabelled(kept.particles),
      rules,
      overlap: firstOf(classes, 'overlap'),
      background: firstOf(classes, 'background'),
      reviewedOnly,
    });
    return { labels, strange: [] };
  }
  const read = await readLabelPages(open(source.path));
  if (read.width !== width || read.height !== height)
    throw new Failure(
      'invalid-input',
      `${source.path} is ${read.width} × ${read.height} px, its micrograph ${width} × ${height} px.`,
      'Give labels of the same size as the micrograph.',
      source.path,
    );
  const page = read.pages[source.page ?? 0];
  const byColour = read.coloured && source.colours.length > 0;
  if (read.coloured && !byColour) for (let i = 0; i < page.length; i++) page[i] = greyOf(page[i]);
  const rules = new Map(byColour ? source.colours : source.values);
  return { labels: indexLabels(page, rules), strange: strangeValues(page, rules, byColour) };
}

/** The level of a grey colour 0xrrggbb; -1 of any other. */
const greyOf = (colour: number): number => {
  const level = colour & 0xff;
  return colour === level * 0x01_01_01 ? level : -1;
};

function strangeValues(values: Int32Array, rules: ReadonlyMap<number, number>, coloured: boolean): string[] {
  const counts = new Map<number, number>();
  for (let i = 0; i < values.length; i++)
    if (!rules.has(values[i])) counts.set(values[i], (counts.get(values[i]) ?? 0) + 1);
  const named = (value: number) => (coloured ? `#${value.toString(16).padStart(6, '0')}` : String(value));
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, 5)
    .map(([value]) => named(value));
}

function onSharedPixels(data: Float32Array): Float32Array {
  const out = new Float32Array(new SharedArrayBuffer(data.byteLength));
  out.set(data);
  return out;
}

function onSharedLabels(data: Int32Array): Int32Array {
  const out = new Int32Array(new SharedArrayBuffer(data.byteLength));
  out.set(data);
  return out;
}

/** Reads, prepares and labels one frame to learn from. */
export const trainingFrameTask = task(
  'training-frame',
  async (asked: TrainingFrameRequest, environment): Promise<LearnedFrame> => {
    const { work, open } = environment;
    const grey = await greyFrame(asked, environment);
    const { labels, strange } = await frameLabels(asked.source, asked.classes, grey, open);
    work.check();
    const { width, height, data } = normalised(preprocessed(grey, asked.preprocessing, work));
    const sizes = diameters(particlesOfLabels(labels, grey, asked.classes, work), 1);
    return {
      width,
      height,
      pixels: onSharedPixels(data),
      labels: onSharedLabels(labels),
      counts: classCounts(labels, asked.classes.length),
      diameters: sizes.slice(1),
      polarity: polarityOf(grey, work),
      strange,
    };
  },
);
