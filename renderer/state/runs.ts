import { createStore } from 'zustand/vanilla';
import type { CallOutput } from '../../app/contract/list.ts';
import type { RunInfo } from '../../app/contract/segmentation.ts';
import { ask } from '../client/session.ts';
import { selectionStore, selectRun } from './selection.ts';

export interface Runs {
  /** Newest first. */
  readonly runs: readonly RunInfo[];
  readonly runById: ReadonlyMap<number, RunInfo>;
  readonly recipes: CallOutput<'recipes.list'>['recipes'];
}

const empty: Runs = { runs: [], runById: new Map(), recipes: [] };

export const runsStore = createStore<Runs>()(() => empty);

export function clearRuns(): void {
  runsStore.setState(empty, true);
}

export async function loadRuns(): Promise<void> {
  const { runs } = await ask('runs.list', {});
  const runById = new Map(runs.map((run) => [run.id, run]));
  runsStore.setState({ runs, runById });
  const { runId, otherRunId } = selectionStore.getState();
  if (otherRunId !== null && !runById.has(otherRunId)) selectionStore.setState({ otherRunId: null });
  if (runId === null || !runById.has(runId)) selectRun(runs[0]?.id ?? null);
}

export async function loadRecipes(): Promise<void> {
  const { recipes } = await ask('recipes.list', {});
  runsStore.setState({ recipes });
}
