import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrainingInfo } from '../../app/contract/training.ts';
import { bytesHandler } from './bytes.ts';
import { quickPlan, type TrainingProject, trainingProject } from './fixtures/training-project.ts';

let made: TrainingProject;
const ask: TrainingProject['program']['ask'] = (...args) => made.program.ask(...args);
afterEach(() => made.program.remove());

const get = (url: string) => {
  const { reader, labels, trainings, ports, folder: uploadFolder } = made.program;
  const handle = bytesHandler({ reader, labels, trainings, tasks: ports.tasks, disk: ports.disk, uploadFolder });
  return handle({ method: 'GET', path: url, headers: {}, body: null, signal: undefined });
};

/** Waits until a training has had so many epochs. */
async function epochs(id: number, count: number): Promise<TrainingInfo> {
  for (;;) {
    const info = await ask('training.show', { id });
    if (info.epochs.length >= count || info.state === 'failed') return info;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('the plan of a training', () => {
  it('learns from reviewed frames only unless asked, splits by image and gives its reasons', async () => {
    made = await trainingProject(6, 5);
    const { setId, imageIds } = made;
    const { plan, frames, reasons, problem, architectures } = await ask('training.plan', { setId });
    expect(problem).toBeNull();
    expect(architectures[0].id).toBe('compact-unet');
    expect(plan.frames).toHaveLength(5);
    expect(frames.find((f) => f.imageId === imageIds[5])).toMatchObject({ reviewed: false, split: null });
    expect(plan.frames.filter(({ split }) => split === 'validation')).toHaveLength(1);
    expect(frames[0].pixels.reduce((a, b) => a + b)).toBe(64 * 64);
    expect(reasons.map(({ about }) => about)).toEqual(expect.arrayContaining(['split', 'start', 'patch', 'length']));
    const all = await ask('training.plan', { setId, unreviewed: true });
    expect(all.plan.frames).toHaveLength(6);
  });

  it('says why it can not start: nothing reviewed, one class only, a frame of the test set', async () => {
    made = await trainingProject(3, 0);
    const { setId, imageIds } = made;
    const waiting = await ask('training.plan', { setId });
    expect(waiting.problem?.remedy).toContain('3 labelled frames are not reviewed');
    await expect(ask('training.start', { plan: waiting.plan })).rejects.toThrow('No frame is there to learn from');
    const one = await ask('training.plan', { setId, unreviewed: true, classes: [1] });
    expect(one.problem?.message).toContain('only one class');
    await ask('training.freeze', { setId, frames: [{ imageId: imageIds[0], frame: 0 }], frozen: true });
    const { plan } = await ask('training.plan', { setId, unreviewed: true });
    expect(plan.frames.find((f) => f.imageId === imageIds[0])?.split).toBe('test');
    const leaking = { ...plan, frames: plan.frames.map((f) => ({ ...f, split: 'training' as const })) };
    const { problem } = await ask('training.check', { plan: leaking });
    expect(problem?.message).toContain('is in the test set');
    expect((await ask('history.undo', {})).title).toBe('Put 1 frame into the test set');
    expect((await ask('training.check', { plan: leaking })).problem).toBeNull();
  });
});

describe('a training of the project', () => {
  it('learns, tells each epoch, shows its prediction and makes a model with card, scores and evaluation', async () => {
    made = await trainingProject();
    const plan = await quickPlan(made);
    const watch = { imageId: made.imageIds[0], frame: 0 };
    const { job, trainingId } = await ask('training.start', { plan, watch });
    await epochs(trainingId, 1);
    const live = await get(`/bytes/training-prediction/${trainingId}/0`);
    if (live.status === 200) {
      expect(live.body).toHaveLength(2 * 64 * 64);
      expect(live.headers['x-morphoscope-image']).toBe(String(watch.imageId));
    }
    expect(await made.program.done(job)).toMatchObject({ trainingId, modelId: 'model-1' });
    const [info] = (await ask('training.list', {})).trainings;
    expect(info).toMatchObject({ state: 'complete', step: 12, steps: 12, modelId: 'model-1', failure: null });
    expect(info.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [0, 4],
      [1, 8],
      [2, 12],
    ]);
    expect(info.epochs.every(({ validation }) => validation !== null && validation.loss !== null)).toBe(true);
    const told = made.program.told.filter(({ event }) => event === 'training.epoch');
    expect(told.map(({ payload }) => (payload as { predicted: boolean }).predicted)).toEqual([true, true, true]);
    const truth = await get(`/bytes/training-truth/${trainingId}/${watch.imageId}/0`);
    const counts = [0, 0];
    for (const k of truth.body ?? []) counts[k]++;
    expect(counts[0] + counts[1]).toBe(64 * 64);
    expect(Math.abs(counts[0] / (Math.PI * (81 + 121)) - 1)).toBeLessThan(0.2);

    const { card, origin } = await ask('models.show', { id: 'model-1' });
    expect(origin).toBe('project');
    expect(card.classes.map(({ name }) => name)).toEqual(['Particle', 'Background']);
    expect(card.learnedFrom).toHaveLength(4);
    expect(card.learnedFrom.every(({ labels }) => /^[0-9a-f]{64}$/.test(labels))).toBe(true);
    expect(card.scores.map(({ split }) => split)).toEqual(['validation', 'training']);
    expect(card.training).toMatchObject({ steps: 12, epochs: 3 });
    const { evaluations } = await ask('models.evaluations', { model: 'model-1' });
    expect(evaluations[0].evaluation.images.map(({ learned }) => learned)).toEqual([false]);
    expect(evaluations[0].evaluation.curves[0].thresholds.length).toBeGreaterThan(20);
    expect((await ask('models.recipe', { id: 'model-1' })).steps.map(({ step }) => step)).toContain('network-classes');
    const { findings } = await ask('training.diagnose', { modelId: 'model-1', imageId: watch.imageId, frame: 0 });
    expect(Array.isArray(findings)).toBe(true);
  }, 60_000);

  it('pauses, goes on, stops within a second and keeps what it learned as a model', async () => {
    made = await trainingProject();
    const { trainingId, job } = await ask('training.start', { plan: await quickPlan(made, { epochs: 10_000 }) });
    await epochs(trainingId, 1);
    await ask('training.pause', { id: trainingId });
    const { step } = await ask('training.show', { id: trainingId });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const paused = await ask('training.show', { id: trainingId });
    expect(paused.state).toBe('paused');
    expect(paused.step - step).toBeLessThanOrEqual(4);
    await ask('training.resume', { id: trainingId });
    await epochs(trainingId, paused.epochs.length + 2);
    await ask('training.stop', { id: trainingId });
    const ended = await made.program.ports.jobs.finished(job.id);
    expect(ended.state).toBe('stopped');
    const info = await ask('training.show', { id: trainingId });
    expect(info).toMatchObject({ state: 'stopped', modelId: 'model-1', resumable: true });
  }, 60_000);

  it('goes on from its checkpoint after the engine was killed, to the weights of one that never ended', async () => {
    made = await trainingProject();
    const plan = await quickPlan(made, { epochs: 6 });
    const whole = await ask('training.start', { plan: { ...plan, title: 'Whole' } });
    await made.program.done(whole.job);
    const { trainingId, job } = await ask('training.start', { plan: { ...plan, title: 'Killed' } });
    await epochs(trainingId, 2);
    made.program.killEngine();
    const ended = await made.program.ports.jobs.finished(job.id);
    expect(ended).toMatchObject({ state: 'failed', failure: { tag: 'engine-crashed' } });
    const broken = await ask('training.show', { id: trainingId });
    expect(broken).toMatchObject({ state: 'interrupted', resumable: true, failure: { tag: 'engine-crashed' } });
    const resumed = await ask('training.resume', { id: trainingId });
    await made.program.done(resumed.job);
    const info = await ask('training.show', { id: trainingId });
    expect(info).toMatchObject({ state: 'complete', step: 24, failure: null });
    expect(info.epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    const weights = await Promise.all(
      ['whole', 'killed'].map(async (id) => (await made.program.trainings.shelf.start(id)).numbers.weights),
    );
    expect(weights[1].every((w, i) => w === weights[0][i])).toBe(true);
  }, 90_000);

  it('is interrupted by the end of the program and goes on after the next start, with the labels of then', async () => {
    made = await trainingProject();
    const plan = await quickPlan(made, { epochs: 10_000 });
    const { trainingId } = await ask('training.start', { plan });
    await epochs(trainingId, 2);
    const { projectPath, setId, imageIds } = made;
    const program = await made.program.restart();
    made = { program, projectPath, setId, imageIds };
    await ask('projects.open', { path: projectPath });
    const before = await ask('training.show', { id: trainingId });
    expect(before).toMatchObject({ state: 'interrupted', modelId: null, resumable: true });
    await ask('labels.clear', { setId, frames: [{ imageId: imageIds[0], frame: 0 }], what: 'both' });
    const { job } = await ask('training.resume', { id: trainingId });
    await epochs(trainingId, before.epochs.length + 1);
    await ask('training.stop', { id: trainingId });
    await program.ports.jobs.finished(job.id);
    const after = await ask('training.show', { id: trainingId });
    expect(after).toMatchObject({ state: 'stopped', modelId: 'model-1' });
    expect(after.epochs.slice(0, 2)).toEqual(before.epochs.slice(0, 2));
  }, 60_000);
});

describe('a device that is not there', () => {
  it('is told in words: it is never chosen, and a plan that names it does not learn elsewhere in silence', async () => {
    made = await trainingProject(3);
    const { devices } = await ask('engine.devices', { probe: true });
    expect(devices[0]).toMatchObject({ id: 'cpu', problem: null, active: true });
    const absent = devices.filter(({ problem }) => problem !== null).map(({ id }) => id);
    for (const id of absent)
      await expect(ask('engine.choose', { id })).rejects.toMatchObject({ info: { tag: 'unsupported', subject: id } });
    expect((await ask('engine.devices', {})).devices.find(({ active }) => active)?.id).toBe('cpu');
    const plan = await quickPlan(made, { device: 'dml' });
    const { job, trainingId } = await ask('training.start', { plan });
    const { failure } = await made.program.ports.jobs.finished(job.id);
    expect(failure).toMatchObject({ tag: 'unsupported', message: expect.stringContaining('dml') });
    expect(failure?.remedy).toContain('the processor always works');
    expect(await ask('training.show', { id: trainingId })).toMatchObject({ state: 'failed', modelId: null });
  }, 60_000);
});

describe('models of the project', () => {
  it('are renamed and removed with undo, exported, and imported elsewhere, where they can be trained further', async () => {
    made = await trainingProject();
    await made.program.done((await ask('training.start', { plan: await quickPlan(made, { epochs: 1 }) })).job);
    await ask('models.rename', { id: 'model-1', title: 'Gold disks' });
    const file = path.join(made.program.folder, 'out', 'gold.onnx');
    await made.program.done(ask('models.export', { id: 'model-1', path: file, format: 'onnx' }));
    await ask('models.remove', { id: 'model-1' });
    await expect(ask('models.show', { id: 'model-1' })).rejects.toThrow('No model is named');
    await ask('history.undo', {});
    expect((await ask('models.show', { id: 'model-1' })).card.title).toBe('Gold disks');
    const imported = await ask('models.import', { path: file, into: 'library' });
    expect(imported).toMatchObject({ origin: 'library', trainable: true, card: { title: 'Gold disks' } });
    const { plan } = await ask('training.plan', { setId: made.setId });
    expect(plan.start).toEqual({ from: 'model', model: 'model-1' });
    const again = { ...(await quickPlan(made, { epochs: 1 })), start: { from: 'model' as const, model: imported.id } };
    const { modelId } = (await made.program.done((await ask('training.start', { plan: again })).job)) as {
      modelId: string;
    };
    const { card } = await ask('models.show', { id: modelId });
    expect(card.parent).toBe(imported.card.sha256);
    const job = await made.program.done(
      ask('models.evaluate', { ids: ['model-1', modelId], setId: made.setId, baselines: true }),
    );
    expect(job['evaluationIds']).toHaveLength(4);
    const { evaluations } = await ask('models.evaluations', {});
    const baseline = evaluations.find(({ evaluation }) => evaluation.model === 'otsu');
    expect(baseline?.evaluation.scores.pixelAccuracy).toBeGreaterThan(0.97);
  }, 90_000);

  it('are refused when the file is none, with its name and what to do', async () => {
    made = await trainingProject(1);
    const file = path.join(made.program.folder, 'data', 'gold-0.tif');
    const refused = ask('models.import', { path: file, into: 'project' });
    await expect(refused).rejects.toMatchObject({ info: { message: expect.stringContaining('gold-0.tif') } });
    await expect(ask('models.show', { id: 'nothing' })).rejects.toMatchObject({ info: { tag: 'not-found' } });
  }, 30_000);
});
