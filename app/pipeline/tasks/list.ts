import type { Task } from '../../ports/task.ts';
import { decodeFrameTask } from './decode-frame.ts';
import { describeFileTask, hashFileTask } from './describe-file.ts';

/** Every task that a worker thread can run. One line a task. */
const all: readonly Task<never, unknown>[] = [decodeFrameTask, describeFileTask, hashFileTask];

export const tasks: ReadonlyMap<string, Task<unknown, unknown>> = new Map(
  all.map((task) => [task.name, task as Task<unknown, unknown>]),
);
