import type { QueueItem } from '../../app/contract/labels.ts';
import { decodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import { sampleOf } from '../../app/math/sample.ts';
import { compareLabelsTask, type FrameIssue } from '../../app/pipeline/tasks/review-labels.ts';
import type { Handler } from './handler.ts';
import { inOrder } from './in-order.ts';
import { type RunFrame, runFrames } from './label-jobs.ts';
import { expectRun, frameItem, frameName, type Queue, type QueueSource, queueOf } from './label-queue-items.ts';
import { uncertain } from './label-uncertainty.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';

/** Frames under way at a time. */
const ahead = 3;

const percent = (fraction: number) => `${Math.round(100 * fraction)} %`;

function reasonOf({ kind, score }: FrameIssue): string {
  const iou = (1 - score).toFixed(2);
  if (kind === 'shape') return `IoU ${iou} with the model`;
  const what = kind === 'missing' ? 'Only the model has it' : 'Only the labels have it';
  return score === 1 ? what : `${what}; best IoU ${iou}`;
}

async function disagreement(source: QueueSource): Promise<Queue> {
  const { ports, labels, asked, known, signal } = source;
  const run = await runFrames(labels, expectRun(asked.runId), false);
  const frames = run.frames.filter((frame) => known.has(frameName(frame)));
  const withParticles = frames.filter((frame) => (known.get(frameName(frame))?.instances ?? 0) > 0);
  // A frame with no particle at all counts only when somebody said that it has none.
  const compared = frames.filter((f) => withParticles.includes(f) || known.get(frameName(f))?.reviewed === true);
  const start = async (at: RunFrame) => {
    const key = { setId: asked.setId, imageId: at.imageId, frame: at.frame };
    const [stored, checked] = await Promise.all([labels.reads.labels(key), labels.reads.checkedPlaces(key)]);
    const found = await run.read(at, stored);
    const job = { labelled: stored.particles, run: found, checked, most: asked.sample };
    return ports.tasks.run(compareLabelsTask, job, { priority: 'view', signal });
  };
  const items: QueueItem[] = [];
  let uncounted = 0;
  for await (const { item: at, outcome } of inOrder(compared, ahead, start)) {
    if ('thrown' in outcome) throw outcome.thrown;
    const { issues, agreement, counts } = outcome.result;
    const place = { imageId: at.imageId, frame: at.frame };
    if (asked.unit === 'frames') {
      const reason = `${percent(agreement)} alike: ${counts.missing} only in the model, ${counts.extra} only in the labels, ${counts.shape} of another shape`;
      items.push(await frameItem(source, place, 'frame', { score: 1 - agreement, reason }));
      continue;
    }
    const reviewed = known.get(frameName(at))?.reviewed === true;
    uncounted += counts.missing + counts.extra + counts.shape - issues.length;
    for (const issue of issues)
      items.push({
        ...place,
        kind: issue.kind,
        instanceId: issue.instanceId,
        row: issue.index === null ? null : at.start + issue.index,
        box: issue.box,
        score: issue.score,
        reason: reasonOf(issue),
        done: reviewed || issue.reviewed,
      });
  }
  const left = run.frames.length - compared.length;
  const note = left === 0 ? '' : `${left} of ${run.frames.length} frames of the run have no labelled particles.`;
  const queue = queueOf(items, asked.sample, note);
  return { ...queue, total: queue.total + uncounted };
}

async function control(source: QueueSource): Promise<Queue> {
  const { labels, asked, known } = source;
  const { setId, sample, seed } = asked;
  const frames = [...known.values()];
  const note = `A random sample (seed ${seed}).`;
  if (asked.unit === 'frames') {
    const chosen = sampleOf(frames.length, sample, seed).map((i) => frames[i]);
    const items = await Promise.all(
      chosen.map(({ imageId, frame }) =>
        frameItem(source, { imageId, frame }, 'control', { score: 0, reason: 'Drawn at random' }),
      ),
    );
    return { items, total: items.length, done: items.filter((item) => item.done).length, note };
  }
  const starts: number[] = [];
  let total = 0;
  for (const { instances } of frames) {
    starts.push(total);
    total += instances;
  }
  // The place of each drawn particle in the order in which they are looked at.
  const byFrame = new Map<number, { nth: number; order: number }[]>();
  sampleOf(total, sample, seed).forEach((drawn, order) => {
    let f = starts.length - 1;
    while (starts[f] > drawn) f--;
    byFrame.set(f, [...(byFrame.get(f) ?? []), { nth: drawn - starts[f], order }]);
  });
  const items: QueueItem[] = [];
  for (const [f, drawn] of byFrame) {
    const { imageId, frame, reviewed } = frames[f];
    const particles = decodeLabelled((await labels.reads.labels({ setId, imageId, frame })).particles);
    for (const { nth, order } of drawn) {
      const particle = particles[nth];
      if (particle === undefined) continue;
      const { x, y, width, height } = particle.mask;
      items[order] = {
        imageId,
        frame,
        kind: 'control',
        instanceId: particle.id,
        row: null,
        box: { x, y, width, height },
        score: 0,
        reason: 'Drawn at random',
        done: reviewed || particle.reviewed,
      };
    }
  }
  const drawn = items.filter((item) => item !== undefined);
  return { items: drawn, total: drawn.length, done: drawn.filter((item) => item.done).length, note };
}

/** What to look at next. */
export function labelQueueHandlers(
  ports: ServicePorts,
  labels: Labels,
): { readonly 'labels.queue': Handler<'labels.queue'> } {
  return {
    'labels.queue': async (asked, { signal }) => {
      const frames = await labels.reads.labelFrames(asked.setId);
      const known = new Map(frames.map((frame) => [frameName(frame), frame]));
      const source = { ports, labels, asked, known, signal };
      if (asked.order === 'control') return control(source);
      return asked.order === 'disagreement' ? disagreement(source) : uncertain(source);
    },
  };
}
