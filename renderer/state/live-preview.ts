import { createStore } from 'zustand/vanilla';
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

/** Changes within this time become one preview. */
const pauseMs = 30;
/** The visible part is computed with at most so many pixels. */
const mostPixels = 800_000;

/** The scale at which a visible part is computed: full resolution, or just enough pixels for the screen. */
export function previewScale({ region, zoom }: Pick<Sight, 'region' | 'zoom'>): number {
  const fits = Math.sqrt(mostPixels / Math.max(1, region.width * region.height));
  return Math.min(1, Math.max(zoom, 0.05), Math.max(fits, 0.05));
}

/**
 * Keeps the preview on the stage true to the recipe in hand and the visible part, until the returned function is
 * called. A newer wish stops an older computation.
 */
export function followPreview(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: AbortController | null = null;
  let wished = '';

  const clear = () => {
    clearTimeout(timer);
    running?.abort();
    running = null;
    wished = '';
    showPreview(null);
    previewStore.setState({ made: null, computing: false, failure: null });
  };

  const compute = async () => {
    const { recipe, live, upToStep } = draftStore.getState();
    const { sight } = stageStore.getState();
    if (recipe === null || !live || sight === null || recipe.steps.length === 0) {
      clear();
      return;
    }
    const { imageId, frame, region } = sight;
    const input = {
      imageId,
      frame,
      region,
      scale: previewScale(sight),
      recipe,
      ...(upToStep === null ? {} : { upToStep }),
    };
    const wish = JSON.stringify(input);
    if (wish === wished) return;
    wished = wish;
    running?.abort();
    const mine = new AbortController();
    running = mine;
    previewStore.setState({ computing: true });
    try {
      const made = { ...(await ask('recipes.preview', input, { signal: mine.signal })), imageId, frame };
      if (mine.signal.aborted) return;
      showPreview(made);
      previewStore.setState({ made, computing: false, failure: null });
    } catch (thrown) {
      if (mine.signal.aborted) return;
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped') return;
      showPreview(null);
      previewStore.setState({ made: null, computing: false, failure: info });
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void compute(), pauseMs);
  };
  const quitDraft = draftStore.subscribe((now, before) => {
    if (now.recipe !== before.recipe || now.live !== before.live || now.upToStep !== before.upToStep) soon();
  });
  const quitStage = stageStore.subscribe((now, before) => {
    if (now.sight !== before.sight) soon();
  });
  soon();
  return () => {
    quitDraft();
    quitStage();
    clear();
  };
}
