import type { QueueItem } from '../../app/contract/labels.ts';
import type { CallOutput, CallRequest } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { StoredLabelFrame } from '../../app/ports/stored-labels.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';

export type QueueRequest = CallRequest<'labels.queue'>;
export type Queue = CallOutput<'labels.queue'>;

/** What every order of the queue works with. */
export interface QueueSource {
  readonly ports: ServicePorts;
  readonly labels: Labels;
  readonly asked: QueueRequest;
  /** Labelled frames of the set by `imageId/frame`. */
  readonly known: ReadonlyMap<string, StoredLabelFrame>;
  readonly signal: AbortSignalLike;
}

export const frameName = ({ imageId, frame }: { imageId: number; frame: number }) => `${imageId}/${frame}`;

/** A whole frame as something to look at. */
export async function frameItem(
  { labels, asked: { setId }, known }: QueueSource,
  at: { imageId: number; frame: number },
  kind: QueueItem['kind'],
  { score, reason }: Pick<QueueItem, 'score' | 'reason'>,
): Promise<QueueItem> {
  const { width, height } = await labels.reads.labelFrame({ setId, ...at });
  return {
    ...at,
    kind,
    instanceId: null,
    row: null,
    box: { x: 0, y: 0, width, height },
    score,
    reason,
    done: known.get(frameName(at))?.reviewed === true,
  };
}

/** The worst first, `sample` of them; all are counted. */
export function queueOf(items: QueueItem[], sample: number, note: string): Queue {
  items.sort((a, b) => b.score - a.score);
  return {
    items: items.slice(0, sample),
    total: items.length,
    done: items.reduce((sum, item) => sum + (item.done ? 1 : 0), 0),
    note,
  };
}

export function expectRun(runId: number | null): number {
  if (runId !== null) return runId;
  throw new Failure('wrong-usage', 'This order compares labels with a run.', 'Choose a run, or a random sample.');
}
