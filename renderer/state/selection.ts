import { createStore } from 'zustand/vanilla';

/** One plane of one image of the open project. `frame` is 0-based. */
export interface PlaneRef {
  readonly imageId: number;
  readonly frame: number;
}

/**
 * What the person has chosen. There is one selection in the whole window: a click in the stage, the gallery, the
 * table or a plot writes here, and all of them show what stands here.
 */
export interface Selection {
  /** The plane on the stage (A); null when the project has no image or none was chosen yet. */
  readonly shown: PlaneRef | null;
  /** The plane compared with it (B): Tab swaps the two. */
  readonly other: PlaneRef | null;
  /** Images marked in the tree, in tree order; holds `shown.imageId` when it is not empty. Empty while a sample is chosen. */
  readonly imageIds: readonly number[];
  /** The sample whose properties the inspector shows; null while an image is chosen. */
  readonly sampleId: number | null;
  /** The run whose result is shown over the image and in the table. */
  readonly runId: number | null;
  /** A second run compared with `runId` on the same plane (swipe). */
  readonly otherRunId: number | null;
  /** Selected particles: rows of the table of `runId`, ascending, without repeats. Never written to after it is set. */
  readonly rows: Uint32Array;
  /** The particle chosen last, which the inspector describes; one of `rows`. */
  readonly activeRow: number | null;
  /** The particle under the pointer, in whichever view the pointer is. */
  readonly hoverRow: number | null;
}

const none = new Uint32Array(0);

const nothing: Selection = {
  shown: null,
  other: null,
  imageIds: [],
  sampleId: null,
  runId: null,
  otherRunId: null,
  rows: none,
  activeRow: null,
  hoverRow: null,
};

export const selectionStore = createStore<Selection>()(() => nothing);

/** Forgets everything, as when another project opens. */
export function clearSelection(): void {
  selectionStore.setState(nothing, true);
}

/** Puts one image on the stage and marks it alone. Keeps the frame when the image is already shown. */
export function showImage(imageId: number, frame?: number): void {
  selectionStore.setState((s) => ({
    shown: { imageId, frame: frame ?? (s.shown?.imageId === imageId ? s.shown.frame : 0) },
    imageIds: [imageId],
    sampleId: null,
  }));
}

/** Marks several images; `lead` goes to the stage. An empty list leaves the stage as it is. */
export function selectImages(imageIds: readonly number[], lead: number | null): void {
  selectionStore.setState((s) => {
    const shown = lead === null ? s.shown : { imageId: lead, frame: s.shown?.imageId === lead ? s.shown.frame : 0 };
    return { imageIds, sampleId: null, shown };
  });
}

/** Steps to a frame of the shown image, held inside 0..frames-1. */
export function showFrame(frame: number, frames: number): void {
  selectionStore.setState((s) => {
    if (s.shown === null) return s;
    const held = Math.min(Math.max(0, Math.trunc(frame)), Math.max(0, frames - 1));
    return held === s.shown.frame ? s : { shown: { imageId: s.shown.imageId, frame: held } };
  });
}

/** Shows a sample's properties instead of the images'; the stage keeps its image. */
export function selectSample(sampleId: number | null): void {
  selectionStore.setState(sampleId === null ? { sampleId } : { sampleId, imageIds: [] });
}

/** Chooses the plane to compare with, or none. */
export function compareWith(other: PlaneRef | null): void {
  selectionStore.setState({ other });
}

/** Swaps A and B: the compared plane comes to the front. */
export function swapCompared(): void {
  selectionStore.setState((s) =>
    s.other === null ? s : { shown: s.other, other: s.shown, imageIds: [s.other.imageId], sampleId: null },
  );
}

/** Chooses the run whose result is shown. Particles of another run are let go. */
export function selectRun(runId: number | null): void {
  selectionStore.setState((s) =>
    s.runId === runId
      ? s
      : {
          runId,
          otherRunId: s.otherRunId === runId ? null : s.otherRunId,
          rows: none,
          activeRow: null,
          hoverRow: null,
        },
  );
}

/** Chooses the run to compare with on the same plane, or none. */
export function compareRun(otherRunId: number | null): void {
  selectionStore.setState({ otherRunId });
}

export type RowsChange = 'replace' | 'add' | 'remove' | 'toggle';

/**
 * Changes the selected particles of the current run. `rows` in any order, repeats allowed; the last one that stays
 * selected becomes the active one.
 */
export function selectRows(rows: ArrayLike<number>, change: RowsChange = 'replace'): void {
  selectionStore.setState((s) => {
    const next = change === 'replace' ? sorted(rows) : merged(s.rows, sorted(rows), change);
    const last = rows.length === 0 ? null : rows[rows.length - 1];
    const active = last !== null && hasRow(next, last) ? last : s.activeRow;
    return { rows: next, activeRow: active !== null && hasRow(next, active) ? active : (next.at(-1) ?? null) };
  });
}

/** Marks the particle under the pointer, or none. */
export function hoverRow(row: number | null): void {
  if (selectionStore.getState().hoverRow !== row) selectionStore.setState({ hoverRow: row });
}

/** True when ascending `rows` hold `row` (binary search). */
export function hasRow(rows: Uint32Array, row: number): boolean {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = rows[middle];
    if (value === row) return true;
    if (value < row) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

function isAscending(rows: Uint32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i] <= rows[i - 1]) return false;
  return true;
}

function sorted(rows: ArrayLike<number>): Uint32Array {
  // Plots name hundreds of thousands of rows in order while something is dragged.
  if (rows instanceof Uint32Array && isAscending(rows)) return rows;
  const all = Uint32Array.from(rows).sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) {
    if (i === 0 || all[i] !== all[i - 1]) all[kept++] = all[i];
  }
  return kept === all.length ? all : all.slice(0, kept);
}

/** Union, difference or symmetric difference of two ascending lists, in one pass. */
function merged(a: Uint32Array, b: Uint32Array, change: 'add' | 'remove' | 'toggle'): Uint32Array {
  const out = new Uint32Array(a.length + b.length);
  const keepBoth = change === 'add';
  const keepB = change !== 'remove';
  let n = 0;
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (j >= b.length || (i < a.length && a[i] < b[j])) out[n++] = a[i++];
    else if (i >= a.length || b[j] < a[i]) {
      if (keepB) out[n++] = b[j];
      j++;
    } else {
      if (keepBoth) out[n++] = a[i];
      i++;
      j++;
    }
  }
  return out.slice(0, n);
}
