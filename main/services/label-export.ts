import path from 'node:path';
import type { LabelFileFormat } from '../../app/contract/label-files.ts';
import type { CallRequest } from '../../app/contract/list.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { LabelClass } from '../../app/domain/labels/label-class.ts';
import { keyOfClasses, keyText } from '../../app/formats/labels/key.ts';
import { endings, type FrameToWrite } from '../../app/pipeline/label-files/write.ts';
import {
  writeCocoTask,
  writeLabelFrameTask,
  writeNapariTask,
  writeZarrTask,
} from '../../app/pipeline/tasks/label-files.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { fileNamed, Stems } from './export-frames.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import { sharedCopy } from './shared-copy.ts';

type Asked = CallRequest<'labels.export'>;

/** Labels of one frame that go out, read when their turn comes. */
export interface LeavingFrame {
  /** Name of its files without ending. */
  readonly stem: string;
  /** Frames of one image have one. */
  readonly image: { readonly stem: string };
  readonly load: () => Promise<FrameToWrite>;
}

/** Writes frames in a format into a folder; the files. What was written before a stop stays. */
export async function writeLabels(
  ports: ServicePorts,
  frames: readonly LeavingFrame[],
  classes: readonly LabelClass[],
  { format, folder, title }: { readonly format: LabelFileFormat; readonly folder: string; readonly title: string },
  job: JobHandle,
): Promise<string[]> {
  const { disk, tasks, host } = ports;
  const files: string[] = [];
  const put = async (name: string, content: string | Uint8Array | AsyncIterable<Uint8Array>) => {
    const file = path.join(folder, name);
    await disk.write(file, content);
    files.push(file);
  };
  const { signal } = job;
  if (format === 'coco') {
    const loaded = [];
    for (const frame of frames) loaded.push(await frame.load());
    const input = { frames: loaded, classes, program: `Morphoscope ${host.version}` };
    const { pieces } = await tasks.run(writeCocoTask, input, { signal });
    await put(`${fileNamed(title)}.coco.json`, inTurn(pieces));
    return files;
  }
  if (format === 'napari-tiff') {
    const images = new Map<LeavingFrame['image'], LeavingFrame[]>();
    for (const frame of frames) images.set(frame.image, [...(images.get(frame.image) ?? []), frame]);
    for (const [image, own] of images) {
      if (signal.aborted) break;
      job.progress(files.length / images.size, image.stem);
      const loaded = [];
      for (const frame of own) loaded.push(await frame.load());
      await put(
        image.stem + endings[format],
        await tasks.run(writeNapariTask, { frames: loaded, classes }, { signal }),
      );
    }
    return files;
  }
  for (const [i, frame] of frames.entries()) {
    if (signal.aborted) break;
    job.progress(i / frames.length, frame.stem);
    if (format === 'ome-zarr') {
      const folderOfFrame = frame.stem + endings[format];
      const parts = await tasks.run(writeZarrTask, { frame: await frame.load(), classes }, { signal });
      for (const part of parts) await disk.write(path.join(folder, folderOfFrame, part.path), part.bytes);
      files.push(path.join(folder, folderOfFrame));
      continue;
    }
    const input = { format, frame: await frame.load(), classes };
    await put(frame.stem + endings[format], await tasks.run(writeLabelFrameTask, input, { signal }));
  }
  if (format.startsWith('classes') && frames.length > 0) await put('KEY.json', keyText(keyOfClasses(classes)));
  return files;
}

async function* inTurn(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

/** Writes labels of the project. */
export async function exportLabels(
  ports: ServicePorts,
  labels: Labels,
  asked: Asked,
  job: JobHandle,
): Promise<string[]> {
  const { reads } = labels;
  const set = await reads.labelSet(asked.setId);
  const images = new Map((await reads.images()).map((image) => [image.id, image]));
  const wanted =
    asked.frames === null ? null : new Set(asked.frames.map(({ imageId, frame }) => `${imageId}/${frame}`));
  const stems = new Stems();
  const known = new Map<number, { stem: string }>();
  const frames = (await reads.labelFrames(asked.setId)).flatMap((labelled): LeavingFrame[] => {
    const { imageId, frame } = labelled;
    const image = images.get(imageId);
    const isEmpty = labelled.instances === 0 && labelled.labelledPixels === 0;
    if (image === undefined || (isEmpty && !labelled.reviewed) || (asked.reviewedOnly && !labelled.reviewed)) return [];
    if (wanted !== null && !wanted.has(`${imageId}/${frame}`)) return [];
    const stem = stems.next(image, frame);
    const whole = known.get(imageId) ?? { stem: stem.replace(/\.frame-\d+$/, '') };
    known.set(imageId, whole);
    return [
      {
        stem,
        image: whole,
        load: async () => {
          const { width, height, tiles, particles } = await reads.labels({ setId: asked.setId, imageId, frame });
          return {
            labels: { width, height, tiles: sharedCopy(tiles), particles: sharedCopy(particles) },
            fileName: path.basename(image.file.path),
            frame,
            frames: image.frames,
            pixelSize: pixelSizeOf(image.calibration),
          };
        },
      },
    ];
  });
  if (frames.length === 0)
    throw new Failure(
      'invalid-input',
      asked.reviewedOnly ? 'No frame of the label set is reviewed.' : 'The label set has no labels yet.',
      asked.reviewedOnly ? 'Mark frames as reviewed, or export all.' : 'Paint or import some first.',
    );
  const place = { format: asked.format, folder: path.resolve(asked.path), title: set.name };
  return writeLabels(ports, frames, set.classes, place, job);
}
