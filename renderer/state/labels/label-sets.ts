import { createStore } from 'zustand/vanilla';
import type { LabelFrameInfo, LabelSetInfo } from '../../../app/contract/labels.ts';
import type { ClassPreset, LabelClass, LabelClasses } from '../../../app/domain/labels/label-class.ts';
import { maxClassId } from '../../../app/domain/labels/label-class.ts';
import { ask } from '../../client/session.ts';
import { edit } from '../saving.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

/** The label sets of the project and which of their frames are labelled. */
export interface LabelSets {
  readonly sets: readonly LabelSetInfo[];
  readonly loaded: boolean;
  /** Labelled frames of the set in use, by `frameKey`. */
  readonly frames: ReadonlyMap<string, LabelFrameInfo>;
}

const none: LabelSets = { sets: [], loaded: false, frames: new Map() };

export const labelSetsStore = createStore<LabelSets>()(() => none);

export const frameKey = ({ imageId, frame }: { readonly imageId: number; readonly frame: number }) =>
  `${imageId}/${frame}`;

export function clearLabelSets(): void {
  labelSetsStore.setState(none, true);
}

/** Fetches sets and frames; the set in use stays while it exists, else the first one comes into use. */
export async function loadLabelSets(): Promise<void> {
  const { sets } = await ask('labels.sets', {});
  const { setId } = labelStore.getState();
  const used = sets.find(({ id }) => id === setId) ?? sets[0] ?? null;
  adopt(used);
  if (used === null) {
    labelSetsStore.setState({ sets, loaded: true, frames: new Map() });
    return;
  }
  const { frames } = await ask('labels.frames', { setId: used.id });
  labelSetsStore.setState({ sets, loaded: true, frames: new Map(frames.map((one) => [frameKey(one), one])) });
}

/** Takes a set into use: its classes are what tools paint. */
function adopt(used: LabelSetInfo | null): void {
  labelStore.setState(({ setId, activeClassId, classes, protect }) => {
    if (used === null) return setId === null ? {} : { setId: null, classes: [], selected: [] };
    const kept = used.classes.some(({ id }) => id === activeClassId);
    const never = protect.never.filter((id) => used.classes.some((one) => one.id === id));
    return {
      setId: used.id,
      classes: setId === used.id && sameClasses(classes, used.classes) ? classes : used.classes,
      activeClassId: setId === used.id && kept ? activeClassId : (used.classes[0]?.id ?? 0),
      ...(never.length === protect.never.length ? {} : { protect: { ...protect, never } }),
    };
  });
}

const sameClasses = (a: LabelClasses, b: LabelClasses) => JSON.stringify(a) === JSON.stringify(b);

/** Works on another label set from now on. */
export async function workOnSet(id: number): Promise<void> {
  await flushLabels();
  labelStore.setState({ setId: id });
  await loadLabelSets();
}

export async function createLabelSet(name: string, { classes }: Pick<ClassPreset, 'classes'>): Promise<LabelSetInfo> {
  return edit('labels.createSet', { name, classes: [...classes] });
}

/** Changes the classes of the set in use; strokes that are on their way are waited for. */
export async function changeClasses(classes: LabelClasses, moveTo: number | null = null): Promise<void> {
  const { setId } = labelStore.getState();
  if (setId === null) return;
  await flushLabels();
  await edit('labels.updateSet', { id: setId, classes: [...classes], moveTo });
}

export async function renameLabelSet(id: number, name: string): Promise<void> {
  await edit('labels.updateSet', { id, name, moveTo: null });
}

export async function removeLabelSet(id: number): Promise<void> {
  await flushLabels();
  await edit('labels.removeSet', { id });
}

/** A name that no set has yet: "Labels", "Labels 2" ... */
export function freshName(wish: string, taken: readonly string[]): string {
  if (!taken.includes(wish)) return wish;
  for (let n = 2; ; n++) if (!taken.includes(`${wish} ${n}`)) return `${wish} ${n}`;
}

/** The lowest class number that is free, or null. */
export function freeClassId(classes: LabelClasses): number | null {
  const taken = new Set(classes.map(({ id }) => id));
  for (let id = 1; id <= maxClassId; id++) if (!taken.has(id)) return id;
  return null;
}

/** The list with one class changed. */
export const withClass = (classes: LabelClasses, id: number, change: Partial<LabelClass>): LabelClasses =>
  classes.map((one) => (one.id === id ? { ...one, ...change } : one));

/** The list with one class moved by places, held inside the list. */
export function moved(classes: LabelClasses, id: number, by: number): LabelClasses {
  const from = classes.findIndex((one) => one.id === id);
  const to = Math.min(classes.length - 1, Math.max(0, from + by));
  if (from < 0 || from === to) return classes;
  const rest = classes.filter((one) => one.id !== id);
  return [...rest.slice(0, to), classes[from], ...rest.slice(to)];
}
