import path from 'node:path';
import { fingerprintTask } from '../../app/pipeline/tasks/fingerprint.ts';
import { measureLabelsTask } from '../../app/pipeline/tasks/measure-labels.ts';
import { superEllipsesTask } from '../../app/pipeline/tasks/super-ellipses.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';

/** From particles to shapes and groups, from files to files. */
export function analysisHandlers({ tasks, disk, jobs }: ServicePorts): HandlersOf<'analysis'> {
  return {
    'analysis.fingerprint': ({ out, ...asked }) =>
      jobs.start('fingerprint', `Fingerprints of ${path.basename(asked.source.path)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        const { text, particles, unit, empty } = await tasks.run(fingerprintTask, asked, { signal, onProgress });
        await disk.write(out, text);
        return { file: out, particles: particles.length, ids: [...particles], unit, empty };
      }),
    'analysis.superEllipses': ({ out, ...asked }) =>
      jobs.start('superellipse', `Super-ellipses of ${path.basename(asked.source.path)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        const { text, ...told } = await tasks.run(superEllipsesTask, asked, { signal, onProgress });
        await disk.write(out, text);
        return { file: out, ...told };
      }),
    'analysis.features': ({ out, ...asked }) =>
      jobs.start('features', `Measure ${path.basename(asked.labels)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        const { text, ...told } = await tasks.run(measureLabelsTask, asked, { signal, onProgress });
        await disk.write(out, text);
        return { file: out, ...told };
      }),
  };
}
