import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { Scores } from '../../app/domain/training/scores.ts';
import type { TrainingPlan } from '../../app/domain/training/training-plan.ts';
import type { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { mergeEvaluations } from '../../app/training/evaluation.ts';
import { foldsOf } from '../../app/training/split.ts';
import { learn } from './learn.ts';
import { trainedCard } from './model-card.ts';
import { scoreFrames, scoresOfCounts } from './model-scores.ts';
import type { ModelShelf } from './model-shelf.ts';
import type { ServicePorts } from './ports.ts';
import { keptLabels, projectMaterial } from './project-material.ts';
import type { StartModel } from './start-model.ts';
import { chosenSettings } from './training-choice.ts';
import { labelFindings, type Material, type MaterialFrame } from './training-material.ts';
import { pairedFiles } from './training-pairs.ts';
import type { TrainingRoom } from './training-room.ts';

interface FoldResult {
  readonly images: readonly string[];
  readonly scores: Scores;
}

export interface Folds {
  readonly folds: readonly FoldResult[];
  /** Of the mean Dice over the folds. */
  readonly mean: number | null;
  readonly deviation: number | null;
}

interface FoldWork {
  readonly classes: Material['classes'];
  readonly frames: readonly Omit<MaterialFrame, 'split'>[];
  readonly folds: number;
  readonly seed: number;
  readonly settingsOf: (material: Material) => TrainingSettings;
  readonly start: StartModel | null;
  readonly keep?: (fold: number, model: Uint8Array) => Promise<void>;
}

/** Trains once a fold, each time scored on the images left out. They have no say in when it ends or which epoch is the best. */
async function crossValidated(ports: ServicePorts, work: FoldWork, job: JobHandle): Promise<Folds> {
  const keys = work.frames.map(({ sha256, frame }) => ({ key: `${sha256}/${frame}`, group: sha256 }));
  const parts = foldsOf(keys, work.folds, work.seed);
  if (parts.length < 2)
    throw new Failure(
      'invalid-input',
      'All frames come from one image: there is nothing to leave out.',
      'Label frames of at least two images.',
    );
  const folds: FoldResult[] = [];
  for (const [f, { validation }] of parts.entries()) {
    const kept = new Set(validation);
    const frames = work.frames.map((frame, i) => ({ ...frame, split: kept.has(i) ? 'test' : 'training' }) as const);
    // what is left out is scored only: strips of the training images say which epoch is the best
    const material = { classes: work.classes, frames };
    const { problem } = labelFindings(material);
    if (problem !== null) throw problem;
    const settings = work.settingsOf(material);
    const begin = work.start?.begin(settings, work.classes) ?? null;
    const share = (fraction: number, note: string) =>
      job.progress((f + fraction) / parts.length, `fold ${f + 1} of ${parts.length}, ${note}`);
    const end = await learn(
      ports,
      { material, settings, start: begin, resume: null },
      {
        signal: job.signal,
        onOpen: () => undefined,
        onStep: ({ fraction, loss }) => share(0.95 * fraction, `loss ${loss.toFixed(3)}`),
        onEpoch: async () => undefined,
        onKeep: async () => undefined,
        pause: async () => undefined,
        watched: async () => null,
      },
    );
    if (end.best === null || job.signal.aborted)
      throw new Failure('stopped', 'The cross-validation was stopped.', 'Start it again.');
    const network = { architecture: settings.architecture, classes: work.classes, numbers: end.best };
    const left = frames.filter(({ split }) => split === 'test');
    const scored = { signal: job.signal, progress: (done: number) => share(0.95 + 0.05 * done, 'scoring') };
    const counts = await scoreFrames(ports, network, left, settings, [], scored);
    const scores = scoresOfCounts(mergeEvaluations(counts), work.classes);
    folds.push({ images: left.map(({ name }) => name), scores });
    if (work.keep === undefined) continue;
    const card = trainedCard({
      title: `fold ${f + 1}`,
      material,
      end,
      scores: [{ split: 'test', images: left.length, ...scores }],
      parent: work.start?.card.sha256 ?? null,
      device: ports.trainer.device(settings.device, settings.threads),
      program: `Morphoscope ${ports.host.version}`,
      created: new Date().toISOString(),
    });
    await work.keep(f, await ports.models.pack(card, end.best));
  }
  const means = folds.flatMap(({ scores }) => scores.meanDice ?? []);
  const mean = means.length === 0 ? null : means.reduce((a, b) => a + b, 0) / means.length;
  const deviation =
    mean === null || means.length < 2
      ? null
      : Math.sqrt(means.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (means.length - 1));
  return { folds, mean, deviation };
}

/** Cross-validation on files, with its table and the model of each fold in `out`. */
export async function crossValidateFiles(
  ports: ServicePorts,
  shelf: Pick<ModelShelf, 'startFrom'>,
  asked: CallRequest<'training.crossValidate'>,
  job: JobHandle,
): Promise<Folds & { outputs: string[] }> {
  const start = asked.model === null ? null : await shelf.startFrom(asked.model);
  const preprocessing = start?.card.preprocessing ?? { hits: null, flatField: 0 as const, median: 0 as const };
  const { classes, frames } = await pairedFiles(ports, asked, preprocessing, { ...job, progress: () => undefined });
  const outputs = ['cross-validation.csv', 'cross-validation.json'];
  const result = await crossValidated(
    ports,
    {
      classes,
      frames,
      folds: asked.folds,
      seed: asked.seed ?? 1,
      settingsOf: (material) => chosenSettings(ports, { ...asked, memory: null }, material, start, null),
      start,
      keep: async (fold, model) => {
        const name = `fold-${fold + 1}.onnx`;
        await ports.disk.write(path.join(asked.out, name), model);
        outputs.push(name);
      },
    },
    job,
  );
  const head = ['fold', 'images', 'pixel accuracy', 'mean Dice', ...classes.map(({ name }) => `Dice ${name}`)];
  const cell = (value: number | null) => (value === null ? '' : value.toFixed(6));
  const rows = result.folds.map(({ images, scores }, i) => [
    String(i + 1),
    `"${images.join(' ')}"`,
    cell(scores.pixelAccuracy),
    cell(scores.meanDice),
    ...scores.classes.map(({ dice }) => cell(dice)),
  ]);
  const csv = `${[head, ...rows].map((row) => row.join(',')).join('\n')}\n`;
  await ports.disk.write(path.join(asked.out, outputs[0]), csv);
  await ports.disk.write(path.join(asked.out, outputs[1]), `${JSON.stringify(result, null, 1)}\n`);
  return { ...result, outputs };
}

/** Cross-validation on the frames of a plan. Frames of the test set take no part. */
export async function foldsOfProject(
  trainings: TrainingRoom,
  plan: TrainingPlan,
  folds: number,
  job: JobHandle,
): Promise<Folds> {
  const { ports, labels, shelf } = trainings;
  const part = { ...plan, frames: plan.frames.filter(({ split }) => split !== 'test') };
  const used = await keptLabels(ports, labels, part, job.signal);
  const { classes, frames } = await projectMaterial(ports, labels, part, used, {
    signal: job.signal,
    progress: () => undefined,
  });
  const start = plan.start.from === 'model' ? await shelf.start(plan.start.model) : null;
  const { settings } = plan;
  return crossValidated(ports, { classes, frames, folds, seed: settings.seed, settingsOf: () => settings, start }, job);
}
