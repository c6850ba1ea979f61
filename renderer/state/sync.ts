import { Failure } from '../../app/domain/failure.ts';
import { forgetRun } from '../client/bytes.ts';
import { ask, on } from '../client/session.ts';
import { loadHistory, setHistory } from './history.ts';
import { importResult, loadJobs, noteJob } from './jobs.ts';
import { clearLabelSets, loadLabelSets } from './labels/label-sets.ts';
import { clearReview } from './labels/review.ts';
import { noteLabelsChanged, resumeLabels } from './labels/shown-labels.ts';
import { changeLayout } from './layout.ts';
import { clearLibrary, loadLibrary, showArrived } from './library.ts';
import { dismissNotice, showFailure, showNotice } from './notices.ts';
import { loadProgram } from './program.ts';
import { adoptProject, loadRecent, projectStore } from './project.ts';
import { clearRuns, loadRecipes, loadRuns } from './runs.ts';
import { markSaved } from './saving.ts';
import { clearModels, loadModels } from './training/models.ts';
import { clearPlan } from './training/plan.ts';
import { clearTrainings, loadTrainings, noteEpoch, noteProgress } from './training/trainings.ts';
import { clearTree } from './tree.ts';
import { loadWatched } from './watch.ts';

/**
 * Makes many wishes to fetch the same thing into few fetches: while one is under way, and for `pause` ms after it, all
 * later wishes together become one more. The first wish after a rest is fulfilled at once.
 */
export function coalesced(fetch: () => Promise<void>, pause = 0): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again: Promise<void> | null = null;
  const start = () => {
    const fetching = fetch();
    const rested = fetching
      .catch(() => undefined)
      .then(() => (pause === 0 ? undefined : new Promise<void>((rest) => setTimeout(rest, pause))));
    running = rested;
    void rested.then(() => {
      if (running === rested) running = null;
    });
    return fetching;
  };
  return () => {
    if (running === null) return start();
    again ??= running.then(() => {
      again = null;
      return start();
    });
    return again;
  };
}

/** A fetch whose failure is told at the top of the window instead of being lost. */
function told(what: string, fetch: () => Promise<void>, pause = 0): () => void {
  const run = coalesced(fetch, pause);
  return () => {
    run().catch((thrown: unknown) => {
      const { info } = Failure.from(thrown);
      // A project that was closed meanwhile, or a connection whose loss the window shows already.
      if (info.tag === 'no-project' || info.tag === 'disconnected') return;
      showFailure('window', `load ${what}`, info);
    });
  };
}

const refresh = {
  // An import tells of every image; a list of thousands is not fetched for each.
  library: told('library', loadLibrary, 120),
  runs: told('runs', loadRuns),
  recipes: told('recipes', loadRecipes),
  jobs: told('jobs', loadJobs),
  history: told('history', loadHistory),
  watch: told('watch', loadWatched),
  // every stroke tells of itself
  labels: told('labels', loadLabelSets, 500),
  recent: told('recent', loadRecent),
  trainings: told('trainings', loadTrainings),
  models: told('models', loadModels),
};

function clearTraining(): void {
  clearTrainings();
  clearModels();
  clearPlan();
}

function loadAll(): void {
  refresh.jobs();
  refresh.recent();
  if (projectStore.getState().project === null) {
    clearLibrary();
    clearRuns();
    clearTree();
    clearLabelSets();
    clearTraining();
    return;
  }
  refresh.library();
  refresh.runs();
  refresh.recipes();
  refresh.history();
  refresh.watch();
  refresh.trainings();
  resumeLabels();
}

/** Fetches what the window needs from the services, as at start and after a lost connection came back. */
export async function loadProgramAndProject(): Promise<void> {
  const [{ project }] = await Promise.all([ask('projects.current', {}), loadProgram()]);
  adoptProject(project);
  loadAll();
}

function tellFailedImport(files: number): void {
  showNotice({
    key: 'import',
    place: 'samples',
    kind: 'suspect',
    text: files === 1 ? 'One file could not be read.' : `${files} files could not be read.`,
    remedy: '',
    action: {
      title: 'Show',
      run: () => {
        changeLayout({ jobsOpen: true });
        dismissNotice('samples', 'import');
      },
    },
  });
}

/** Keeps the stores true to the services from now on. Returns the way to stop. */
export function followEvents(): () => void {
  const quits = [
    on('project.opened', ({ project }) => {
      clearTree();
      clearLabelSets();
      clearReview();
      clearTraining();
      adoptProject(project);
      loadAll();
    }),
    on('project.saved', ({ at }) => markSaved(at)),
    on('images.changed', refresh.library),
    on('samples.changed', refresh.library),
    on('recipes.changed', refresh.recipes),
    on('runs.changed', ({ runId }) => {
      if (runId !== null) forgetRun(runId);
      refresh.runs();
      refresh.library();
    }),
    on('history.changed', setHistory),
    on('watch.changed', refresh.watch),
    on('training.changed', refresh.trainings),
    on('training.progress', noteProgress),
    on('training.epoch', noteEpoch),
    on('models.changed', refresh.models),
    on('labels.setsChanged', refresh.labels),
    on('labels.changed', (news) => {
      noteLabelsChanged(news);
      refresh.labels();
    }),
    on('job.changed', ({ job }) => {
      noteJob(job);
      const made = job.state === 'done' ? importResult(job) : null;
      if (made === null) return;
      // Should the list not come, the event that told of the images fetches it again, and tells.
      void showArrived(job.id, made.imageIds).catch(() => undefined);
      if (made.failed.length > 0) tellFailedImport(made.failed.length);
    }),
  ];
  return () => {
    for (const quit of quits) quit();
  };
}
