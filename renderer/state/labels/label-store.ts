import { createStore } from 'zustand/vanilla';
import type { FailureInfo } from '../../../app/domain/failure.ts';
import type { LabelClasses } from '../../../app/domain/labels/label-class.ts';
import type { LabelDocument } from './document.ts';
import { type Protect, protectNothing } from './protect.ts';

export type LabelLayerName = 'classes' | 'instances';

/** What is being labelled, and with what. */
export interface LabelState {
  /** The label set in use; null while none is. */
  readonly setId: number | null;
  /** Its classes. */
  readonly classes: LabelClasses;
  /** Labels of the shown frame; null while none is shown or they are on their way. */
  readonly document: LabelDocument | null;
  readonly loading: boolean;
  /** Why the labels of the shown frame could not be read. */
  readonly failure: FailureInfo | null;
  /** Grows when an edit ended or was taken back, or something came from outside: when lists and counts should look again. */
  readonly settled: number;
  /** What painting gives; 0 = unlabelled. */
  readonly activeClassId: number;
  /** Which of the two layers tools work on. */
  readonly layer: LabelLayerName;
  readonly protect: Protect;
  /** Ids of selected particles, the active one last. */
  readonly selected: readonly number[];
  /** The particle under the pointer. */
  readonly hovered: number | null;
}

const nothing: LabelState = {
  setId: null,
  classes: [],
  document: null,
  loading: false,
  failure: null,
  settled: 0,
  activeClassId: 1,
  layer: 'classes',
  protect: protectNothing,
  selected: [],
  hovered: null,
};

export const labelStore = createStore<LabelState>()(() => nothing);

/** Forgets everything, as when another project opens. */
export function clearLabels(): void {
  labelStore.setState(nothing, true);
}

/** Chooses the label set to work in; its classes come with it. Shown labels are those of `showLabels` after this. */
export function chooseLabelSet(setId: number | null, classes: LabelClasses): void {
  labelStore.setState({ setId, classes });
}

/** @public */
export function setActiveClass(activeClassId: number): void {
  labelStore.setState({ activeClassId });
}

/** Chooses the layer that tools work on. @public */
export function setLayer(layer: LabelLayerName): void {
  labelStore.setState({ layer });
}

/** What painting must leave alone, from the next edit on. */
export function setProtect(protect: Protect): void {
  const { document } = labelStore.getState();
  if (document !== null) document.protect = protect;
  labelStore.setState({ protect });
}

export type SelectionChange = 'replace' | 'add' | 'remove' | 'toggle';

/** Changes which particles are selected; the last one of `ids` that stays selected becomes the active one. */
export function selectInstances(ids: readonly number[], change: SelectionChange = 'replace'): void {
  labelStore.setState(({ selected }) => {
    const given = new Set(ids);
    const rest = change === 'replace' ? [] : selected.filter((id) => !given.has(id));
    if (change === 'remove') return { selected: rest };
    const added = change === 'toggle' ? [...given].filter((id) => !selected.includes(id)) : [...given];
    return { selected: [...rest, ...added] };
  });
}

/** @public */
export function hoverInstance(hovered: number | null): void {
  if (labelStore.getState().hovered !== hovered) labelStore.setState({ hovered });
}
