// A helper thread of a thread group (threads.ts): sleeps on shared memory, wakes for each loop, takes bands.
import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { kernelNamed } from '../../app/pipeline/kernels.ts';
import { bandsDone, bandsFailed, bandsGeneration, bandsNext, runBands } from './bands.ts';

const { control, port } = workerData as { control: Int32Array; port: MessagePort };

for (let seen = 0; ; ) {
  const received = receiveMessageOnPort(port) as
    | { message: { name: string; total: number; band: number; args: readonly unknown[] } }
    | undefined;
  if (received === undefined) {
    Atomics.wait(control, bandsGeneration, seen);
    seen = Atomics.load(control, bandsGeneration);
    continue;
  }
  const { name, total, band, args } = received.message;
  try {
    runBands(kernelNamed(name), control, total, band, args);
  } catch (thrown) {
    console.error(thrown);
    Atomics.store(control, bandsFailed, 1);
    Atomics.store(control, bandsNext, total);
  }
  Atomics.add(control, bandsDone, 1);
  Atomics.notify(control, bandsDone);
}
