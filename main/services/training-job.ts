import { Failure } from '../../app/domain/failure.ts';
import { packTiles } from '../../app/domain/labels/class-tiles.ts';
import { encodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import type { TrainingPlan } from '../../app/domain/training/training-plan.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { LearnedLabels } from '../../app/ports/training-store.ts';
import { type LearnEnd, learn } from './learn.ts';
import { trainedCard } from './model-card.ts';
import { evaluateMaterial } from './model-evaluation.ts';
import { scoreSplits } from './model-scores.ts';
import { keptLabels, plannedClasses, projectFrame, projectMaterial } from './project-material.ts';
import type { StartModel } from './start-model.ts';
import { parseAbout } from './training-about.ts';
import { labelFindings, type Material } from './training-material.ts';
import type { LiveTraining, TrainingRoom } from './training-room.ts';

/** Shares of the job's progress. */
const [reading, scoring] = [0.05, 0.05];
const tellEveryMs = 250;

interface Outcome {
  readonly trainingId: number;
  readonly modelId: string | null;
}

/** A training of the project from its first frame to its model, or on from its checkpoint. */
export async function runTraining(
  trainings: TrainingRoom,
  live: LiveTraining,
  resumed: boolean,
  job: JobHandle,
): Promise<Outcome> {
  const { keeping, reads } = trainings.session.project;
  const { id } = live;
  try {
    const training = await reads.training(id);
    await trainings.setState(id, live.paused ? 'paused' : 'running');
    return await work(trainings, live, { plan: training.plan, labels: training.labels, resumed }, job);
  } catch (thrown) {
    const { info } = Failure.from(thrown);
    const ended = new Date().toISOString();
    // stopped before anything was learned, or with the program
    const state = info.tag === 'stopped' ? (trainings.closing ? 'interrupted' : 'stopped') : interrupted(info.tag);
    await keeping.updateTraining(id, {
      state,
      ended,
      failure: info.tag === 'stopped' ? null : info,
      note: info.message,
    });
    throw thrown;
  }
}

/** A crash or a full disk is no fault of the plan: it can go on from the checkpoint. */
const interrupted = (tag: Failure['info']['tag']) =>
  tag === 'engine-crashed' || tag === 'disk-full' ? ('interrupted' as const) : ('failed' as const);

async function work(
  trainings: TrainingRoom,
  live: LiveTraining,
  asked: { readonly plan: TrainingPlan; readonly labels: readonly LearnedLabels[]; readonly resumed: boolean },
  job: JobHandle,
): Promise<Outcome> {
  const { ports, session, labels } = trainings;
  const { keeping } = session.project;
  const { id } = live;
  const { plan } = asked;
  const { signal } = job;
  const checkpoint = asked.resumed ? await checkpointOf(trainings, id) : null;
  const start =
    checkpoint === null && plan.start.from === 'model' ? await trainings.shelf.start(plan.start.model) : null;
  const used = asked.labels.length > 0 ? asked.labels : await keptLabels(ports, labels, plan, signal);
  if (asked.labels.length === 0) await keeping.updateTraining(id, { labels: used });
  await freezeTest(trainings, plan);
  const material = await projectMaterial(ports, labels, plan, used, {
    signal,
    progress: (done) => job.progress(reading * done, 'Read images and labels'),
  });
  const { problem } = labelFindings(material);
  if (problem !== null) throw problem;
  const device = ports.trainer.device(plan.settings.device, plan.settings.threads);
  await keeping.updateTraining(id, { device: device.title });
  if (checkpoint !== null) {
    const last = checkpoint.about.epochs.filter(({ step }) => step <= checkpoint.checkpoint.now.step).at(-1);
    await keeping.cutEpochs(id, last?.epoch ?? -1);
  }
  let told = 0;
  let note = '';
  const end = await learn(
    ports,
    {
      material,
      settings: plan.settings,
      start: start?.begin(plan.settings, material.classes) ?? null,
      resume: checkpoint,
    },
    {
      signal,
      onOpen: ({ parameters }) => void keeping.updateTraining(id, { parameters }),
      onStep: ({ step, epoch, fraction, loss, rate, secondsLeft }) => {
        job.progress(
          reading + (1 - reading - scoring) * fraction,
          `epoch ${epoch + 1}, loss ${loss.toFixed(3)}${note}`,
        );
        if (performance.now() - told < tellEveryMs) return;
        told = performance.now();
        session.emit('training.progress', { trainingId: id, step, epoch, fraction, loss, rate, secondsLeft });
      },
      onEpoch: async (row, prediction) => {
        if (row.validation !== null) note = `, Dice ${row.score.toFixed(3)}`;
        await keeping.addEpoch(id, row);
        await keeping.updateTraining(id, { step: row.step });
        if (prediction !== null && live.watched !== null)
          live.predicted = { epoch: row.epoch, frame: live.watched, prediction };
        session.emit('training.epoch', { trainingId: id, epoch: row, predicted: prediction !== null });
      },
      onKeep: (bytes) => ports.disk.write(trainings.checkpointOf(id), bytes),
      pause: () => live.mayGoOn(),
      watched: () => watchedPixels(trainings, live, plan, material),
    },
  );
  if (trainings.closing && end.ended === 'stopped') {
    await keeping.updateTraining(id, { state: 'interrupted', step: end.steps, note: 'The program was closed.' });
    return { trainingId: id, modelId: null };
  }
  const modelId = await keptModel(
    trainings,
    id,
    plan,
    { material, end, start, parent: parentOf(checkpoint, start) },
    job,
  );
  const words = { complete: '', patience: 'It did not get better any more.', time: '', stopped: 'Stopped.' };
  await keeping.updateTraining(id, {
    state: end.ended === 'stopped' ? 'stopped' : 'complete',
    ended: new Date().toISOString(),
    step: end.steps,
    note: [words[end.ended], end.note ?? ''].filter((text) => text !== '').join(' '),
  });
  return { trainingId: id, modelId };
}

const parentOf = (checkpoint: { about: { parent: string | null } } | null, start: StartModel | null) =>
  checkpoint?.about.parent ?? start?.card.sha256 ?? null;

async function checkpointOf(trainings: TrainingRoom, id: number) {
  const { disk, trainer } = trainings.ports;
  const file = trainings.checkpointOf(id);
  const bytes = await disk.readBytes(file);
  if (bytes === null)
    throw new Failure('not-found', 'The checkpoint of this training is gone.', 'Start a new training.', file);
  const checkpoint = trainer.decode(bytes, file);
  return { checkpoint, about: parseAbout(checkpoint.about, file) };
}

/** Frames that were ever tested on are never learned from. */
async function freezeTest({ session }: TrainingRoom, plan: TrainingPlan): Promise<void> {
  const frozen = new Set(
    (await session.project.reads.frozenFrames(plan.setId)).map(({ imageId, frame }) => `${imageId}/${frame}`),
  );
  const fresh = plan.frames.filter(
    ({ split, imageId, frame }) => split === 'test' && !frozen.has(`${imageId}/${frame}`),
  );
  if (fresh.length === 0) return;
  await session.edit((edits) => edits.freezeFrames(plan.setId, fresh, true), { labelSets: true });
}

/** Packs the best weights as a model of the project, with scores and an evaluation. Null when nothing was learned. */
async function keptModel(
  trainings: TrainingRoom,
  id: number,
  plan: TrainingPlan,
  made: { material: Material; end: LearnEnd; start: StartModel | null; parent: string | null },
  job: JobHandle,
): Promise<string | null> {
  const { ports, shelf } = trainings;
  const { material, end } = made;
  if (end.best === null) return null;
  const network = { architecture: plan.settings.architecture, classes: material.classes, numbers: end.best };
  // a stop asks for an end, not for a model without scores: only closing the program leaves them out
  const scored = {
    signal: neverAborted,
    progress: (done: number) => job.progress(1 - scoring + scoring * done, 'Score the model'),
  };
  const scores = await scoreSplits(ports, network, material.frames, plan.settings, scored);
  const card = trainedCard({
    title: plan.title,
    material,
    end,
    scores,
    parent: made.parent,
    device: ports.trainer.device(plan.settings.device, plan.settings.threads),
    program: `Morphoscope ${ports.host.version}`,
    created: new Date().toISOString(),
  });
  const named = { ...card, id: await shelf.freeId(plan.title) };
  const bytes = await ports.models.pack(named, end.best);
  const read = await ports.models.unpack(bytes, `${named.id}.onnx`);
  if (read.kind !== 'own')
    throw new Failure('internal', 'The model that was written is not one of ours.', 'Report this.');
  await shelf.keepInProject(read.card, bytes, id);
  await evaluateMaterial(trainings, plan.setId, { card: read.card, network }, material, scored);
  return named.id;
}

const neverAborted = {
  aborted: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
} as const;

/** Grey levels of the watched frame as the network sees them. */
async function watchedPixels(trainings: TrainingRoom, live: LiveTraining, plan: TrainingPlan, material: Material) {
  const { watched } = live;
  if (watched === null) return null;
  const { reads } = trainings.session.project;
  const image = await reads.image(watched.imageId).catch(() => null);
  if (image === null) return null;
  const known = material.frames.find((f) => f.sha256 === image.file.sha256 && f.frame === watched.frame);
  if (known !== undefined) return known.data;
  const { width, height } = image;
  const empty = { width, height, tiles: packTiles([]), particles: encodeLabelled([]) };
  const classes = plannedClasses(plan, (await reads.labelSet(plan.setId)).classes);
  const source = {
    image,
    frame: watched.frame,
    labels: empty,
    classes,
    rules: [],
    preprocessing: plan.settings.preprocessing,
  };
  return projectFrame(trainings.ports, source, { priority: 'view' });
}
