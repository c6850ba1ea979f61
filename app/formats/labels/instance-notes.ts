import { z } from 'zod';
import type { Metadata } from '../../domain/acquisition.ts';
import { LabelRole } from '../../domain/labels/label-class.ts';

// A label image numbers particles and says no more. Which class each is of, and which page is what, stands in the TIFF's
// description, as a line of JSON that other programs pass over: {"morphoscope": "labels", "frames": "0", "layers": 2,
// "classes": [{name, color, role, particles: "1-40,57"}]}.

/** A class and the particles that are of it. */
export interface ClassOfParticles {
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly role: LabelRole;
  readonly ids: readonly number[];
}

/** What a label TIFF of this program says. */
export interface InstanceNotes {
  readonly classes: readonly ClassOfParticles[];
  /** Frames of the image, from 0, ascending. The pages are layers of all frames: first all frames of the first layer. */
  readonly frames: readonly number[];
  /** As many as the frame with most overlaps needs. */
  readonly layers: number;
}

const mark = '"morphoscope":"labels"';
/** Most particles that notes are believed to name. */
const mostIds = 10_000_000;

/** Numbers as text: "1-40,57". */
export function rangesOf(ids: readonly number[]): string {
  const sorted = [...ids].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length; ) {
    const from = i++;
    while (i < sorted.length && sorted[i] === sorted[i - 1] + 1) i++;
    parts.push(i - from === 1 ? String(sorted[from]) : `${sorted[from]}-${sorted[i - 1]}`);
  }
  return parts.join(',');
}

/** Numbers of a text, or null when it is no list of ranges or an absurd one. */
export function idsOfRanges(text: string): number[] | null {
  const ids: number[] = [];
  if (text === '') return ids;
  for (const part of text.split(',')) {
    const match = /^(\d{1,10})(?:-(\d{1,10}))?$/.exec(part);
    if (match === null) return null;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from || ids.length + to - from > mostIds) return null;
    for (let id = from; id <= to; id++) ids.push(id);
  }
  return ids;
}

/** One line for `TiffOptions.description`. ASCII. */
export function instanceNotes({ classes, frames, layers }: InstanceNotes): string {
  const told = classes.map(({ name, color, role, ids }) => ({ name, color, role, particles: rangesOf(ids) }));
  const text = JSON.stringify({ morphoscope: 'labels', frames: rangesOf(frames), layers, classes: told });
  return text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const Notes = z.object({
  frames: z.string(),
  layers: z.number().int().positive(),
  classes: z.array(
    z.object({
      name: z.string().min(1),
      color: z.string().regex(/^#[0-9a-f]{6}$/),
      role: LabelRole.catch('other'),
      particles: z.string(),
    }),
  ),
});

/** What `instanceNotes` wrote, from the metadata of a TIFF; null in a file of another program, or when it is damaged. */
export function readInstanceNotes(metadata: Metadata): InstanceNotes | null {
  const notes = metadata['ImageJ'];
  const text = typeof notes === 'object' && notes !== null && 'description' in notes ? notes['description'] : undefined;
  if (typeof text !== 'string' || !text.includes(mark)) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = Notes.safeParse(json);
  if (!parsed.success) return null;
  const classes: ClassOfParticles[] = [];
  for (const { name, color, role, particles } of parsed.data.classes) {
    const ids = idsOfRanges(particles);
    if (ids === null) return null;
    classes.push({ name, color, role, ids });
  }
  const frames = idsOfRanges(parsed.data.frames);
  return frames === null ? null : { classes, frames, layers: parsed.data.layers };
}
