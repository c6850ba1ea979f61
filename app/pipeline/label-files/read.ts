import { Failure } from '../../domain/failure.ts';
import type { LabelClass } from '../../domain/labels/label-class.ts';
import { encodeLabelled, type LabelledInstance } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { instanceOf } from '../../domain/run-mask.ts';
import { applyKey } from '../../formats/labels/apply-key.ts';
import { type KeyEntry, type PixelMeaning, readKey } from '../../formats/labels/key.ts';
import { guessLegend } from '../../formats/labels/legend.ts';
import type { LabelImage } from '../../formats/labels/read-image.ts';
import type { OpenInside } from '../../formats/ome-zarr/read.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Unzstd } from '../../ports/unpack.ts';
import {
  type FoundFrame,
  type FoundLabels,
  type LabelFileKind,
  plainClasses,
  type Size,
  type ValueOfPlane,
} from './found.ts';
import { kindOf, openCoco, openImage, openRois } from './open.ts';
import { openZarr } from './open-zarr.ts';

export interface ReadLabelsRequest {
  /** Null: by the content. */
  readonly kind: LabelFileKind | null;
  /** The classes that pixels and particles get; null: those of the file. */
  readonly classes: readonly LabelClass[] | null;
  /** Null: guessed for images of classes. */
  readonly key: readonly PixelMeaning[] | null;
  /** Class of particles for which the file names none of the classes; null: the first that stands for particles. */
  readonly classId: number | null;
  /** Of the image, for files that don't say it. */
  readonly size: Size | null;
  /** Frames of the image. */
  readonly frames: number;
}

/** Labels of one image frame out of a file. */
export interface ReadFrame {
  readonly image: string | null;
  readonly frame: number | null;
  readonly labels: FrameLabels;
  /** What of `labels` the file tells. */
  readonly has: { readonly classes: boolean; readonly particles: boolean };
  readonly instances: number;
  readonly labelledPixels: number;
}

export interface ReadLabels {
  readonly kind: LabelFileKind;
  readonly classes: readonly LabelClass[];
  readonly frames: readonly ReadFrame[];
  readonly pixelSize: number | null;
  readonly notes: readonly string[];
}

/** Reads a label file of any kind. Throws `Failure`: what the formats throw, and invalid-input for classes that are not known. */
export async function readLabels(source: ByteSource, request: ReadLabelsRequest): Promise<ReadLabels> {
  const found = await openLabels(source, request);
  if (found.image !== null) return classImage(source, found.image, request);
  return labelsOf(source.name, found, request);
}

/** Reads an OME-Zarr folder; see `readLabels`. */
export function readZarrLabels(
  folder: string,
  open: OpenInside,
  request: ReadLabelsRequest,
  unzstd?: Unzstd,
): ReadLabels {
  return labelsOf(folder, openZarr(folder, open, unzstd), request);
}

function labelsOf(name: string, found: FoundLabels, request: ReadLabelsRequest): ReadLabels {
  const own = found.classes.length > 0 ? found.classes : plainClasses;
  const classes = request.classes ?? own;
  const classOf = classFinder(name, found, classes, request.classId);
  return {
    kind: found.kind,
    classes,
    pixelSize: found.pixelSize,
    notes: found.notes,
    frames: found.frames.map((frame) => frameLabels(frame, classOf)),
  };
}

function openLabels(source: ByteSource, { kind, frames, size }: ReadLabelsRequest): Promise<FoundLabels> | FoundLabels {
  const content = kind ?? kindOf(source);
  if (content === 'coco') return openCoco(source);
  if (content === 'imagej-roi') return openRois(source, size);
  const looks = (image: LabelImage) => guessLegend(image, plainClasses, keyBeside(source)).kind === 'instances';
  return openImage(source, content === null ? null : content === 'instances-image', looks, frames);
}

/** A key file beside a label image, or null. One that is broken is no key. */
export function keyBeside(source: ByteSource): KeyEntry[] | null {
  const stem = source.name.replace(/\.[^.]*$/, '');
  for (const name of [`${stem}.key.json`, 'KEY.json', 'key.json']) {
    const beside = source.sibling(name);
    if (beside === null) continue;
    try {
      return readKey(beside);
    } catch {
      return null;
    }
  }
  return null;
}

function classImage(source: ByteSource, image: LabelImage, request: ReadLabelsRequest): ReadLabels {
  const classes = request.classes ?? plainClasses;
  const notes: string[] = [];
  let { key } = request;
  if (key === null) {
    const { entries } = guessLegend(image, classes, keyBeside(source), true);
    if (entries.length === 0)
      throw new Failure(
        'invalid-input',
        `${source.name} holds too many values or colours to be classes.`,
        'Give a key, or import it as particles if each value is one.',
        source.name,
      );
    key = entries.map(({ value, colour, classId }) => ({
      value: value ?? undefined,
      colour: colour ?? undefined,
      classId,
    }));
    const told = entries.map(
      (e) => `${e.value ?? e.colour} = ${classes.find(({ id }) => id === e.classId)?.name ?? 'unlabelled'}`,
    );
    notes.push(`no key was given: ${told.join(', ')}`);
  }
  const { width, height, pages } = image;
  if (pages.length > 1 && pages.length !== request.frames)
    throw new Failure(
      'invalid-input',
      `${source.name} has ${pages.length} pages of classes, the image has ${request.frames} ${request.frames === 1 ? 'frame' : 'frames'}.`,
      'Choose the label file that belongs to the image.',
      source.name,
    );
  let uncertain = 0;
  const known = key;
  const frames = pages.map((_, page): ReadFrame => {
    const applied = applyKey(source.name, image, page, known);
    uncertain += applied.uncertain;
    const tiles = tilesOfPlane(applied.classes, width, height);
    return {
      image: null,
      frame: pages.length > 1 ? page : null,
      labels: { width, height, tiles, particles: encodeLabelled([]) },
      has: { classes: true, particles: false },
      instances: 0,
      labelledPixels: labelledIn(applied.classes),
    };
  });
  if (uncertain > 0)
    notes.push(`${uncertain.toLocaleString('en-US')} px of soft edges or noise took the nearest colour's class`);
  return { kind: 'classes-image', classes, frames, pixelSize: image.pixelSize, notes };
}

function labelledIn(plane: Uint8Array): number {
  let count = 0;
  for (const value of plane) if (value !== 0) count++;
  return count;
}

type ClassFinder = (told: ValueOfPlane) => number;

function classFinder(
  name: string,
  found: FoundLabels,
  classes: readonly LabelClass[],
  classId: number | null,
): ClassFinder {
  const byName = new Map(classes.map(({ id, name }) => [name.toLowerCase(), id]));
  const byId = new Set(classes.map(({ id }) => id));
  const byColour = new Map(classes.map(({ id, colour }) => [colour, id]));
  const usual = classId ?? classes.find(({ role }) => role === 'particle')?.id ?? classes[0]?.id;
  if (usual === undefined) throw new Failure('invalid-input', 'The label set has no class.', 'Add a class first.');
  const told = found.frames.flatMap(({ particles, plane }) => [...particles, ...(plane?.values.values() ?? [])]);
  const names = new Set(told.flatMap((p) => (p.className === null ? [] : [p.className])));
  const unknown = [...names].filter((name) => !byName.has(name.toLowerCase()));
  // one unknown name is the word for all particles, as "particle" is in most files
  if (unknown.length > 1 && classId === null && found.kind !== 'imagej-roi') {
    const listed = unknown.slice(0, 5).join(', ') + (unknown.length > 5 ? ' ...' : '');
    throw new Failure(
      'invalid-input',
      `${name} has classes that the label set lacks: ${listed}.`,
      'Add classes of these names, or say of which class all particles are.',
      name,
    );
  }
  return ({ className, group, colour }) => {
    const named = className === null ? undefined : byName.get(className.toLowerCase());
    if (named !== undefined) return named;
    if (group !== null && byId.has(group)) return group;
    return (colour === null ? undefined : byColour.get(colour)) ?? usual;
  };
}

function frameLabels({ image, frame, width, height, particles, plane }: FoundFrame, classOf: ClassFinder): ReadFrame {
  const used = new Set(particles.map((p) => p.id));
  let next = 1;
  const fresh = () => {
    while (used.has(next)) next++;
    used.add(next);
    return next;
  };
  const labelled = particles
    .map(
      (particle): LabelledInstance => ({
        ...instanceOf(particle.id ?? fresh(), particle.mask, width, height),
        classId: classOf(particle),
        reviewed: false,
      }),
    )
    .sort((a, b) => a.id - b.id);
  const classes = plane === null ? null : classesOfPlane(plane, classOf);
  return {
    image,
    frame,
    labels: {
      width,
      height,
      tiles: classes === null ? new Uint8Array(0) : tilesOfPlane(classes, width, height),
      particles: encodeLabelled(labelled),
    },
    has: { classes: classes !== null, particles: particles.length > 0 || classes === null },
    instances: labelled.length,
    labelledPixels: classes === null ? 0 : labelledIn(classes),
  };
}

function classesOfPlane({ data, values }: NonNullable<FoundFrame['plane']>, classOf: ClassFinder): Uint8Array {
  const classes = new Uint8Array(data.length);
  const known = new Map<number, number>([[0, 0]]);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    let id = known.get(value);
    if (id === undefined) {
      id = classOf(values.get(value) ?? { className: null, group: value, colour: null });
      known.set(value, id);
    }
    classes[i] = id;
  }
  return classes;
}
