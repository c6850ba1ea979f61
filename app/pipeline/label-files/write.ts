import type { RunMask } from '../../domain/instance.ts';
import type { LabelClass } from '../../domain/labels/label-class.ts';
import { decodeLabelled, type LabelledInstance } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles } from '../../domain/labels/tiled-plane.ts';
import { cocoJson } from '../../formats/coco/instances.ts';
import { writeRoiZip } from '../../formats/imagej-roi/write.ts';
import { instanceNotes } from '../../formats/labels/instance-notes.ts';
import { writeClassPng, writeClassRgbPng, writeClassTiff } from '../../formats/labels/write-image.ts';
import { type LabelGroup, writeOmeZarrLabels, type ZarrFile } from '../../formats/ome-zarr/write.ts';
import { type TiffPage, writeLabelTiff } from '../../formats/tiff/write.ts';
import { classPlane } from '../../particles/class-plane.ts';
import { outlineOf } from '../../particles/outline.ts';
import { instancesToPages, pageOfEach } from '../../particles/pages.ts';

/** Labels of one image frame on their way out. */
export interface FrameToWrite {
  readonly labels: FrameLabels;
  /** The image's file, for formats that name it. */
  readonly fileName: string;
  /** From 0. */
  readonly frame: number;
  readonly frames: number;
  /** nm a pixel. */
  readonly pixelSize: number | null;
}

/** Files of one image frame: ending after the frame's name, bytes. */
export type FrameFormat = 'classes-tiff' | 'classes-png' | 'classes-rgb-png' | 'instances-tiff' | 'imagej-roi';

export const endings: Readonly<Record<FrameFormat | 'napari-tiff' | 'ome-zarr', string>> = {
  'classes-tiff': '.classes.tif',
  'classes-png': '.classes.png',
  'classes-rgb-png': '.colours.png',
  'instances-tiff': '.labels.tif',
  'napari-tiff': '.labels.tif',
  'imagej-roi': '.rois.zip',
  'ome-zarr': '.zarr',
};

const particlesOf = ({ labels }: FrameToWrite): LabelledInstance[] => decodeLabelled(labels.particles);

/**
 * Classes of the pixels: as they were labelled; where nothing was, from the particles (shared pixels are of the overlap class if there
 * is one, pixels of no particle of the background class).
 */
export function classesOf(
  frame: FrameToWrite,
  classes: readonly LabelClass[],
): { width: number; height: number; data: Uint8Array } {
  const { width, height, tiles } = frame.labels;
  const particles = particlesOf(frame);
  if (tiles.length > 0 || particles.length === 0) return { width, height, data: planeOfTiles(tiles, width, height) };
  const overlap = classes.find(({ role }) => role === 'overlap')?.id ?? null;
  const background = classes.find(({ role }) => role === 'background')?.id ?? 0;
  return { width, height, data: classPlane(particles, width, height, { overlap, background }) };
}

/** One file of one frame. */
export function writeFrame(
  format: FrameFormat,
  frame: FrameToWrite,
  classes: readonly LabelClass[],
): Uint8Array<ArrayBuffer> {
  switch (format) {
    case 'classes-tiff':
      return writeClassTiff(classesOf(frame, classes), frame.pixelSize);
    case 'classes-png':
      return writeClassPng(classesOf(frame, classes), classes);
    case 'classes-rgb-png':
      return writeClassRgbPng(classesOf(frame, classes), classes);
    case 'instances-tiff': {
      const { width, height } = frame.labels;
      const particles = particlesOf(frame);
      return labelTiff(instancesToPages(particles, width, height), particles, classes, [frame.frame], frame.pixelSize);
    }
    case 'imagej-roi':
      return roiZip(frame, classes);
  }
}

function labelTiff(
  pages: readonly TiffPage<Int32Array | Uint32Array>[],
  particles: readonly LabelledInstance[],
  classes: readonly LabelClass[],
  frames: readonly number[],
  pixelSizeNm: number | null,
): Uint8Array<ArrayBuffer> {
  const told = classes.map(({ id, name, colour, role }) => ({
    name,
    color: colour,
    role,
    ids: [...new Set(particles.filter(({ classId }) => classId === id).map((p) => p.id))],
  }));
  const layers = pages.length / frames.length;
  const stack = layers > 1 && frames.length > 1 ? { stack: { frames: layers, slices: frames.length } } : {};
  const description = instanceNotes({ classes: told, frames, layers });
  return writeLabelTiff(pages, { pixelSizeNm, ...stack, description });
}

/**
 * All frames of an image as a 32-bit stack, which napari opens as one Labels layer over the image: (frame, y, x), frames
 * without labels empty; where particles overlap (layer, frame, y, x), with as many layers as the frame with most overlaps needs.
 */
export function writeNapari(frames: readonly FrameToWrite[], classes: readonly LabelClass[]): Uint8Array<ArrayBuffer> {
  const [{ labels, frames: count, pixelSize }] = frames;
  const { width, height } = labels;
  const layers = frames.map((frame) => instancesToPages(particlesOf(frame), width, height));
  const depth = Math.max(...layers.map((pages) => pages.length));
  const empty = { width, height, data: new Int32Array(width * height) };
  const numbers = Array.from({ length: count }, (_, frame) => frame);
  const of = numbers.map((number) => layers[frames.findIndex(({ frame }) => frame === number)] ?? []);
  const pages = Array.from({ length: depth }, (_, d) => of.map((own) => own[d] ?? empty)).flat();
  return labelTiff(pages, frames.flatMap(particlesOf), classes, numbers, pixelSize);
}

function roiZip(frame: FrameToWrite, classes: readonly LabelClass[]): Uint8Array<ArrayBuffer> {
  const known = new Map(classes.map((c) => [c.id, c]));
  return writeRoiZip(
    particlesOf(frame).map(({ id, mask, classId }) => {
      const { outer, holes } = outlineOf(mask);
      const { name, colour } = known.get(classId) ?? { name: 'particle', colour: '#ffff00' };
      return {
        name: `${String(id).padStart(4, '0')}-${name}`,
        rings: [...outer, ...holes],
        group: classId,
        strokeColour: colour,
        position: frame.frames > 1 ? frame.frame + 1 : 0,
      };
    }),
  );
}

/** Outer rings of a mask without holes. */
function polygonsOf(mask: RunMask): readonly Int32Array[] | null {
  const { outer, holes } = outlineOf(mask);
  return holes.length > 0 ? null : outer;
}

/** All frames as COCO annotations, piece by piece: classes are categories; polygons, run lengths for particles with holes. */
export function* writeCoco(
  frames: readonly FrameToWrite[],
  classes: readonly LabelClass[],
  program: string,
): Generator<string> {
  const categories = classes.map(({ id, name, role, colour }) => ({ id, name, supercategory: role, color: colour }));
  const images = frames.map((frame, i) => {
    const instances = particlesOf(frame);
    const category = instances.map(({ classId }) =>
      Math.max(
        0,
        classes.findIndex(({ id }) => id === classId),
      ),
    );
    const { width, height } = frame.labels;
    return { id: i + 1, fileName: frame.fileName, width, height, instances, category };
  });
  yield* cocoJson(images, { program, categories, polygons: polygonsOf });
}

/** One frame as the files of an OME-Zarr folder: particles, those that overlap in further label images, and classes of pixels. */
export function* writeZarr(frame: FrameToWrite, classes: readonly LabelClass[]): Generator<ZarrFile> {
  const { width, height, tiles } = frame.labels;
  const known = new Map(classes.map((c) => [c.id, c]));
  const valueFor = (value: number, id: number) => {
    const { name, colour, role } = known.get(id) ?? { name: 'particle', colour: '#ffff00', role: 'particle' };
    return { value, colour, className: name, classId: id, role };
  };
  const particles = particlesOf(frame);
  const pages = particles.length === 0 && tiles.length > 0 ? [] : instancesToPages(particles, width, height);
  const pageOf = pageOfEach(particles);
  const groups = pages.map(({ data }, i): LabelGroup => {
    const values = particles.filter((_, p) => pageOf[p] === i).map(({ id, classId }) => valueFor(id, classId));
    return { name: i === 0 ? 'particles' : `particles-${i + 1}`, kind: 'particles', data, values };
  });
  if (tiles.length > 0) {
    const values = classes.map(({ id }) => valueFor(id, id));
    groups.push({ name: 'classes', kind: 'classes', data: planeOfTiles(tiles, width, height), values });
  }
  yield* writeOmeZarrLabels(groups, { width, height, pixelSizeNm: frame.pixelSize });
}
