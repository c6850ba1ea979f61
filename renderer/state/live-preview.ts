import { createStore } from 'zustand/vanilla';
import type { CallInput } from '../../app/contract/list.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { ask } from '../client/session.ts';
import { draftStore } from './recipe-draft.ts';
import { type Preview, type Sight, showPreview, stageStore } from './stage.ts';

export interface LivePreview {
  /** The newest preview, as numbers; null while there is none. */
  readonly made: Preview | null;
  readonly computing: boolean;
  readonly failure: FailureInfo | null;
}

export const previewStore = createStore<LivePreview>()(() => ({ made: null, computing: false, failure: null }));

/** A picture that was made quickly is made again in full when nothing has changed for so long. */
const restMs = 150;
/** The visible part is computed with at most so many pixels. */
const mostPixels = 800_000;

/** The scale at which a visible part is computed: full resolution, or just enough pixels for the screen. */
export function previewScale({ region, zoom }: Pick<Sight, 'region' | 'zoom'>): number {
  const fits = Math.sqrt(mostPixels / Math.max(1, region.width * region.height));
  return Math.min(1, Math.max(zoom, 0.05), Math.max(fits, 0.05));
}

type Input = CallInput<'recipes.preview'>;

/** What is wished for now; null = no preview. */
function wishedInput(): Input | null {
  const { recipe, live, upToStep } = draftStore.getState();
  const { sight } = stageStore.getState();
  if (recipe === null || !live || sight === null || recipe.steps.length === 0) return null;
  const { imageId, frame, region } = sight;
  const scale = previewScale(sight);
  return { imageId, frame, region, scale, recipe, ...(upToStep === null ? {} : { upToStep }) };
}

/**
 * Keeps the preview on the stage true to the recipe in hand and the visible part, until the returned function is
 * called. A change is answered quickly, on a coarser picture where the recipe takes long; while changes go on, one quick
 * picture follows the other, always of the latest wish. When they rest the picture is made in full.
 */
export function followPreview(): () => void {
  let quick: AbortController | null = null;
  let full: AbortController | null = null;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let wished = '';

  const clear = () => {
    clearTimeout(rest);
    quick?.abort();
    full?.abort();
    quick = null;
    wished = '';
    showPreview(null);
    previewStore.setState({ made: null, computing: false, failure: null });
  };

  /** Asks for a picture and shows it; null when it was stopped or failed. */
  const make = async (input: Input, { signal }: AbortController) => {
    try {
      const made = await ask('recipes.preview', input, { signal });
      if (signal.aborted) return null;
      const { imageId, frame } = input;
      showPreview({ ...made, imageId, frame });
      previewStore.setState({ made: { ...made, imageId, frame }, computing: !made.complete, failure: null });
      return made;
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (signal.aborted || info.tag === 'stopped') return null;
      showPreview(null);
      previewStore.setState({ made: null, computing: false, failure: info });
      return null;
    }
  };

  const refine = (input: Input) => {
    full = new AbortController();
    void make(input, full);
  };

  const answer = async (input: Input) => {
    const mine = new AbortController();
    quick = mine;
    previewStore.setState({ computing: true });
    const made = await make({ ...input, quick: true }, mine);
    if (quick !== mine) return;
    quick = null;
    const next = wishedInput();
    if (next !== null && JSON.stringify(next) !== JSON.stringify(input)) void answer(next);
    else if (made !== null && !made.complete) rest = setTimeout(() => refine(input), restMs);
  };

  const follow = () => {
    const input = wishedInput();
    if (input === null) {
      clear();
      return;
    }
    const wish = JSON.stringify(input);
    if (wish === wished) return;
    wished = wish;
    clearTimeout(rest);
    full?.abort();
    if (quick === null) void answer(input);
  };

  const quitDraft = draftStore.subscribe((now, before) => {
    if (now.recipe !== before.recipe || now.live !== before.live || now.upToStep !== before.upToStep) follow();
  });
  const quitStage = stageStore.subscribe((now, before) => {
    if (now.sight !== before.sight) follow();
  });
  follow();
  return () => {
    quitDraft();
    quitStage();
    clear();
  };
}
