import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { FrameLabels } from '../../app/domain/labels/tiled-plane.ts';
import type { ReadFrame, ReadLabels } from '../../app/pipeline/label-files/read.ts';
import { addLabelsTask, labelShiftTask, readLabelFileTask } from '../../app/pipeline/tasks/label-files.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { StoredImage } from '../../app/ports/stored.ts';
import type { LabelWrite } from '../../app/ports/stored-labels.ts';
import type { LabelShift } from '../../app/segmentation/label-shift.ts';
import { ImagePairs, labelStem } from './label-pairs.ts';
import { framesOf, type Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';

type Asked = CallRequest<'labels.import'>;

/** What an import of labels made. */
interface Outcome {
  readonly frames: { imageId: number; frame: number; path: string; instances: number; labelledPixels: number }[];
  readonly failed: { path: string; failure: FailureInfo }[];
  readonly warnings: string[];
  /** Files that were refused because their labels look shifted. */
  readonly shifted: string[];
}

const labelEndings = /\.(tiff?|png|zip|roi|json|npy|zarr)$/i;

/** Label files that words name; folders are opened up, but for OME-Zarr, which is one. */
export async function labelPaths({ disk }: ServicePorts, paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const asked of paths) {
    const place = path.resolve(asked);
    const isFolder = (await disk.look(place))?.kind === 'folder';
    if (!isFolder || /\.zarr$/i.test(place)) found.add(place);
    else {
      const { entries } = await disk.list(place, false);
      for (const entry of entries) {
        const isKey = /(^|\.)key\.json$/i.test(entry.name);
        if (labelEndings.test(entry.name) && !isKey) found.add(entry.path);
      }
    }
  }
  return [...found];
}

/** Reads label files one after the other and takes in what fits, as one edit. */
export async function importLabels(
  ports: ServicePorts,
  labels: Labels,
  asked: Asked,
  job: JobHandle,
): Promise<Outcome> {
  const { classes } = await labels.reads.labelSet(asked.setId);
  const images = await labels.reads.images();
  const given = asked.imageId === null ? null : await labels.reads.image(asked.imageId);
  const taken = new Taken(ports, labels, asked, images, given, job);
  const files = await labelPaths(ports, asked.paths);
  for (const [i, file] of files.entries()) {
    if (job.signal.aborted)
      throw new Failure('stopped', 'The import was stopped; nothing was changed.', 'Start it again.');
    job.progress(i / files.length, path.basename(file));
    try {
      const paired = taken.pairedWith(file, files.length);
      const request = {
        path: file,
        kind: asked.format,
        classes,
        key: asked.key,
        classId: asked.classId,
        size: paired === null ? null : { width: paired.width, height: paired.height },
        frames: paired?.frames ?? 1,
      };
      const read = await ports.tasks.run(readLabelFileTask, request, { signal: job.signal });
      await taken.file(file, paired, read);
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped') throw thrown;
      taken.outcome.failed.push({ path: file, failure: info });
    }
  }
  if (taken.outcome.frames.length > 0) {
    const count = new Set(taken.outcome.frames.map(({ imageId, frame }) => `${imageId}/${frame}`)).size;
    await labels.change(`Import labels of ${framesOf(count)}`, taken.writes());
  }
  return taken.outcome;
}

/** Collects what files give, frame by frame. */
class Taken {
  readonly outcome: Outcome = { frames: [], failed: [], warnings: [], shifted: [] };
  readonly #writes = new Map<string, LabelWrite>();
  readonly #ports: ServicePorts;
  readonly #labels: Labels;
  readonly #asked: Asked;
  readonly #images: readonly StoredImage[];
  readonly #pairs: ImagePairs;
  readonly #given: StoredImage | null;
  readonly #job: JobHandle;

  constructor(
    ports: ServicePorts,
    labels: Labels,
    asked: Asked,
    images: readonly StoredImage[],
    given: StoredImage | null,
    job: JobHandle,
  ) {
    this.#ports = ports;
    this.#labels = labels;
    this.#asked = asked;
    this.#images = images;
    this.#pairs = new ImagePairs(images);
    this.#given = given;
    this.#job = job;
  }

  writes(): LabelWrite[] {
    return [...this.#writes.values()];
  }

  /** The image that a file belongs to as its name says; a single file of a project with a single image belongs to it. */
  pairedWith(file: string, files: number): StoredImage | null {
    if (this.#given !== null) return this.#given;
    const found = this.#pairs.of(file);
    if (found.length > 1)
      throw new Failure(
        'invalid-input',
        `${path.basename(file)} could belong to ${found.length} images of the project.`,
        'Import it for the image that is shown, or give the images different names.',
        file,
      );
    return found[0] ?? (files === 1 && this.#images.length === 1 ? this.#images[0] : null);
  }

  async file(file: string, paired: StoredImage | null, read: ReadLabels): Promise<void> {
    for (const note of read.notes) this.outcome.warnings.push(`${path.basename(file)}: ${note}`);
    for (const frame of read.frames) {
      try {
        await this.#frame(file, this.#imageOf(file, paired, frame, read), frame);
      } catch (thrown) {
        const { info } = Failure.from(thrown);
        if (info.tag === 'stopped' || read.frames.length === 1) throw thrown;
        this.outcome.failed.push({ path: file, failure: info });
      }
    }
  }

  #imageOf(file: string, paired: StoredImage | null, frame: ReadFrame, read: ReadLabels): StoredImage {
    const named = frame.image === null || this.#given !== null ? [] : this.#pairs.of(frame.image);
    const image = named.length === 1 ? named[0] : frame.image === null || read.frames.length === 1 ? paired : null;
    if (image !== null) return image;
    const what = frame.image === null ? path.basename(file) : `${frame.image} of ${path.basename(file)}`;
    throw new Failure(
      'not-found',
      `No image of the project belongs to ${what}.`,
      'Files belong together by their stems: gold-1.dm4 with gold-1.png or gold-1.labels.tif. Import the image first.',
      file,
    );
  }

  async #frame(
    file: string,
    image: StoredImage,
    { labels, frame: told, has, instances, labelledPixels }: ReadFrame,
  ): Promise<void> {
    const frame = told ?? labelStem(file).frame ?? 0;
    if (labels.width !== image.width || labels.height !== image.height)
      throw new Failure(
        'invalid-input',
        `The labels of ${path.basename(file)} are ${labels.width} × ${labels.height} px, the image ${image.name} is ${image.width} × ${image.height} px.`,
        'Choose the label file that was made on this image, at its size.',
        file,
      );
    if (frame >= image.frames)
      throw new Failure(
        'invalid-input',
        `${path.basename(file)} has labels of frame ${frame + 1}, the image ${image.name} has ${image.frames}.`,
        'Choose the label file that was made on this image.',
        file,
      );
    await this.#lookForShift(file, image, frame, labels);
    const key = { setId: this.#asked.setId, imageId: image.id, frame };
    let content = labels;
    if (this.#asked.mode === 'add') {
      const under = await this.#labels.reads.labels(key);
      const input = { under, over: labels, next: under.nextInstanceId };
      content = await this.#ports.tasks.run(addLabelsTask, input, { signal: this.#job.signal });
    }
    const name = `${image.id}/${frame}`;
    const before = this.#writes.get(name);
    if ((has.classes && before?.classes !== undefined) || (has.particles && before?.particles !== undefined))
      this.outcome.warnings.push(
        `${path.basename(file)}: another file has labels of ${image.name} as well; this one is taken`,
      );
    this.#writes.set(name, {
      ...(before ?? { ...key, base: null }),
      ...(has.classes ? { classes: content.tiles } : {}),
      ...(has.particles ? { particles: content.particles } : {}),
    });
    this.outcome.frames.push({ imageId: image.id, frame, path: file, instances, labelledPixels });
  }

  /** Refuses labels whose borders lie on edges of the image only after a shift; warns of them where that is allowed. */
  async #lookForShift(file: string, image: StoredImage, frame: number, labels: FrameLabels): Promise<void> {
    const shift = await this.#shift(image, frame, labels);
    if (shift === null) return;
    const name = path.basename(file);
    const where = offsetWords(shift);
    if (this.#asked.allowShift) {
      this.outcome.warnings.push(
        `${name}: labels lie ${where} of the particles of ${image.name}; taken in as they are`,
      );
      return;
    }
    this.outcome.shifted.push(file);
    throw new Failure(
      'invalid-input',
      `${name} is shifted: labels lie ${where} of the particles of ${image.name}.`,
      'Choose the label file that was made on this image. If the labels are right as they are, take them in anyway (--allow-shift).',
      file,
    );
  }

  async #shift(image: StoredImage, frame: number, labels: FrameLabels): Promise<LabelShift | null> {
    const address = { path: image.file.path, imageIndex: image.imageIndex, frame };
    const input = { version: { address, version: image.file.sha256 }, labels };
    try {
      return await this.#ports.tasks.run(labelShiftTask, input, { signal: this.#job.signal });
    } catch (thrown) {
      // An image that is not at hand can't be compared; its labels are taken in all the same.
      if (Failure.from(thrown).info.tag === 'stopped') throw thrown;
      return null;
    }
  }
}

/** Where labels lie that belong `dx` px to the right and `dy` px down: the other way. */
function offsetWords({ dx, dy }: LabelShift): string {
  const across = dx === 0 ? [] : [`${Math.abs(dx)} px ${dx > 0 ? 'left' : 'right'}`];
  const down = dy === 0 ? [] : [`${Math.abs(dy)} px ${dy > 0 ? 'up' : 'down'}`];
  return [...across, ...down].join(' and ');
}
