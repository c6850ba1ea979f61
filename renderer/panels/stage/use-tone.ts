import { useStore } from 'zustand';
import type { Histogram } from '../../scene/frame/histogram.ts';
import type { Display } from '../../scene/views.ts';
import { selectionStore } from '../../state/selection.ts';
import { type ImageView, imageView, setImageView, viewStore } from '../../state/view.ts';
import { spectrumViewId } from './displays.ts';
import type { Pane } from './live.ts';
import { useStage } from './stage-context.ts';
import { rounded, type Tone } from './tone.ts';

export interface PaneTone {
  readonly histogram: Histogram;
  /** How the pane is shown now, automatic contrast worked out. */
  readonly display: Display;
  readonly automatic: boolean;
  readonly change: (view: Partial<ImageView>) => void;
  readonly setTone: (tone: Tone) => void;
}

/** The images that a change of looks is for: all that are chosen, while the shown one is among them. */
function targets(pane: Pane): readonly number[] {
  if (pane.id === 'spectrum') return [spectrumViewId];
  const { imageIds } = selectionStore.getState();
  return imageIds.includes(pane.image.id) ? imageIds : [pane.image.id];
}

/** The contrast of a pane and the ways to change it; null while the pane shows nothing. */
export function useTone(pane: Pane | undefined): PaneTone | null {
  const stage = useStage();
  const settings = useStore(viewStore);
  const seen = pane?.frame ?? pane?.glance?.frame;
  if (pane === undefined || seen === undefined || stage === null) return null;
  const { histogram } = seen;
  const imageId = pane.id === 'spectrum' ? spectrumViewId : pane.image.id;
  const display =
    pane.frame === null
      ? stage.displays.passing(settings, imageId, histogram, false)
      : stage.displays.of(settings, imageId, histogram, false);
  const change = (view: Partial<ImageView>) => setImageView(targets(pane), view);
  const setTone = (next: Tone) => {
    const { low, high, gamma } = next;
    if (low === display.low && high === display.high) change({ gamma });
    else {
      const window = { low: rounded(low, next, histogram.whole), high: rounded(high, next, histogram.whole) };
      change({ window, gamma });
    }
  };
  return { histogram, display, automatic: imageView(settings, imageId).window === null, change, setTone };
}
