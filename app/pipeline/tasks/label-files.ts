import { Failure } from '../../domain/failure.ts';
import type { LabelClass } from '../../domain/labels/label-class.ts';
import { decodeLabelled, encodeLabelled } from '../../domain/labels/labelled-instance.ts';
import { type FrameLabels, planeOfTiles, tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { paintMask } from '../../domain/run-mask.ts';
import { readKey } from '../../formats/labels/key.ts';
import { guessLegend, type Legend } from '../../formats/labels/legend.ts';
import { readLabelImage } from '../../formats/labels/read-image.ts';
import type { ZarrFile } from '../../formats/ome-zarr/write.ts';
import { overlaps } from '../../particles/overlap.ts';
import { task } from '../../ports/task.ts';
import { labelShift } from '../../segmentation/label-shift.ts';
import { keyBeside, type ReadLabels, type ReadLabelsRequest, readLabels, readZarrLabels } from '../label-files/read.ts';
import {
  classesOf,
  type FrameFormat,
  type FrameToWrite,
  writeCoco,
  writeFrame,
  writeNapari,
  writeZarr,
} from '../label-files/write.ts';
import type { FilePieces } from './export-table.ts';
import { type FrameVersion, greyFrame } from './grey-frame.ts';

/** Reads a label file of any kind. */
export const readLabelFileTask = task(
  'read-label-file',
  (
    request: ReadLabelsRequest & { readonly path: string },
    { open, work, unzstd },
  ): Promise<ReadLabels> | ReadLabels => {
    const { path, kind } = request;
    if (kind !== 'ome-zarr' && !/\.zarr[\\/]?$/i.test(path)) return readLabels(open(path), request);
    const inside = (name: string) => {
      work.check();
      try {
        return open(`${path}/${name}`);
      } catch (thrown) {
        if (thrown instanceof Failure && thrown.info.tag === 'not-found') return null;
        throw thrown;
      }
    };
    const folder = path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
    return readZarrLabels(folder, inside, request, unzstd);
  },
);

/** Where labels look shifted against their image frame; null where they don't, or nothing can be told. */
export const labelShiftTask = task(
  'label-shift',
  async ({ version, labels }: { readonly version: FrameVersion; readonly labels: FrameLabels }, environment) => {
    const image = await greyFrame(version, environment);
    const { width, height } = labels;
    const plane = Int32Array.from(planeOfTiles(labels.tiles, width, height));
    const box = { x: 0, y: 0, width, height };
    for (const { id, mask } of decodeLabelled(labels.particles)) paintMask(mask, plane, box, id + 256);
    return labelShift(image, plane);
  },
);

/** One frame's labels as the files of an OME-Zarr folder. */
export const writeZarrTask = task(
  'write-label-zarr',
  (
    { frame, classes }: { readonly frame: FrameToWrite; readonly classes: readonly LabelClass[] },
    { work },
  ): readonly ZarrFile[] => {
    const files: ZarrFile[] = [];
    for (const file of writeZarr(frame, classes)) {
      work.check();
      files.push(file);
    }
    return files;
  },
);

/** Reads a key file. */
export const readKeyTask = task('read-label-key', ({ path }: { readonly path: string }, { open }) =>
  readKey(open(path)),
);

/** What a label image holds and which class each value likely is. */
export const guessKeyTask = task(
  'guess-label-key',
  async (
    { path, classes }: { readonly path: string; readonly classes: readonly LabelClass[] },
    { open },
  ): Promise<Legend> => {
    const source = open(path);
    return guessLegend(await readLabelImage(source), classes, keyBeside(source));
  },
);

/** One frame's labels as a file. */
export const writeLabelFrameTask = task(
  'write-label-frame',
  ({
    format,
    frame,
    classes,
  }: {
    readonly format: FrameFormat;
    readonly frame: FrameToWrite;
    readonly classes: readonly LabelClass[];
  }) => writeFrame(format, frame, classes),
);

/** Frames of one image as a stack for napari. */
export const writeNapariTask = task(
  'write-label-stack',
  ({ frames, classes }: { readonly frames: readonly FrameToWrite[]; readonly classes: readonly LabelClass[] }) =>
    writeNapari(frames, classes),
);

/** Frames of many images as COCO annotations. */
export const writeCocoTask = task(
  'write-label-coco',
  (
    asked: {
      readonly frames: readonly FrameToWrite[];
      readonly classes: readonly LabelClass[];
      readonly program: string;
    },
    { work },
  ): FilePieces => {
    const encoder = new TextEncoder();
    const pieces: Uint8Array[] = [];
    for (const text of writeCoco(asked.frames, asked.classes, asked.program)) {
      work.check();
      pieces.push(encoder.encode(text));
    }
    return { pieces };
  },
);

/** Puts labels over others of the same frame: classes where there are any, particles with new numbers from `next` on. */
export const addLabelsTask = task(
  'add-labels',
  ({
    under,
    over,
    next,
  }: {
    readonly under: FrameLabels;
    readonly over: FrameLabels;
    readonly next: number;
  }): FrameLabels => {
    const { width, height } = under;
    const plane = planeOfTiles(under.tiles, width, height);
    const painted = planeOfTiles(over.tiles, width, height);
    for (let i = 0; i < plane.length; i++) if (painted[i] !== 0) plane[i] = painted[i];
    const added = decodeLabelled(over.particles).map((particle, i) => ({ ...particle, id: next + i }));
    const particles = encodeLabelled([...decodeLabelled(under.particles), ...added]);
    return { width, height, tiles: tilesOfPlane(plane, width, height), particles };
  },
);

/** Counts of one frame's labels, by class. */
export interface LabelCounts {
  readonly unlabelledPixels: number;
  readonly overlapping: number;
  /** In the order of the classes. */
  readonly classes: readonly { readonly pixels: number; readonly instances: number; readonly area: number }[];
}

/** Counts pixels of each class (of the class layer, else of the particles), particles, their area, and those that overlap. */
export const countLabelsTask = task(
  'count-labels',
  ({ labels, classes }: { readonly labels: FrameLabels; readonly classes: readonly LabelClass[] }): LabelCounts => {
    const particles = decodeLabelled(labels.particles);
    const none = classes.filter(({ role }) => role !== 'background' && role !== 'overlap');
    const { data } = classesOf({ labels, fileName: '', frame: 0, frames: 1, pixelSize: null }, none);
    const pixels = new Float64Array(256);
    for (const value of data) pixels[value]++;
    return {
      unlabelledPixels: pixels[0],
      overlapping: overlaps(particles).filter((others) => others.length > 0).length,
      classes: classes.map(({ id }) => {
        const own = particles.filter(({ classId }) => classId === id);
        return { pixels: pixels[id], instances: own.length, area: own.reduce((sum, { area }) => sum + area, 0) };
      }),
    };
  },
);
