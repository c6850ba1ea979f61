import { Failure } from '../../app/domain/failure.ts';
import type { LearnedImage, ModelClass } from '../../app/domain/training/model-card.ts';
import type { Finding } from '../../app/domain/training/scores.ts';
import type { LearnedFrame } from '../../app/pipeline/tasks/training-frame.ts';
import { diagnoseTraining } from '../../app/training/diagnose.ts';
import type { TrainingFrame } from '../../app/training/frame.ts';
import { heldOut } from '../../app/training/hold-out.ts';

/** A frame of a training: where it is from, what it is for, its grey levels and labels. */
export interface MaterialFrame extends LearnedImage {
  readonly data: LearnedFrame;
  /** nm a pixel. */
  readonly pixelSize: number | null;
  readonly sample: string;
}

/** Everything that a training learns from. */
export interface Material {
  readonly classes: readonly ModelClass[];
  readonly frames: readonly MaterialFrame[];
}

/** What the network learns from and what it is judged by. */
export interface Learned {
  readonly training: readonly TrainingFrame[];
  readonly validation: readonly TrainingFrame[];
  /** Labelled pixels of each class of the training part. */
  readonly counts: Float64Array;
  /** What was done where there are too few images, in words; null where images are kept for judging. */
  readonly note: string | null;
}

const bare = ({ data: { width, height, pixels, labels } }: MaterialFrame): TrainingFrame => ({
  width,
  height,
  pixels,
  labels,
});

function shared(labels: Int32Array): Int32Array {
  const out = new Int32Array(new SharedArrayBuffer(labels.byteLength));
  out.set(labels);
  return out;
}

/** Divides the frames by what they are for; where none is for judging, a strip of each training frame is. */
export function dividedMaterial({ classes, frames }: Material): Learned {
  const training = frames.filter(({ split }) => split === 'training').map(bare);
  const judged = frames.filter(({ split }) => split === 'validation').map(bare);
  const counts = new Float64Array(classes.length);
  const count = (labels: Int32Array) => {
    for (let i = 0; i < labels.length; i++) if (labels[i] >= 0) counts[labels[i]]++;
  };
  if (judged.length > 0) {
    for (const { labels } of training) count(labels);
    return { training, validation: judged, counts, note: null };
  }
  const parts = training.map((frame) => ({ frame, ...heldOut(frame, classes.length) }));
  for (const part of parts) count(part.training);
  const images = training.length === 1 ? 'the only image' : `each of the ${training.length} images`;
  return {
    training: parts.map((part) => ({ ...part.frame, labels: shared(part.training) })),
    validation: parts.map((part) => ({ ...part.frame, labels: shared(part.validation) })),
    counts,
    note: `A quarter of ${images} is kept for judging: there are too few to keep a whole one. The scores are of regions of images that it learned from.`,
  };
}

const blocking: ReadonlySet<Finding['tag']> = new Set(['all-ignored', 'all-background', 'class-missing']);

/** What is wrong with the labels: what keeps a training from starting, and what is doubtful. */
export function labelFindings({ classes, frames }: Material): { problem: Failure | null; warnings: string[] } {
  const counts = new Float64Array(classes.length);
  const judged = new Float64Array(classes.length);
  for (const { split, data } of frames)
    for (let k = 0; k < classes.length; k++) {
      if (split === 'training') counts[k] += data.counts[k];
      if (split === 'validation') judged[k] += data.counts[k];
    }
  return findingsOf(classes, counts, frames.some(({ split }) => split === 'validation') ? judged : null);
}

/** The same from counts of labelled pixels. */
export function findingsOf(
  classes: readonly Pick<ModelClass, 'name' | 'role'>[],
  training: ArrayLike<number>,
  validation: ArrayLike<number> | null,
): { problem: Failure | null; warnings: string[] } {
  if (classes.length < 2)
    return {
      problem: new Failure(
        'invalid-input',
        classes.length === 0 ? 'There is no class to tell apart.' : `There is only one class, ${classes[0].name}.`,
        'A network tells classes apart: name at least two, such as particle and background.',
      ),
      warnings: [],
    };
  const findings = diagnoseTraining(classes, training, validation);
  const worst = findings.find(({ tag }) => blocking.has(tag));
  return {
    problem: worst === undefined ? null : new Failure('invalid-input', worst.message, worst.remedy),
    warnings: findings.filter((f) => f !== worst).map(({ message, remedy }) => `${message} ${remedy}`),
  };
}
