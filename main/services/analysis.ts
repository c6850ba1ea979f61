import path from 'node:path';
import { classifyApplyTask } from '../../app/pipeline/tasks/classify-apply.ts';
import { classifyTrainTask } from '../../app/pipeline/tasks/classify-train.ts';
import { clusterTableTask } from '../../app/pipeline/tasks/cluster-table.ts';
import { fingerprintTask } from '../../app/pipeline/tasks/fingerprint.ts';
import { measureLabelsTask } from '../../app/pipeline/tasks/measure-labels.ts';
import { type Study, sampleSizeTask, sizeResolvedTask } from '../../app/pipeline/tasks/size-studies.ts';
import { superEllipsesTask } from '../../app/pipeline/tasks/super-ellipses.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';

/** From particles to shapes and groups, from files to files. */
export function analysisHandlers({ tasks, disk, jobs, host }: ServicePorts): HandlersOf<'analysis'> {
  const written = async (out: string, { files, rows, told }: Study) => {
    for (const { name, text } of files) await disk.write(path.join(out, name), text);
    return { out, files: files.map(({ name }) => name), rows, told };
  };
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
    'analysis.cluster': ({ out, table, ...asked }) =>
      jobs.start('cluster', `Group ${path.basename(table)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        // Before the work: a place that takes no files is told at once.
        await disk.makeFolder(out);
        const request = { ...asked, path: table, program: `Morphoscope ${host.version}` };
        const { files, ...told } = await tasks.run(clusterTableTask, request, { signal, onProgress });
        for (const { name, text } of files) await disk.write(path.join(out, name), text);
        return { out, files: files.map(({ name }) => name), ...told, sizes: [...told.sizes] };
      }),
    'analysis.classifyTrain': ({ out, table, ...asked }) =>
      jobs.start('classify', `Train a classifier on ${path.basename(table)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        await disk.makeFolder(out);
        const request = { ...asked, path: table, program: `Morphoscope ${host.version}` };
        const { model, report, ...told } = await tasks.run(classifyTrainTask, request, { signal, onProgress });
        await disk.write(path.join(out, 'model.json'), model);
        await disk.write(path.join(out, 'report.json'), report);
        return { out, ...told };
      }),
    'analysis.classifyApply': ({ out, table, model }) =>
      jobs.start('classify', `Classify ${path.basename(table)}`, async (job) => {
        const { signal, progress: onProgress } = job;
        const { text, ...told } = await tasks.run(classifyApplyTask, { model, path: table }, { signal, onProgress });
        await disk.write(out, text);
        return { out, ...told };
      }),
    'analysis.sizeResolved': ({ out, table, ...asked }) =>
      jobs.start('size-resolved', `Shape by size of ${path.basename(table)}`, async ({ signal, progress }) =>
        written(out, await tasks.run(sizeResolvedTask, { ...asked, path: table }, { signal, onProgress: progress })),
      ),
    'analysis.sampleSize': ({ out, table, ...asked }) =>
      jobs.start('sample-size', `How many particles of ${path.basename(table)}`, async ({ signal, progress }) =>
        written(out, await tasks.run(sampleSizeTask, { ...asked, path: table }, { signal, onProgress: progress })),
      ),
  };
}
