import type { ModelInfo } from '../../../app/contract/models.ts';
import type { RunInfo } from '../../../app/contract/segmentation.ts';
import { ask } from '../../client/session.ts';
import { jobEnded, noteJob } from '../jobs.ts';
import { libraryStore } from '../library.ts';
import { showFailure } from '../notices.ts';
import type { Scope } from '../recipe-draft.ts';
import { loadRuns, runsStore } from '../runs.ts';
import { imagesToSegment } from '../segmenting.ts';
import { compareRun, selectionStore, selectRun } from '../selection.ts';
import { setView } from '../view.ts';

/** Runs a model on images as a job, named after it. Resolves with the run that it made; null when it failed or was stopped early. */
async function runModel({ id, card }: ModelInfo, imageIds: readonly number[]): Promise<number | null> {
  const recipe = await ask('models.recipe', { id });
  const job = await ask('runs.start', { recipe, imageIds: [...imageIds], frames: 'all', title: card.title });
  noteJob(job);
  const ended = await jobEnded(job.id);
  if (ended.failure !== null) showFailure('inspector', 'apply', ended.failure);
  const { runId } = ended.result;
  if (typeof runId !== 'number') return null;
  if (!runsStore.getState().runById.has(runId)) await loadRuns();
  return runId;
}

/** Applies a model to the images of a scope and brings what it found to the front. Resolves with the run. */
export async function applyModel(model: ModelInfo, scope: Scope): Promise<number | null> {
  const runId = await runModel(
    model,
    imagesToSegment(scope, false).map(({ id }) => id),
  );
  if (runId !== null) selectRun(runId);
  return runId;
}

/** Applies two models to the shown image and puts a swipe line between what they found. */
export async function swipeModels(a: ModelInfo, b: ModelInfo): Promise<void> {
  const { shown } = selectionStore.getState();
  if (shown === null || !libraryStore.getState().imageById.has(shown.imageId)) return;
  const first = await runModel(a, [shown.imageId]);
  const second = first === null ? null : await runModel(b, [shown.imageId]);
  if (first === null || second === null) return;
  selectRun(first);
  compareRun(second);
  setView({ compare: 'swipe', fft: false });
}

/** Whether a run applied a model: recipes name it by its id, or by the hash of its file. */
export function appliesModel({ recipe }: Pick<RunInfo, 'recipe'>, { id, card }: ModelInfo): boolean {
  return recipe.steps.some(({ params }) => params['model'] === id || params['model'] === `sha256:${card.sha256}`);
}
