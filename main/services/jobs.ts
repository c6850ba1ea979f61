import type { JobBoard } from '../../app/ports/job-board.ts';
import type { HandlersOf } from './handler.ts';

/** Long work of this session. */
export function jobHandlers(jobs: JobBoard): HandlersOf<'jobs'> {
  return {
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.stop': ({ id }) => {
      jobs.stop(id);
      return {};
    },
    'jobs.clear': () => {
      jobs.clear();
      return {};
    },
  };
}
