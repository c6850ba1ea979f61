import { canonicalJson } from '../../app/domain/canonical-json.ts';
import type { TrainingEpoch } from '../../app/domain/training/training-plan.ts';
import type { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import { patchIndexTask, trainingBatchTask } from '../../app/pipeline/tasks/training-batch.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type {
  FramePrediction,
  LabelledFrame,
  Trainer,
  TrainerCheckpoint,
  TrainerEnd,
  TrainerEpoch,
  TrainerStart,
  TrainerStep,
} from '../../app/ports/trainer.ts';
import { classWeights } from '../../app/training/counts.ts';
import { scoresOf } from '../../app/training/scores.ts';
import type { ServicePorts } from './ports.ts';
import type { TrainingAbout } from './training-about.ts';
import { dividedMaterial, type Material } from './training-material.ts';

/** Share of the patches around a class that is drawn evenly, so that rare classes are seen. */
const balance = 0.5;

export interface LearnRequest {
  readonly material: Material;
  readonly settings: TrainingSettings;
  readonly start: (TrainerStart & { readonly sha256: string }) | null;
  readonly resume: { readonly checkpoint: TrainerCheckpoint; readonly about: TrainingAbout } | null;
}

export interface LearnHooks {
  readonly signal: AbortSignalLike;
  readonly onOpen: (facts: { readonly parameters: number }) => void;
  readonly onStep: (step: TrainerStep) => void;
  readonly onEpoch: (row: TrainingEpoch, prediction: FramePrediction | null) => Promise<void>;
  /** A checkpoint as bytes. */
  readonly onKeep: (bytes: Uint8Array) => Promise<void>;
  readonly pause: () => Promise<void>;
  readonly watched: () => Promise<Omit<LabelledFrame, 'labels'> | null>;
}

/** How a training went. */
export interface LearnEnd {
  readonly best: TrainerEnd['best'];
  readonly ended: TrainerEnd['ended'];
  readonly epochs: readonly TrainingEpoch[];
  readonly seconds: number;
  readonly steps: number;
  readonly settings: TrainingSettings;
  /** What was done where there are too few images. */
  readonly note: string | null;
}

/** Trains on frames that are at hand, batch by batch, and tells each epoch. Used with and without a project. */
export async function learn(
  { trainer, tasks }: Pick<ServicePorts, 'trainer' | 'tasks'>,
  { material, settings, start, resume }: LearnRequest,
  hooks: LearnHooks,
): Promise<LearnEnd> {
  const classes = material.classes.length;
  const { training, validation, counts, note } = dividedMaterial(material);
  const { batch, side } = resume?.about ?? trainer.fit(settings, classes);
  const parent = resume?.about.parent ?? start?.sha256 ?? null;
  const index = await tasks.run(patchIndexTask, { frames: training, classes }, { signal: hooks.signal });
  const { augmentation, seed } = settings;
  const batchPlan = { batch, side, augmentation, balance, seed };
  const epochs: TrainingEpoch[] = [...(resume?.about.epochs ?? [])].filter(
    ({ step }) => step <= (resume?.checkpoint.now.step ?? 0),
  );
  const about = (): string =>
    canonicalJson({
      format: 1,
      classes: [...material.classes],
      images: material.frames.map(({ name, sha256, frame, labels, split }) => ({ name, sha256, frame, labels, split })),
      settings,
      batch,
      side,
      parent,
      epochs,
    } satisfies TrainingAbout);
  const end = await trainer.train(
    {
      classes,
      settings,
      classWeights: weightsOf(settings, counts),
      batch,
      side,
      start,
      resume: resume?.checkpoint ?? null,
      validation,
    },
    {
      batch: async (number) => {
        const options = { priority: 'view' as const, signal: hooks.signal };
        const made = await tasks.run(trainingBatchTask, { frames: training, index, plan: batchPlan, number }, options);
        return { image: made.image, truth: made.truth };
      },
      onOpen: hooks.onOpen,
      onStep: hooks.onStep,
      onEpoch: async (epoch) => {
        const row = rowOf(epoch, classes);
        epochs.push(row);
        await hooks.onEpoch(row, epoch.prediction);
      },
      onKeep: (checkpoint) => hooks.onKeep(trainer.encode({ ...checkpoint, about: about() })),
      pause: hooks.pause,
      watched: hooks.watched,
      signal: hooks.signal,
    },
  );
  if (end.last !== null && end.last.now.step > 0) await hooks.onKeep(keepLast(trainer, end.last, about()));
  return {
    best: end.best,
    ended: end.ended,
    epochs,
    seconds: end.last?.seconds ?? 0,
    steps: end.last?.now.step ?? 0,
    settings,
    note,
  };
}

const keepLast = (trainer: Trainer, last: Omit<TrainerCheckpoint, 'about'>, about: string) =>
  trainer.encode({ ...last, about });

function weightsOf({ classWeights: asked }: TrainingSettings, counts: Float64Array): number[] {
  // Patches are drawn around rare classes already, and the whole weight on top makes the network see them everywhere. Overlapping
  // simulated particles, 150 steps: Dice of overlaps 0.31 so, 0.14 with the whole weight, 0.12 with equal ones; pixels right 88, 53, 86 %.
  if (asked === 'balanced') return classWeights(counts, 'balanced').map(Math.sqrt);
  return asked === 'equal' ? classWeights(counts, 'none') : asked;
}

function rowOf(epoch: TrainerEpoch, classes: number): TrainingEpoch {
  const { overlaps, validation } = epoch;
  const soft = Array.from({ length: classes }, (_, k) => [0, 1, 2].map((row) => overlaps[row * classes + k]));
  const judged = validation === null ? null : scoresOf(validation.confusion, classes);
  return {
    epoch: epoch.epoch,
    step: epoch.step,
    seconds: epoch.seconds,
    rate: epoch.rate,
    training: {
      loss: epoch.loss,
      dice: soft.map(([both, found, there]) => (there === 0 ? null : (2 * both) / (found + there))),
      iou: soft.map(([both, found, there]) => (there === 0 ? null : both / (found + there - both))),
    },
    validation:
      judged === null || validation === null
        ? null
        : {
            loss: validation.loss,
            dice: judged.classes.map(({ dice }) => dice),
            iou: judged.classes.map(({ iou }) => iou),
            pixelAccuracy: judged.pixelAccuracy,
          },
    score: epoch.score,
    best: epoch.best,
  };
}
