import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { sceneKindOf, simulateTask } from '../../app/pipeline/tasks/simulate.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { ServicePorts } from './ports.ts';

/** Simulates micrographs of seeds `seed`, `seed + 1`, ... into a folder, each with its truth beside it. Equal input gives equal bytes. */
export async function simulateFiles(
  { tasks, disk }: ServicePorts,
  asked: CallRequest<'batch.simulate'>,
  job: JobHandle,
) {
  const { kind, size, published } = asked;
  sceneKindOf(kind);
  await disk.makeFolder(asked.out);
  const outputs: {
    picture: string;
    labels: string;
    classes: string;
    truth: string;
    kind: string;
    particles: number;
  }[] = [];
  for (let i = 0; i < asked.count; i++) {
    const seed = asked.seed + i;
    const stem = `${kind}-${seed}`;
    job.progress(i / asked.count, stem);
    const made = await tasks.run(simulateTask, { kind, seed, size, published }, { signal: job.signal });
    const files = {
      picture: `${stem}.${made.extension}`,
      labels: `${stem}.labels.tif`,
      classes: `${stem}.classes.tif`,
      truth: `${stem}.truth.json`,
    };
    for (const name of ['picture', 'labels', 'classes', 'truth'] as const)
      await disk.write(path.join(asked.out, files[name]), made[name]);
    outputs.push({ ...files, kind: made.kind, particles: made.particles });
  }
  return { outputs };
}
