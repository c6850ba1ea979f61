import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ModelClass } from '../../app/domain/training/model-card.ts';
import type { Preprocessing } from '../../app/domain/training/training-settings.ts';
import { indexValue, type KeyEntry, roleOfName, unlabelledName } from '../../app/formats/labels/key.ts';
import { hasKnownEnding } from '../../app/formats/open.ts';
import { describeFileTask } from '../../app/pipeline/tasks/describe-file.ts';
import { readKeyTask } from '../../app/pipeline/tasks/label-files.ts';
import { trainingFrameTask } from '../../app/pipeline/tasks/training-frame.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { type FilePair, pairByStem } from '../../app/training/pairs.ts';
import { type SplitFrame, splitFrames } from '../../app/training/split.ts';
import type { ServicePorts } from './ports.ts';
import type { Material, MaterialFrame } from './training-material.ts';

type Asked = Pick<CallRequest<'training.startFiles'>, 'images' | 'labels' | 'classes'>;
type Frame = Omit<MaterialFrame, 'split'>;

/** Images with labels of a folder, read; not yet divided. */
export interface PairedFiles {
  readonly classes: readonly ModelClass[];
  readonly frames: readonly Frame[];
  readonly unpaired: readonly string[];
}

/** What a key makes of the values and colours of label images. */
function meaningOf(entries: readonly KeyEntry[]) {
  const roleOf = ({ name, role }: KeyEntry) => role ?? roleOfName(name);
  const learned = entries.filter((entry) => roleOf(entry) !== 'ignore' && entry.name.toLowerCase() !== unlabelledName);
  const index = (entry: KeyEntry) => learned.indexOf(entry);
  return {
    classes: learned.map((entry): ModelClass => ({ name: entry.name, colour: entry.color, role: roleOf(entry) })),
    values: entries.map((entry, place) => [indexValue(entry, place), index(entry)] as const),
    colours: entries.flatMap((entry) =>
      entry.invented === true ? [] : [[Number.parseInt(entry.color.slice(1), 16), index(entry)] as const],
    ),
  };
}

async function imagesOf({ disk }: ServicePorts, folder: string, what: string): Promise<string[]> {
  const found = await disk.look(folder);
  if (found === null)
    throw new Failure('not-found', `There is no folder ${folder}.`, `Check the path of the ${what}.`, folder);
  if (found.kind === 'file') return [folder];
  const { entries } = await disk.list(folder, false);
  return entries.filter((e) => e.kind === 'file' && hasKnownEnding(e.name)).map((e) => e.path);
}

/**
 * Files that belong together by their stems. Images and labels may share a folder: what has the other's stem with an ending such as
 * `.labels` or `.classes` is its labels.
 */
async function pairsOf(ports: ServicePorts, { images, labels }: Asked): Promise<ReturnType<typeof pairByStem>> {
  const [found, there] = [await imagesOf(ports, images, 'images'), await imagesOf(ports, labels, 'labels')];
  const ending = /[._-](labels?|classes|masks?|truth|gt|seg)\.[^.]+$/i;
  const same = path.resolve(images) === path.resolve(labels);
  // labels that lie among the images are no images
  const stems = new Set(found.map((file) => path.parse(file).name.toLowerCase()));
  const pictures = found.filter((file) => {
    const stem = path.basename(file).replace(ending, '').toLowerCase();
    return !ending.test(file) || (!same && !stems.has(stem));
  });
  // of several label files of one stem (particles and classes) the classes are what is learned
  const classFiles = there.filter((file) => /[._-]classes\.[^.]+$/i.test(file));
  const plain = there.filter((file) => (same ? ending.test(file) : true) && !classFiles.includes(file));
  const first = pairByStem(pictures, classFiles);
  const rest = pictures.filter((file) => !first.pairs.some((pair) => pair.image === file));
  const second = pairByStem(rest, plain);
  const pairs = [...first.pairs, ...second.pairs].sort((a, b) => (a.stem < b.stem ? -1 : 1));
  if (pairs.length === 0)
    throw new Failure(
      'invalid-input',
      `No image in ${images} has labels in ${labels}: ${pictures.length} images, ${there.length} label files, no stem in common.`,
      'Files belong together by their stems: scan_01.tif goes with scan_01.png or scan_01.labels.tif.',
      images,
    );
  const used = new Set(pairs.flatMap((pair) => [pair.image, pair.labels]));
  return { pairs, unpaired: [...pictures, ...(same ? [] : there)].filter((file) => !used.has(file)) };
}

/** Reads images with their labels. Throws `Failure`: no pairs, sizes that differ, values or colours that the key does not name. */
export async function pairedFiles(
  ports: ServicePorts,
  asked: Asked,
  preprocessing: Preprocessing,
  job: Pick<JobHandle, 'signal' | 'progress'>,
): Promise<PairedFiles> {
  const { signal } = job;
  const meaning = meaningOf(await ports.tasks.run(readKeyTask, { path: path.resolve(asked.classes) }, { signal }));
  const { pairs, unpaired } = await pairsOf(ports, asked);
  const frames: Frame[] = [];
  for (const [i, pair] of pairs.entries()) {
    job.progress((0.05 * i) / pairs.length, `Read ${path.basename(pair.image)}`);
    frames.push(...(await readPair(ports, pair, meaning, preprocessing, job)));
  }
  return { classes: meaning.classes, frames, unpaired };
}

/** The frames of an image with their labels: as many pages of labels as frames. */
async function readPair(
  { tasks }: ServicePorts,
  { image, labels, stem }: FilePair,
  { classes, values, colours: rgb }: ReturnType<typeof meaningOf>,
  preprocessing: Preprocessing,
  { signal }: Pick<JobHandle, 'signal'>,
): Promise<Frame[]> {
  const picture = await tasks.run(describeFileTask, { path: image }, { signal });
  const truth = await tasks.run(describeFileTask, { path: labels }, { signal });
  const { imageIndex, frames, calibration } = picture.images[0];
  const pages = truth.images[0].frames;
  if (pages !== frames)
    throw new Failure(
      'invalid-input',
      `${labels} has ${pages} ${pages === 1 ? 'page' : 'pages'} of labels, ${path.basename(image)} has ${frames} ${frames === 1 ? 'frame' : 'frames'}.`,
      'Give one page of classes a frame.',
      labels,
    );
  const read: Frame[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const address = { path: image, imageIndex, frame };
    const source = { kind: 'file' as const, path: labels, page: frame, values, colours: rgb };
    const request = { address, version: picture.sha256, preprocessing, classes, source };
    const data = await tasks.run(trainingFrameTask, request, { signal });
    if (data.strange.length > 0) throw strangeFailure(labels, data.strange);
    const pixelSize = pixelSizeOf(calibration);
    read.push({ name: stem, sha256: picture.sha256, frame, labels: truth.sha256, data, pixelSize, sample: '' });
  }
  return read;
}

const strangeFailure = (labels: string, values: readonly string[]) =>
  new Failure(
    'invalid-input',
    `${labels} has ${values.length === 1 ? 'a value' : 'values'} that the key does not name: ${values.join(', ')}.`,
    'Add them to the key, with the role “ignore” where they are not to be learned.',
    labels,
  );

const shares = { validation: 0.15, test: 0 };

/** What each of the files is for: some are kept for judging where there are enough. */
export function divided({ classes, frames }: PairedFiles, seed: number): Material {
  const splits = splitFrames(
    frames.map(({ sha256, frame }): SplitFrame => ({ key: `${sha256}/${frame}`, group: sha256 })),
    shares,
    seed,
  );
  return { classes, frames: frames.map((frame, i) => ({ ...frame, split: splits[i] })) };
}
