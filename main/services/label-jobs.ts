import { Failure } from '../../app/domain/failure.ts';
import { decodeInstance } from '../../app/domain/instance-codec.ts';
import { encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { renumberLabelled } from '../../app/domain/labels/labelled-instance.ts';
import { convertLabelsTask } from '../../app/pipeline/tasks/convert-labels.ts';
import { interpolateLabelsTask } from '../../app/pipeline/tasks/interpolate-labels.ts';
import { labelsFromRunTask, type RunParticles } from '../../app/pipeline/tasks/label-frames.ts';
import type { LabelFrameKey } from '../../app/ports/stored-labels.ts';
import type { Handler } from './handler.ts';
import { changeFrames } from './label-bulk.ts';
import { framesOf, keysOf, type Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import { passingRows } from './run-facts.ts';

/** A run's particles in one frame, not read yet. */
export interface RunFrame {
  readonly imageId: number;
  readonly frame: number;
  /** First row and number of rows in the run's table. */
  readonly start: number;
  readonly count: number;
}

/** The frames of a run, and which of its particles count. */
export interface RunFrames {
  readonly title: string;
  readonly frames: readonly RunFrame[];
  read(frame: RunFrame, size: { width: number; height: number }): Promise<RunParticles>;
}

/** @param everything also what the filter or a person left out */
export async function runFrames(labels: Labels, runId: number, everything: boolean): Promise<RunFrames> {
  const { project } = labels;
  const [run, table] = await Promise.all([project.reads.run(runId), project.reads.table(runId)]);
  const pass = everything ? null : (await passingRows(project, runId, table)).pass;
  return {
    title: run.title,
    frames: table.spans,
    read: async ({ imageId, frame, start, count }, size) => {
      const stored = await project.reads.instances(runId, imageId, frame);
      if (stored.width !== size.width || stored.height !== size.height)
        throw new Failure(
          'invalid-input',
          `The particles of ${run.title} are of ${stored.width} × ${stored.height} px, the image has ${size.width} × ${size.height} px.`,
          'Run the recipe on this image again.',
          run.title,
        );
      return { bytes: stored.bytes, keep: pass?.slice(start, start + count) ?? null };
    },
  };
}

const particles = (count: number) => `${count.toLocaleString('en-US')} particle${count === 1 ? '' : 's'}`;

function fromRun({ tasks }: ServicePorts, jobs: ProjectJobs, labels: Labels): Handler<'labels.fromRun'> {
  return async ({ setId, runId, frames, classId, mode, everything }) => {
    await labels.expectClass(setId, classId);
    const run = await runFrames(labels, runId, everything);
    const wanted = frames === null ? null : new Set(frames.map(({ imageId, frame }) => `${imageId}/${frame}`));
    const chosen = run.frames.filter(({ imageId, frame }) => wanted?.has(`${imageId}/${frame}`) ?? true);
    if (chosen.length === 0 || (wanted !== null && chosen.length < wanted.size))
      throw new Failure(
        'not-found',
        `${run.title} has no result in ${wanted === null ? 'any frame' : 'some of these frames'}.`,
        'Choose frames that the run has worked on.',
        run.title,
      );
    // Each frame has numbers of its own, so that none names two particles of an image.
    const offset = new Map<string, number>();
    const used = new Map<number, number>();
    for (const { imageId, frame, count } of chosen) {
      offset.set(`${imageId}/${frame}`, used.get(imageId) ?? 0);
      used.set(imageId, (used.get(imageId) ?? 0) + count);
    }
    const spanOf = new Map(chosen.map((span) => [`${span.imageId}/${span.frame}`, span]));
    return jobs.start('labels', `Labels from ${run.title}`, (job) =>
      changeFrames(
        labels,
        job,
        keysOf(setId, chosen),
        async (stored, { imageId, frame }) => {
          const name = `${imageId}/${frame}`;
          const found = await run.read(spanOf.get(name) ?? chosen[0], stored);
          const firstId = stored.nextInstanceId + (offset.get(name) ?? 0);
          const asked = { run: found, labelled: stored.particles, mode, classId, firstId };
          const made = await tasks.run(labelsFromRunTask, asked, { priority: 'job', signal: job.signal });
          return { write: made.write, instances: made.taken };
        },
        (count) => `Take in ${particles(count)} of ${run.title}`,
      ),
    );
  };
}

function adopt(labels: Labels): Handler<'labels.adopt'> {
  return async ({ runId, ids, classId, replace, ...key }) => {
    await labels.expectClass(key.setId, classId);
    const detail = await labels.reads.labelFrame(key);
    const run = await runFrames(labels, runId, true);
    const span = run.frames.find(({ imageId, frame }) => imageId === key.imageId && frame === key.frame);
    const wanted = [...new Set(ids)];
    const strange = wanted.find((id) => span === undefined || id > span.count);
    if (span === undefined || strange !== undefined)
      throw new Failure(
        'not-found',
        `${run.title} has no particle ${strange ?? ''} in this frame.`,
        'Click on a particle of the run that is shown.',
        run.title,
      );
    const { bytes } = await run.read(span, detail);
    const changed = wanted.map((id, i) => ({
      ...decodeInstance(bytes, id - 1),
      id: detail.nextInstanceId + i,
      classId,
      reviewed: true,
    }));
    const edit = encodeLabelEdit({ classes: [], changed, removed: replace });
    const taken = `${particles(changed.length)} of ${run.title}`;
    const title = replace.length === 0 ? `Take in ${taken}` : `Replace ${particles(replace.length)} by ${taken}`;
    const { version } = await labels.stroke(key, { base: detail.version, edit }, title, null);
    return { version, ids: changed.map(({ id }) => id) };
  };
}

function convert({ tasks }: ServicePorts, jobs: ProjectJobs, labels: Labels): Handler<'labels.convert'> {
  return async ({ setId, frames, to, seedDistance, unionSeedDistance, fillBackground }) => {
    const keys = keysOf(setId, frames);
    await Promise.all(keys.map((key) => labels.reads.labelFrame(key)));
    const what = to === 'instances' ? 'Make particles from classes' : 'Make classes from particles';
    const cores = { core: seedDistance, smallCore: unionSeedDistance };
    return jobs.start('labels', what, (job) =>
      changeFrames(
        labels,
        job,
        keys,
        async (stored) => {
          const asked = { labels: stored, classes: stored.classes, to, ...cores, fillBackground, firstId: 1 };
          return tasks.run(convertLabelsTask, asked, { priority: 'job', signal: job.signal });
        },
        () => `${what} in ${framesOf(keys.length)}`,
        (ready) => {
          const next = new Map<number, number>();
          return ready.map(({ key, write, instances, nextId }) => {
            if (write.particles === undefined) return write;
            const first = next.get(key.imageId) ?? nextId;
            next.set(key.imageId, first + instances);
            return { particles: renumberLabelled(write.particles, first) };
          });
        },
      ),
    );
  };
}

function interpolate({ tasks }: ServicePorts, jobs: ProjectJobs, labels: Labels): Handler<'labels.interpolate'> {
  return async ({ setId, imageId, from, to, what }) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    const at = (frame: number): LabelFrameKey => ({ setId, imageId, frame });
    await Promise.all([labels.reads.labelFrame(at(first)), labels.reads.labelFrame(at(last))]);
    const between = last - first - 1;
    if (between < 1)
      throw new Failure(
        'invalid-input',
        `There is no frame between ${first + 1} and ${last + 1}.`,
        'Label two frames that are at least two apart.',
      );
    return jobs.start('labels', `Interpolate labels of ${framesOf(between)}`, async (job) => {
      const keys = Array.from({ length: between }, (_, k) => at(first + 1 + k));
      const [a, b, ...versions] = await Promise.all([
        labels.reads.labels(at(first)),
        labels.reads.labels(at(last)),
        ...keys.map((key) => labels.reads.labelFrame(key)),
      ]);
      const made = await tasks.run(
        interpolateLabelsTask,
        { from: a, to: b, between, classes: a.classes, what },
        { priority: 'job', signal: job.signal, onProgress: (done, note) => job.progress(0.95 * done, note) },
      );
      await labels.change(
        `Interpolate labels of ${framesOf(between)}`,
        keys.map((key, k) => ({ ...key, base: versions[k].version, ...made[k] })),
      );
      return { frames: between };
    });
  };
}

/** Labels that the program works out. */
export function labelJobHandlers(ports: ServicePorts, jobs: ProjectJobs, labels: Labels) {
  return {
    'labels.fromRun': fromRun(ports, jobs, labels),
    'labels.adopt': adopt(labels),
    'labels.convert': convert(ports, jobs, labels),
    'labels.interpolate': interpolate(ports, jobs, labels),
  };
}
