import { Failure } from '../../app/domain/failure.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { LabelFrameKey, LabelWrite, StoredLabels } from '../../app/ports/stored-labels.ts';
import { inOrder } from './in-order.ts';
import type { Labels } from './labels.ts';

type Content = Pick<LabelWrite, 'edit' | 'classes' | 'particles'>;

/** What a frame's labels are to become, and what is counted of it. */
export interface Computed {
  readonly write: Content;
  readonly instances: number;
}

interface Ready extends Computed {
  readonly key: LabelFrameKey;
  readonly base: number;
  readonly nextId: number;
}

/** Frames under way at a time. */
const ahead = 2;
/** Times that frames are worked out anew because somebody changed them meanwhile. */
const attempts = 3;

const nameOf = ({ imageId, frame }: LabelFrameKey) => `${imageId}/${frame}`;

function expectRunning(job: JobHandle): void {
  if (job.signal.aborted) throw new Failure('stopped', 'Stopped; no labels were changed.', 'Start it again.');
}

/**
 * Works out the labels of many frames and changes them all as one edit: a stop or a failure before its end changes nothing. Frames that
 * somebody changed meanwhile are worked out again.
 * @param finish what becomes of the frames' results, in their order, just before they are stored
 */
export async function changeFrames(
  labels: Labels,
  job: JobHandle,
  keys: readonly LabelFrameKey[],
  compute: (stored: StoredLabels, key: LabelFrameKey) => Promise<Computed>,
  title: (instances: number) => string,
  finish: (ready: readonly Ready[]) => readonly Content[] = (ready) => ready.map(({ write }) => write),
): Promise<{ frames: number; instances: number }> {
  const ready = new Map<string, Ready>();
  let pending = keys;
  for (let attempt = 1; ; attempt++) {
    let done = 0;
    const start = async (key: LabelFrameKey) => {
      expectRunning(job);
      const stored = await labels.reads.labels(key);
      const computed = await compute(stored, key);
      return { ...computed, key, base: stored.version, nextId: stored.nextInstanceId };
    };
    for await (const { item, outcome } of inOrder(pending, ahead, start)) {
      if ('thrown' in outcome) throw outcome.thrown;
      ready.set(nameOf(item), outcome.result);
      job.progress((0.95 * ++done) / pending.length, `${done} of ${pending.length} frames`);
    }
    expectRunning(job);
    const all = keys.flatMap((key) => ready.get(nameOf(key)) ?? []);
    const instances = all.reduce((sum, frame) => sum + frame.instances, 0);
    const contents = finish(all);
    try {
      await labels.change(
        title(instances),
        all.map(({ key, base }, i) => ({ ...key, base, ...contents[i] })),
      );
      return { frames: all.length, instances };
    } catch (thrown) {
      if (Failure.from(thrown).info.tag !== 'stale' || attempt === attempts) throw thrown;
      const now = await Promise.all(all.map(({ key }) => labels.reads.labelFrame(key)));
      pending = all.flatMap(({ key, base }, i) => (now[i].version === base ? [] : [key]));
    }
  }
}
