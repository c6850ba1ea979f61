import { createStore } from 'zustand/vanilla';
import type { CallInput } from '../../app/contract/list.ts';
import type { ImageInfo, SampleInfo } from '../../app/contract/nouns.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import { ask } from '../client/session.ts';
import { edit } from './saving.ts';
import { type PlaneRef, selectImages, selectionStore, selectSample, showImage } from './selection.ts';

/** Samples and images of the open project, as the services last told. */
export interface Library {
  /** In their order. */
  readonly samples: readonly SampleInfo[];
  /** In the order of the project. */
  readonly images: readonly ImageInfo[];
  readonly imageById: ReadonlyMap<number, ImageInfo>;
  readonly sampleById: ReadonlyMap<number, SampleInfo>;
  /** False until both lists came once. */
  readonly loaded: boolean;
}

const empty: Library = { samples: [], images: [], imageById: new Map(), sampleById: new Map(), loaded: false };

export const libraryStore = createStore<Library>()(() => empty);

export function clearLibrary(): void {
  libraryStore.setState(empty, true);
}

export async function loadLibrary(): Promise<void> {
  const [{ samples }, { images }] = await Promise.all([ask('samples.list', {}), ask('images.list', {})]);
  const before = libraryStore.getState().images;
  libraryStore.setState({
    samples: samples.toSorted((a, b) => a.order - b.order || a.id - b.id),
    images,
    imageById: new Map(images.map((image) => [image.id, image])),
    sampleById: new Map(samples.map((sample) => [sample.id, sample])),
    loaded: true,
  });
  mendSelection(before);
}

/** After images came or went: the stage never shows one that is gone, and never stays empty without need. */
function mendSelection(before: readonly ImageInfo[]): void {
  const { images, imageById, sampleById } = libraryStore.getState();
  const { shown, other, imageIds, sampleId } = selectionStore.getState();
  if (sampleId !== null && !sampleById.has(sampleId)) selectSample(null);
  if (other !== null && !imageById.has(other.imageId)) selectionStore.setState({ other: null });
  if (shown !== null && !imageById.has(shown.imageId)) {
    const place = before.findIndex((image) => image.id === shown.imageId);
    const next = before.slice(place + 1).find((image) => imageById.has(image.id));
    const previous = before.slice(0, Math.max(0, place)).findLast((image) => imageById.has(image.id));
    const neighbour = next ?? previous ?? images[0];
    if (neighbour === undefined) selectionStore.setState({ shown: null, imageIds: [] });
    else showImage(neighbour.id);
    return;
  }
  if (shown === null && images.length > 0) {
    showImage(images[0].id);
    return;
  }
  const left = imageIds.filter((id) => imageById.has(id));
  if (left.length !== imageIds.length) selectImages(left, null);
}

/**
 * Takes in files and folders, as a job. `sampleId` null lets the services choose or make a sample, called `sampleName`
 * if that is given.
 */
export async function importPaths(
  paths: readonly string[],
  sampleId: number | null,
  sampleName?: string,
): Promise<JobInfo> {
  const job = await edit('images.import', {
    paths: [...paths],
    sampleId,
    ...(sampleName === undefined ? {} : { sampleName }),
  });
  awaited = { jobId: job.id, shown: selectionStore.getState().shown };
  return job;
}

/** The import that the person asked for last, and what was on the stage then. */
let awaited: { readonly jobId: number; readonly shown: PlaneRef | null } | null = null;

/**
 * After an import: the first of its images comes to the stage if the person asked for it and has chosen nothing else
 * since, or if the stage is empty. What a watched folder brings moves nothing.
 */
export async function showArrived(jobId: number, imageIds: readonly number[]): Promise<void> {
  const { shown } = selectionStore.getState();
  const asked = awaited?.jobId === jobId && awaited.shown === shown;
  if (awaited?.jobId === jobId) awaited = null;
  if (imageIds.length === 0 || !(asked || shown === null)) return;
  await loadLibrary();
  const now = selectionStore.getState().shown;
  if (libraryStore.getState().imageById.has(imageIds[0]) && (now === shown || shown === null)) showImage(imageIds[0]);
}

export async function renameImage(id: number, name: string): Promise<void> {
  await edit('images.update', { ids: [id], name });
}

export async function moveImages(ids: readonly number[], sampleId: number): Promise<void> {
  const { imageById } = libraryStore.getState();
  const moving = ids.filter((id) => imageById.get(id)?.sampleId !== sampleId);
  if (moving.length > 0) await edit('images.update', { ids: moving, sampleId });
}

export async function removeImages(ids: readonly number[]): Promise<void> {
  await edit('images.remove', { ids: [...ids] });
}

export async function createSample(name: string): Promise<SampleInfo> {
  const sample = await edit('samples.create', { name });
  await loadLibrary();
  selectSample(sample.id);
  return sample;
}

export async function updateSample(change: CallInput<'samples.update'>): Promise<void> {
  await edit('samples.update', change);
}

/** Removes a sample; its images go to `moveTo`, or leave the project with it when null. */
export async function removeSample(id: number, moveTo: number | null): Promise<void> {
  await edit('samples.remove', { id, moveTo });
}

/** A name for a new sample that no other has: "Sample 3". */
export function freshSampleName(samples: readonly SampleInfo[]): string {
  const taken = new Set(samples.map((sample) => sample.name));
  for (let n = samples.length + 1; ; n++) if (!taken.has(`Sample ${n}`)) return `Sample ${n}`;
}
