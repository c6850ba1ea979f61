import { createStore } from 'zustand/vanilla';
import type { ForestAnswer, ForestSource } from '../../../app/contract/forest.ts';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import { defaultForest, type ForestFeatures, type ForestSettings } from '../../../app/domain/forest.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import type { PlaneRef } from '../selection.ts';
import type { ForestMap } from './forest-map.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

export type ToldForest = Extract<ForestAnswer, { state: 'told' }>;

/** The live pixel forest of the Label room. */
export interface ForestState {
  /** It learns and tells while somebody paints. */
  readonly on: boolean;
  readonly settings: ForestSettings;
  /** 0..1, of the classes that it tells. */
  readonly opacity: number;
  /** What is background is tinted too. */
  readonly showsBackground: boolean;
  /** What it said of the shown frame; null while it has said nothing. */
  readonly map: ForestMap | null;
  /** Its last answer, but the bytes. */
  readonly told: ToldForest | null;
  /** What it has to learn from; null while that is not known. */
  readonly learned: ForestSource | null;
  readonly computing: boolean;
  /** Milliseconds from the question to what is seen. */
  readonly took: number | null;
  readonly failure: FailureInfo | null;
}

const nothing = { map: null, told: null, learned: null, computing: false, took: null, failure: null };

export const forestStore = createStore<ForestState>()(() => ({
  on: false,
  settings: defaultForest,
  opacity: 0.35,
  showsBackground: false,
  ...nothing,
}));

/** Forgets what was said, as when another frame is shown. */
export function clearForest(): void {
  forestStore.setState(nothing);
}

export function setForest(change: Partial<Pick<ForestState, 'on' | 'opacity' | 'showsBackground'>>): void {
  forestStore.setState(change);
}

/** Changes what the forest looks at; a choice without scales or families is left as it was. */
export function setFeatures(change: Partial<ForestFeatures>): void {
  forestStore.setState(({ settings }) => {
    const features = { ...settings.features, ...change };
    const scales = [...features.scales].sort((a, b) => a - b);
    if (scales.length === 0 || features.families.length === 0) return {};
    return { settings: { ...settings, features: { ...features, scales } } };
  });
}

export function setLevels(levels: ForestSettings['levels']): void {
  forestStore.setState(({ settings }) => ({ settings: { ...settings, levels } }));
}

/** Makes what the forest says into labels of whole frames: a job, one step of undo. */
export async function labelByForest(frames: readonly PlaneRef[], mode: 'fill' | 'replace'): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null || frames.length === 0) return;
  await flushLabels();
  const { settings } = forestStore.getState();
  await ask('forest.labels', {
    setId,
    frames: frames.map(({ imageId, frame }) => ({ imageId, frame })),
    settings,
    mode,
  });
}

/** Keeps the forest as a recipe of the project; the recipe's id. */
export async function keepForest(title: string): Promise<string | null> {
  const { setId } = labelStore.getState();
  if (setId === null) return null;
  await flushLabels();
  const { recipeId } = await edit('forest.keep', { setId, settings: forestStore.getState().settings, title });
  return recipeId;
}
