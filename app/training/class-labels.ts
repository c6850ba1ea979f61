import type { RunMask } from '../domain/instance.ts';
import type { LabelRole } from '../domain/labels/label-class.ts';
import { forEachRun } from '../domain/run-mask.ts';

/** What a class of a label set (1..250) becomes: an index of the model's classes, or -1 for pixels that are left out. */
export interface ClassRule {
  readonly id: number;
  readonly index: number;
}

interface NamedClass {
  readonly name: string;
  readonly role: LabelRole;
}

/**
 * Which class of a model each class of a label set is: of the same name (upper and lower case alike), else the only one of the same
 * role; -1 where there is none, and for the role `ignore`.
 */
export function rulesFromNames(
  labelled: readonly (NamedClass & { readonly id: number })[],
  classes: readonly NamedClass[],
): ClassRule[] {
  const plain = (name: string) => name.trim().toLowerCase();
  return labelled.map(({ id, name, role }) => {
    if (role === 'ignore') return { id, index: -1 };
    const named = classes.findIndex((c) => plain(c.name) === plain(name));
    if (named >= 0) return { id, index: classes[named].role === 'ignore' ? -1 : named };
    const alike = classes.flatMap((c, i) => (c.role === role && role !== 'other' ? [i] : []));
    return { id, index: alike.length === 1 ? alike[0] : -1 };
  });
}

export interface LabelledParticle {
  readonly mask: RunMask;
  readonly classId: number;
  readonly reviewed: boolean;
}

export interface ClassLabelOptions {
  readonly width: number;
  readonly height: number;
  /** Painted class of each pixel, 0 where nobody painted; null when nothing was. */
  readonly classes: Uint8Array | null;
  readonly particles: readonly LabelledParticle[];
  readonly rules: readonly ClassRule[];
  /** Index of pixels that two particles share; null: the later one's. */
  readonly overlap: number | null;
  /**
   * Index of all other pixels of a frame in which particles are marked and no background is painted; null leaves them unknown.
   */
  readonly background: number | null;
  /** Pixels of particles that nobody reviewed are left out. */
  readonly reviewedOnly: boolean;
}

/** Class index of each pixel from what a person painted and marked, row-major (y, x); -1 where nothing is known. */
export function classLabels(options: ClassLabelOptions): Int32Array<ArrayBuffer> {
  const { width, height, classes, particles, background, reviewedOnly } = options;
  const indexOf = new Int32Array(256).fill(-1);
  for (const { id, index } of options.rules) indexOf[id] = index;
  const out = new Int32Array(width * height).fill(-1);
  let complete = false;
  if (classes !== null) {
    for (let i = 0; i < out.length; i++) {
      const id = classes[i];
      if (id === 0) continue;
      out[i] = indexOf[id];
      if (out[i] === background) complete = true;
    }
  }
  if (particles.length === 0) return out;
  if (!complete && background !== null)
    for (let i = 0; i < out.length; i++) if (classes === null || classes[i] === 0) out[i] = background;
  drawParticles(out, options, indexOf);
  if (reviewedOnly)
    for (const { mask, reviewed } of particles) if (!reviewed) fillMask(mask, width, height, (i) => (out[i] = -1));
  return out;
}

function drawParticles(out: Int32Array, { width, height, particles, overlap }: ClassLabelOptions, indexOf: Int32Array) {
  const taken = new Uint8Array(overlap === null ? 0 : out.length);
  for (const { mask, classId } of particles)
    fillMask(mask, width, height, (i) => {
      out[i] = taken[i] === 1 && overlap !== null ? overlap : indexOf[classId];
      taken[i] = 1;
    });
}

function fillMask(mask: RunMask, width: number, height: number, visit: (pixel: number) => void): void {
  forEachRun(mask, (row, first, stop) => {
    if (row < 0 || row >= height) return;
    const end = row * width + Math.min(width, stop);
    for (let i = row * width + Math.max(0, first); i < end; i++) visit(i);
  });
}

/** Class index of each pixel of a label image by its value; other values are unknown (-1). */
export function indexLabels(values: ArrayLike<number>, rules: ReadonlyMap<number, number>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = rules.get(values[i]) ?? -1;
  return out;
}

/**
 * Class index of each pixel of an RGB label image (3 bytes a pixel) by its colour `#rrggbb`.
 * @returns also how many pixels have the colour of no class; they are unknown (-1)
 */
export function colourLabels(
  rgb: Uint8Array,
  colours: readonly string[],
): { readonly labels: Int32Array<ArrayBuffer>; readonly strange: number } {
  const rules = new Map(colours.map((colour, index) => [Number.parseInt(colour.slice(1), 16), index]));
  const labels = new Int32Array(rgb.length / 3);
  let strange = 0;
  for (let i = 0; i < labels.length; i++) {
    const index = rules.get((rgb[3 * i] << 16) | (rgb[3 * i + 1] << 8) | rgb[3 * i + 2]);
    labels[i] = index ?? -1;
    if (index === undefined) strange++;
  }
  return { labels, strange };
}
