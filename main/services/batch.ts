import { Failure } from '../../app/domain/failure.ts';
import { inspectFileTask } from '../../app/pipeline/tasks/inspect-file.ts';
import { evaluateHandler } from './evaluation.ts';
import type { WithoutFiles } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import { segmentFiles } from './segment-files.ts';
import { simulateFiles } from './simulate-files.ts';

/** Work on files without a project. */
export function batchHandlers(ports: ServicePorts): WithoutFiles<'batch'> {
  return {
    'batch.inspect': async ({ path }, { signal }) => {
      try {
        const { format, images } = await ports.tasks.run(inspectFileTask, { path }, { signal });
        return { file: path, format, images: images.map((i) => ({ ...i, shape: [...i.shape], axes: [...i.axes] })) };
      } catch (thrown) {
        const failure = Failure.from(thrown);
        if (failure.info.tag === 'stopped') throw failure;
        return { file: path, error: failure.info };
      }
    },
    'batch.segment': (asked) =>
      ports.jobs.start(
        'segment',
        `Segment ${asked.paths.length} ${asked.paths.length === 1 ? 'file' : 'files'}`,
        (job) => segmentFiles(ports, asked, job),
      ),
    'batch.simulate': (asked) =>
      ports.jobs.start(
        'simulate',
        `Simulate ${asked.count} ${asked.count === 1 ? 'micrograph' : 'micrographs'}`,
        (job) => simulateFiles(ports, asked, job),
      ),
    'batch.evaluate': evaluateHandler(ports),
  };
}
