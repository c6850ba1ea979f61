import { createStore } from 'zustand/vanilla';
import type { ImageInfo, SampleInfo } from '../../app/contract/nouns.ts';
import { type Library, libraryStore } from './library.ts';
import { type Selection, selectImages, selectionStore, selectSample } from './selection.ts';

/** How the tree of samples and images is looked at. */
export interface TreeState {
  readonly query: string;
  /** Samples that are folded, by id. */
  readonly folded: ReadonlySet<number>;
  /** The row whose name is being edited. */
  readonly renaming: { readonly kind: 'sample' | 'image'; readonly id: number } | null;
  /** Where a range selection began: an image id. */
  readonly anchor: number | null;
}

export const treeStore = createStore<TreeState>()(() => ({
  query: '',
  folded: new Set(),
  renaming: null,
  anchor: null,
}));

export type TreeRow =
  | { readonly kind: 'sample'; readonly sample: SampleInfo; readonly images: number; readonly folded: boolean }
  | { readonly kind: 'image'; readonly image: ImageInfo; readonly position: number; readonly siblings: number };

/**
 * Rows of the tree, top to bottom. With a query only images that match it (by name, file or sample) and their samples
 * are left, and nothing is folded.
 */
export function treeRows(library: Library, tree: Pick<TreeState, 'query' | 'folded'>): TreeRow[] {
  const words = tree.query.toLowerCase().split(/\s+/).filter(Boolean);
  const bySample = new Map<number, ImageInfo[]>();
  for (const image of library.images) {
    const list = bySample.get(image.sampleId);
    if (list === undefined) bySample.set(image.sampleId, [image]);
    else list.push(image);
  }
  const rows: TreeRow[] = [];
  for (const sample of library.samples) {
    const all = bySample.get(sample.id) ?? [];
    const sampleText = `${sample.name} ${sample.note}`.toLowerCase();
    const images =
      words.length === 0
        ? all
        : all.filter((image) => {
            const text = `${image.name} ${image.path} ${image.format} ${sampleText}`.toLowerCase();
            return words.every((word) => text.includes(word));
          });
    if (words.length > 0 && images.length === 0 && !words.every((word) => sampleText.includes(word))) continue;
    const folded = words.length === 0 && tree.folded.has(sample.id);
    rows.push({ kind: 'sample', sample, images: images.length, folded });
    if (folded) continue;
    for (let i = 0; i < images.length; i++) {
      rows.push({ kind: 'image', image: images[i], position: i + 1, siblings: images.length });
    }
  }
  return rows;
}

/** The row that the keyboard stands on, or -1. */
export function leadRow(rows: readonly TreeRow[], selection: Pick<Selection, 'sampleId' | 'shown'>): number {
  return selection.sampleId === null
    ? rows.findIndex((row) => row.kind === 'image' && row.image.id === selection.shown?.imageId)
    : rows.findIndex((row) => row.kind === 'sample' && row.sample.id === selection.sampleId);
}

/** Chooses a row: alone, in addition to others (images only), or all images between the anchor and it. */
export function chooseRow(rows: readonly TreeRow[], index: number, how: 'alone' | 'toggle' | 'range'): void {
  const row = rows[index];
  if (row === undefined) return;
  if (row.kind === 'sample') {
    selectSample(row.sample.id);
    return;
  }
  const id = row.image.id;
  const { imageIds } = selectionStore.getState();
  const { anchor } = treeStore.getState();
  if (how === 'range' && anchor !== null) {
    selectImages(imagesBetween(rows, anchor, id), id);
    return;
  }
  treeStore.setState({ anchor: id });
  if (how !== 'toggle') {
    selectImages([id], id);
    return;
  }
  if (!imageIds.includes(id)) selectImages(inTreeOrder(rows, [...imageIds, id]), id);
  else if (imageIds.length > 1) {
    const left = imageIds.filter((other) => other !== id);
    const { shown } = selectionStore.getState();
    selectImages(left, shown !== null && left.includes(shown.imageId) ? shown.imageId : left[left.length - 1]);
  }
}

/** Marks every image that the tree shows now. */
export function chooseAllImages(): void {
  const ids = treeRows(libraryStore.getState(), treeStore.getState()).flatMap((row) =>
    row.kind === 'image' ? [row.image.id] : [],
  );
  if (ids.length === 0) return;
  const { shown } = selectionStore.getState();
  selectImages(ids, shown !== null && ids.includes(shown.imageId) ? shown.imageId : ids[0]);
}

/** Shows the next (1) or previous (-1) image of the tree as it is filtered now. */
export function stepImage(by: 1 | -1): void {
  const images = treeRows(libraryStore.getState(), treeStore.getState()).filter((row) => row.kind === 'image');
  if (images.length === 0) return;
  const { shown } = selectionStore.getState();
  const at = images.findIndex((row) => row.image.id === shown?.imageId);
  const next = images[Math.min(images.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
  treeStore.setState({ anchor: next.image.id });
  selectImages([next.image.id], next.image.id);
}

export function search(query: string): void {
  treeStore.setState({ query });
}

export function foldSample(sampleId: number, folded: boolean): void {
  treeStore.setState((s) => {
    const next = new Set(s.folded);
    if (folded) next.add(sampleId);
    else next.delete(sampleId);
    return { folded: next };
  });
}

export function startRenaming(row: TreeState['renaming']): void {
  treeStore.setState({ renaming: row });
}

export function clearTree(): void {
  treeStore.setState({ query: '', folded: new Set(), renaming: null, anchor: null });
}

function imagesBetween(rows: readonly TreeRow[], from: number, to: number): number[] {
  const at = (id: number) => rows.findIndex((row) => row.kind === 'image' && row.image.id === id);
  const a = at(from);
  const b = at(to);
  if (a < 0) return [to];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).flatMap((row) => (row.kind === 'image' ? [row.image.id] : []));
}

function inTreeOrder(rows: readonly TreeRow[], ids: readonly number[]): number[] {
  const wanted = new Set(ids);
  const shown = rows.flatMap((row) => (row.kind === 'image' && wanted.has(row.image.id) ? [row.image.id] : []));
  const visible = new Set(shown);
  return [...shown, ...ids.filter((id) => !visible.has(id))];
}
