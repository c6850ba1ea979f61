import type { TrainingFrame } from '../../app/contract/training.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import type { LabelClasses } from '../../app/domain/labels/label-class.ts';
import { type LabelCounts, labelCountsTask } from '../../app/pipeline/tasks/label-frames.ts';
import type { StoredImage } from '../../app/ports/stored.ts';
import type { LabelFrameKey, StoredLabelFrame } from '../../app/ports/stored-labels.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';

/** A frame that could be learned from, before it is known what it is for. */
export interface FrameFacts extends Omit<TrainingFrame, 'split'> {
  /** Mean diameter of its labelled particles, px; null without any. */
  readonly diameter: number | null;
}

/** Most frames whose counts are remembered. */
const remembered = 20_000;

/** Counts of labelled frames, remembered by version: a plan is asked for after every stroke. */
export class TrainingFacts {
  readonly #tasks: ServicePorts['tasks'];
  readonly #labels: Labels;
  readonly #known = new Map<string, LabelCounts>();

  constructor({ tasks }: Pick<ServicePorts, 'tasks'>, labels: Labels) {
    this.#tasks = tasks;
    this.#labels = labels;
  }

  /** Every labelled frame of a set. */
  async of(setId: number, signal: AbortSignalLike): Promise<FrameFacts[]> {
    const { reads } = this.#labels;
    const [set, labelled, images, frozen] = await Promise.all([
      reads.labelSet(setId),
      reads.labelFrames(setId),
      reads.images(),
      reads.frozenFrames(setId),
    ]);
    const imageOf = new Map(images.map((image) => [image.id, image]));
    const inTest = new Set(frozen.map(({ imageId, frame }) => `${imageId}/${frame}`));
    const facts: FrameFacts[] = [];
    for (const frame of labelled) {
      const image = imageOf.get(frame.imageId);
      if (image === undefined) continue;
      const counts = await this.#counts({ setId, imageId: frame.imageId, frame: frame.frame }, frame, signal);
      facts.push(factsOf(frame, image, counts, set.classes, inTest.has(`${frame.imageId}/${frame.frame}`)));
    }
    return facts;
  }

  async #counts(key: LabelFrameKey, { version }: StoredLabelFrame, signal: AbortSignalLike): Promise<LabelCounts> {
    const name = `${this.#labels.project.path}/${key.setId}/${key.imageId}/${key.frame}/${version}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const stored = await this.#labels.reads.labels(key);
    const counts = await this.#tasks.run(labelCountsTask, stored, { priority: 'view', signal });
    this.#known.set(name, counts);
    const [oldest] = this.#known.keys();
    if (this.#known.size > remembered && oldest !== undefined) this.#known.delete(oldest);
    return counts;
  }
}

/**
 * Pixels of each class: as painted; of particles by their areas where their class was not painted; and where no background was painted
 * beside particles it is all the rest, as training takes it.
 */
function pixelsOf(counts: LabelCounts, classes: LabelClasses, size: number): number[] {
  const pixels = classes.map(({ id }) => (counts.pixels[id] > 0 ? counts.pixels[id] : counts.areas[id]));
  const back = classes.findIndex(({ role }) => role === 'background');
  const marked = counts.instances.some((n) => n > 0);
  if (back >= 0 && marked && pixels[back] === 0)
    pixels[back] = Math.max(0, size - pixels.reduce((sum, n) => sum + n, 0));
  return pixels;
}

function factsOf(
  { imageId, frame, reviewed, labelledPixels, instances }: StoredLabelFrame,
  image: StoredImage,
  counts: LabelCounts,
  classes: LabelClasses,
  frozen: boolean,
): FrameFacts {
  const area = counts.areas.reduce((sum, n) => sum + n, 0);
  return {
    imageId,
    frame,
    name: image.frames === 1 ? image.name : `${image.name}, frame ${frame + 1}`,
    sampleId: image.sampleId,
    width: image.width,
    height: image.height,
    reviewed,
    frozen,
    labelledPixels,
    instances,
    pixels: pixelsOf(counts, classes, image.width * image.height),
    pixelSize: pixelSizeOf(image.calibration),
    diameter: instances === 0 ? null : 2 * Math.sqrt(area / instances / Math.PI),
  };
}
