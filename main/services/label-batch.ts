import path from 'node:path';
import type { LabelFileStats } from '../../app/contract/label-files.ts';
import type { CallRequest } from '../../app/contract/list.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { LabelClass } from '../../app/domain/labels/label-class.ts';
import type { FrameLabels } from '../../app/domain/labels/tiled-plane.ts';
import { classesOfKey, meaningsOfKey, type PixelMeaning } from '../../app/formats/labels/key.ts';
import type { ReadLabels } from '../../app/pipeline/label-files/read.ts';
import { countLabelsTask, readKeyTask, readLabelFileTask } from '../../app/pipeline/tasks/label-files.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { fileNamed } from './export-frames.ts';
import { type LeavingFrame, writeLabels } from './label-export.ts';
import { labelPaths } from './label-import.ts';
import { labelStem } from './label-pairs.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';

type Key = { readonly classes: readonly LabelClass[]; readonly meanings: readonly PixelMeaning[] } | null;

async function keyAt({ tasks }: ServicePorts, file: string | null, signal: AbortSignalLike): Promise<Key> {
  if (file === null) return null;
  const entries = await tasks.run(readKeyTask, { path: path.resolve(file) }, { signal });
  const classes = classesOfKey(entries);
  return { classes, meanings: meaningsOfKey(entries, classes).meanings };
}

type Asked = Pick<CallRequest<'batch.convertLabels'>, 'from'> &
  Partial<Pick<CallRequest<'batch.convertLabels'>, 'size'>>;

function read(ports: ServicePorts, file: string, key: Key, asked: Asked, signal: AbortSignalLike): Promise<ReadLabels> {
  const request = {
    path: file,
    kind: asked.from,
    classes: key?.classes ?? null,
    key: key?.meanings ?? null,
    classId: null,
    size: asked.size ?? null,
    frames: 1,
  };
  return ports.tasks.run(readLabelFileTask, request, { signal });
}

/** Label files into another format. Files that can't be read are told; the others go on. */
export async function convertLabels(ports: ServicePorts, asked: CallRequest<'batch.convertLabels'>, job: JobHandle) {
  const key = await keyAt(ports, asked.key, job.signal);
  const paths = await labelPaths(ports, asked.paths);
  const failed: { path: string; failure: FailureInfo }[] = [];
  const warnings: string[] = [];
  const frames: LeavingFrame[] = [];
  const used = new Set<string>();
  let classes: readonly LabelClass[] | null = key?.classes ?? null;
  for (const [i, file] of paths.entries()) {
    job.progress((0.5 * i) / paths.length, path.basename(file));
    try {
      const found = await read(ports, file, key, asked, job.signal);
      if (classes !== null && key === null && !sameClasses(classes, found.classes))
        throw new Failure(
          'invalid-input',
          `${path.basename(file)} has other classes than the files before it.`,
          'Convert it by itself, or give a key that names all classes.',
          file,
        );
      classes ??= found.classes;
      for (const note of found.notes) warnings.push(`${path.basename(file)}: ${note}`);
      frames.push(...leaving(file, found, used));
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped') throw thrown;
      failed.push({ path: file, failure: info });
    }
  }
  if (frames.length === 0) return { files: [], failed, warnings };
  const title = paths.length === 1 ? labelStem(paths[0]).stem : 'labels';
  const place = { format: asked.to, folder: path.resolve(asked.out), title };
  return { files: await writeLabels(ports, frames, classes ?? [], place, job), failed, warnings };
}

function sameClasses(a: readonly LabelClass[], b: readonly LabelClass[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function leaving(file: string, { frames, pixelSize }: ReadLabels, used: Set<string>): LeavingFrame[] {
  const own = path.basename(file).replace(/\.[^.]+$/, '');
  return frames.map(({ image, frame, labels }, i) => {
    const named = image === null ? labelStem(own + path.extname(file)).stem : labelStem(image).stem;
    const several = image === null && frames.length > 1 ? `.frame-${(frame ?? i) + 1}` : '';
    const base = fileNamed(named) + several;
    let stem = base;
    for (let n = 2; used.has(stem.toLowerCase()); n++) stem = `${base}-${n}`;
    used.add(stem.toLowerCase());
    const leavingFrame = {
      labels,
      fileName: image ?? named,
      frame: frame ?? 0,
      frames: several === '' ? 1 : frames.length,
      pixelSize,
    };
    return { stem, image: { stem }, load: () => Promise.resolve(leavingFrame) };
  });
}

/** Counts one frame's labels. */
async function countsOf(
  ports: ServicePorts,
  file: string,
  labels: FrameLabels,
  classes: readonly LabelClass[],
  pixelSize: number | null,
  signal: AbortSignalLike,
): Promise<LabelFileStats> {
  const counts = await ports.tasks.run(countLabelsTask, { labels, classes }, { signal });
  return {
    file,
    width: labels.width,
    height: labels.height,
    pixelSize,
    pixels: labels.width * labels.height,
    unlabelledPixels: counts.unlabelledPixels,
    overlapping: counts.overlapping,
    classes: classes.map(({ name }, i) => {
      const { pixels, instances, area } = counts.classes[i];
      return { name, pixels, instances, meanArea: instances === 0 ? null : area / instances };
    }),
  };
}

/** Counts of every labelled frame of a set. */
export async function frameStats(ports: ServicePorts, { reads }: Labels, setId: number, signal: AbortSignalLike) {
  const { classes } = await reads.labelSet(setId);
  const images = new Map((await reads.images()).map((image) => [image.id, image]));
  const frames = [];
  for (const { imageId, frame } of await reads.labelFrames(setId)) {
    const image = images.get(imageId);
    if (image === undefined) continue;
    const { width, height, tiles, particles } = await reads.labels({ setId, imageId, frame });
    const name = image.frames > 1 ? `${image.name}, frame ${frame + 1}` : image.name;
    const size = pixelSizeOf(image.calibration);
    const stats = await countsOf(ports, name, { width, height, tiles, particles }, classes, size, signal);
    frames.push({ ...stats, imageId, frame });
  }
  return { frames };
}

/** Counts of label files, class by class. */
export async function labelStats(ports: ServicePorts, asked: CallRequest<'batch.labelStats'>, signal: AbortSignalLike) {
  const key = await keyAt(ports, asked.key, signal);
  const files: LabelFileStats[] = [];
  const failed: { path: string; failure: FailureInfo }[] = [];
  for (const file of await labelPaths(ports, asked.paths)) {
    try {
      const { classes, frames, pixelSize } = await read(ports, file, key, asked, signal);
      for (const { image, labels } of frames) {
        const name = image === null ? file : `${file} (${image})`;
        files.push(await countsOf(ports, name, labels, classes, pixelSize, signal));
      }
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped') throw thrown;
      failed.push({ path: file, failure: info });
    }
  }
  return { files, failed };
}
