import type { CallRequest } from '../../app/contract/list.ts';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import type { ModelCard, ModelClass } from '../../app/domain/training/model-card.ts';
import { fourier } from '../../app/pipeline/recipes/fourier.ts';
import { scoreRecipeTask } from '../../app/pipeline/tasks/score-recipe.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import { rulesFromNames } from '../../app/training/class-labels.ts';
import type { EvaluationCounts } from '../../app/training/evaluation.ts';
import { evaluateFrames, evaluationOf, particleEdges } from './model-evaluation.ts';
import { projectFrame } from './project-material.ts';
import type { MaterialFrame } from './training-material.ts';
import type { TrainingRoom } from './training-room.ts';

type Asked = CallRequest<'models.evaluate'>;
interface Ref {
  readonly imageId: number;
  readonly frame: number;
}

/** Otsu's threshold and watershed, both polarities tried by the program: the baseline of the thesis's table. */
const otsu: Recipe = {
  id: 'otsu',
  title: 'Otsu and watershed',
  help: 'The baseline that networks are compared with.',
  steps: [
    { step: 'threshold', enabled: true, params: { method: 'otsu' } },
    { step: 'fill-holes', enabled: true, params: {} },
    { step: 'label-parts', enabled: true, params: {} },
  ],
};

/** The frames to measure on: those asked for, else the test set, else what the newest training was judged by. */
async function framesOf(trainings: TrainingRoom, { setId, frames, ids }: Asked): Promise<readonly Ref[]> {
  const { reads } = trainings.session.project;
  if (frames !== null) return frames;
  const frozen = await reads.frozenFrames(setId);
  if (frozen.length > 0) return frozen;
  const made = (await reads.trainings()).find(
    ({ plan, model }) => plan.setId === setId && (ids.length === 0 || ids.includes(model ?? '')),
  );
  const judged = made?.plan.frames.filter(({ split }) => split === 'validation') ?? [];
  if (judged.length > 0) return judged;
  throw new Failure(
    'invalid-input',
    'There is no test set, and no training of this label set kept images for judging.',
    'Choose frames, or put some into the test set.',
  );
}

/** Labelled frames as a model of these classes is measured on them. */
async function framesFor(
  { ports, session, labels }: TrainingRoom,
  setId: number,
  refs: readonly Ref[],
  card: { readonly classes: readonly ModelClass[]; readonly preprocessing: ModelCard['preprocessing'] },
  job: JobHandle,
): Promise<MaterialFrame[]> {
  const { reads } = session.project;
  const set = await reads.labelSet(setId);
  const samples = new Map((await reads.samples()).map(({ id, name }) => [id, name]));
  const rules = rulesFromNames(set.classes, card.classes);
  const frames: MaterialFrame[] = [];
  for (const { imageId, frame } of refs) {
    const image = await reads.image(imageId);
    const stored = await labels.reads.labels({ setId, imageId, frame });
    const source = { image, frame, labels: stored, rules, classes: card.classes, preprocessing: card.preprocessing };
    const data = await projectFrame(ports, source, { priority: 'job', signal: job.signal });
    const { name, file } = image;
    const sample = samples.get(image.sampleId) ?? '';
    const pixelSize = pixelSizeOf(image.calibration);
    frames.push({
      name,
      sha256: file.sha256,
      frame,
      labels: `version ${stored.version}`,
      split: 'test',
      data,
      pixelSize,
      sample,
    });
  }
  return frames;
}

/** Measures models side by side on the same frames, and recipes without a network beside them. */
export async function evaluateModels(trainings: TrainingRoom, asked: Asked, job: JobHandle) {
  const { session, shelf } = trainings;
  const refs = await framesOf(trainings, asked);
  const imageIds = refs.map(({ imageId }) => imageId);
  const evaluationIds: number[] = [];
  const total = asked.ids.length + (asked.baselines ? 2 : 0);
  const keep = async (evaluation: Awaited<ReturnType<typeof evaluateFrames>>) => {
    evaluationIds.push(await session.project.keeping.addEvaluation({ setId: asked.setId, evaluation }));
  };
  const share = (done: number) => job.progress((evaluationIds.length + done) / Math.max(1, total), '');
  for (const id of asked.ids) {
    const { card, numbers } = await shelf.start(id);
    if (card.architecture === null) continue;
    const frames = await framesFor(trainings, asked.setId, refs, card, job);
    const network = { architecture: card.architecture, classes: card.classes, numbers };
    const model = { card: { ...card, id, title: (await shelf.named(id)).card.title }, network };
    await keep(await evaluateFrames(trainings, model, frames, imageIds, { signal: job.signal, progress: share }));
  }
  if (asked.baselines)
    for (const recipe of [otsu, fourier]) await keep(await baseline(trainings, asked, refs, recipe, job));
  session.emit('models.changed', {});
  return { evaluationIds };
}

async function baseline(
  trainings: TrainingRoom,
  { setId }: Asked,
  refs: readonly Ref[],
  recipe: Recipe,
  job: JobHandle,
) {
  const { ports, session } = trainings;
  const { reads } = session.project;
  const set = await reads.labelSet(setId);
  const classes = set.classes
    .filter(({ role }) => role !== 'ignore')
    .map(({ name, colour, role }): ModelClass => ({ name, colour, role }));
  const preprocessing = { hits: null, flatField: 0 as const, median: 0 as const };
  const began = performance.now();
  const frames = await framesFor(trainings, setId, refs, { classes, preprocessing }, job);
  const edges = particleEdges(frames);
  const counts: EvaluationCounts[] = [];
  for (const [i, { data, sample, pixelSize }] of frames.entries()) {
    const image = await reads.image(refs[i].imageId);
    const request = {
      address: { path: image.file.path, imageIndex: image.imageIndex, frame: refs[i].frame },
      version: image.file.sha256,
      recipe,
      pixelSize,
      labels: data.labels,
      classes,
      sample,
      edges,
    };
    counts.push(await ports.tasks.run(scoreRecipeTask, request, { signal: job.signal }));
  }
  const about = { id: recipe.id, title: recipe.title, sha256: null, classes, learnedFrom: [] };
  const ids = refs.map(({ imageId }) => imageId);
  return evaluationOf(about, frames, counts, { edges, seconds: (performance.now() - began) / 1000, ids });
}
