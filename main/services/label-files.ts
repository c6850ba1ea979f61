import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import { classesOfKey, meaningsOfKey } from '../../app/formats/labels/key.ts';
import { plainClasses } from '../../app/pipeline/label-files/found.ts';
import { guessKeyTask, readKeyTask } from '../../app/pipeline/tasks/label-files.ts';
import type { HandlersOfFiles } from './handler.ts';
import { convertLabels, frameStats, labelStats } from './label-batch.ts';
import { exportLabels } from './label-export.ts';
import { importLabels } from './label-import.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';

const counted = (paths: CallRequest<'labels.import'>['paths']) =>
  paths.length === 1 ? path.basename(paths[0]) : `${paths.length} files`;

/** Labels in and out. */
export function labelFileHandlers(ports: ServicePorts, labels: Labels, jobs: ProjectJobs): HandlersOfFiles {
  const classesOfSet = async (setId: number | null) =>
    setId === null ? null : (await labels.reads.labelSet(setId)).classes;
  return {
    'labels.guessKey': async ({ setId, path: file }, { signal }) => {
      const classes = [...((await classesOfSet(setId)) ?? plainClasses)];
      const legend = await ports.tasks.run(guessKeyTask, { path: path.resolve(file), classes }, { signal });
      return { ...legend, entries: [...legend.entries] };
    },
    'labels.keyOfFile': async ({ setId, path: file }, { signal }) => {
      const entries = await ports.tasks.run(readKeyTask, { path: path.resolve(file) }, { signal });
      const classes = classesOfKey(entries);
      const { meanings, unknown } = meaningsOfKey(entries, (await classesOfSet(setId)) ?? classes);
      return { classes, key: [...meanings], unknown: [...unknown] };
    },
    'labels.import': (asked) =>
      jobs.start('labels', `Import labels from ${counted(asked.paths)}`, (job) =>
        importLabels(ports, labels, asked, job),
      ),
    'labels.export': async (asked) => {
      const { name } = await labels.reads.labelSet(asked.setId);
      return jobs.start('export', `Export labels ${name}`, async (job) => ({
        files: await exportLabels(ports, labels, asked, job),
      }));
    },
    'labels.frameStats': ({ setId }, { signal }) => frameStats(ports, labels, setId, signal),
    'batch.convertLabels': (asked) =>
      ports.jobs.start('labels', `Convert ${counted(asked.paths)}`, (job) => convertLabels(ports, asked, job)),
    'batch.labelStats': (asked, { signal }) => labelStats(ports, asked, signal),
  };
}
