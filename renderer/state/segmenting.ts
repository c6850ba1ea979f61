import { createStore } from 'zustand/vanilla';
import type { ImageInfo } from '../../app/contract/nouns.ts';
import { automaticRecipe } from '../../app/domain/recipe.ts';
import { ask, on } from '../client/session.ts';
import { libraryStore } from './library.ts';
import { draftStore, type Scope } from './recipe-draft.ts';
import { selectionStore, selectRun } from './selection.ts';

/** Jobs that this window started, whose run comes to the front when it has a result. */
const started = createStore<{ readonly jobIds: ReadonlySet<number> }>()(() => ({ jobIds: new Set() }));

/** The images of a scope, in the order of the library. */
export function imagesIn(scope: Scope): readonly ImageInfo[] {
  const { images, imageById } = libraryStore.getState();
  const { shown, imageIds } = selectionStore.getState();
  const image = shown === null ? undefined : imageById.get(shown.imageId);
  switch (scope) {
    case 'all':
      return images;
    case 'shown':
      return image === undefined ? [] : [image];
    case 'sample':
      return image === undefined ? [] : images.filter(({ sampleId }) => sampleId === image.sampleId);
    case 'marked': {
      const marked = new Set(imageIds);
      return images.filter(({ id }) => marked.has(id));
    }
  }
}

export const isPattern = ({ calibration }: ImageInfo): boolean => calibration.space === 'reciprocal';

/** The images of a scope that the recipe in hand would be run on: without diffraction patterns, unless they are wanted. */
export function imagesToSegment(scope: Scope, patterns: boolean): readonly ImageInfo[] {
  return imagesIn(scope).filter((image) => patterns || !isPattern(image));
}

/** Starts the recipe in hand on the images of the chosen scope, as a job. */
export async function startRun(): Promise<void> {
  const { recipe, edited, scope, frames, patterns } = draftStore.getState();
  const imageIds = imagesToSegment(scope, patterns).map(({ id }) => id);
  if (recipe === null || imageIds.length === 0) return;
  // Untouched, the program's own choice is made anew for each image.
  const asked = recipe.id === automaticRecipe.id && !edited ? automaticRecipe : recipe;
  const { id } = await ask('runs.start', { recipe: asked, imageIds, frames, patterns });
  started.setState(({ jobIds }) => ({ jobIds: new Set([...jobIds, id]) }));
}

/** Brings a run that this window started to the front when its job ends. Returns the way to stop. */
export function followStartedRuns(onRun: () => void): () => void {
  return on('job.changed', ({ job }) => {
    const { jobIds } = started.getState();
    if (!jobIds.has(job.id) || (job.state !== 'done' && job.state !== 'stopped')) return;
    started.setState({ jobIds: new Set([...jobIds].filter((id) => id !== job.id)) });
    const runId = job.result['runId'];
    if (typeof runId !== 'number') return;
    selectRun(runId);
    onRun();
  });
}
