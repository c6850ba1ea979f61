import { automaticWindow, type Histogram } from '../../scene/frame/histogram.ts';
import type { Display } from '../../scene/views.ts';
import { type ImageView, imageView, type ViewSettings } from '../../state/view.ts';

/** The image id under which the look of power spectra is kept among the views of images. */
export const spectrumViewId = -1;

/** Fractions left black and white in a power spectrum: most of it is noise, the spots are few. */
const spectrumPercentiles = { low: 0.5, high: 0.0005 };

interface Known {
  readonly view: ImageView;
  readonly leave: ViewSettings['autoContrast'];
  readonly window: { readonly low: number; readonly high: number };
}

/**
 * The contrast each image is shown with. Automatic contrast is found once on the first frame shown and then held over
 * all frames of a stack, so that frames can be compared; asking for it again finds it anew.
 */
export class Displays {
  readonly #automatic = new Map<number, Known>();

  of(settings: ViewSettings, imageId: number, histogram: Histogram, smooth: boolean): Display {
    const view = imageView(settings, imageId);
    const { gamma, invert, colourMap } = view;
    const window = view.window ?? this.#window(settings, imageId, view, histogram);
    return { low: window.low, high: window.high, gamma, invert, colourMap, smooth };
  }

  /** The same for a picture that another one will soon replace: nothing is held, and it is drawn quickly. */
  passing(settings: ViewSettings, imageId: number, histogram: Histogram, smooth: boolean): Display {
    const known = this.#automatic.get(imageId);
    const display = this.of(settings, imageId, histogram, smooth);
    if (known === undefined) this.#automatic.delete(imageId);
    else this.#automatic.set(imageId, known);
    return { ...display, rough: true };
  }

  forget(): void {
    this.#automatic.clear();
  }

  #window(settings: ViewSettings, imageId: number, view: ImageView, histogram: Histogram): Known['window'] {
    const leave = imageId === spectrumViewId ? spectrumPercentiles : settings.autoContrast;
    const known = this.#automatic.get(imageId);
    const asked = settings.images.get(imageId);
    if (imageId !== spectrumViewId && known !== undefined && known.leave === leave && !askedAnew(known.view, asked)) {
      return known.window;
    }
    const window = automaticWindow(histogram, leave);
    this.#automatic.set(imageId, { view: asked ?? view, leave, window });
    return window;
  }
}

/** A new `ImageView` with the same looks is a new wish for automatic contrast. */
function askedAnew(before: ImageView, now: ImageView | undefined): boolean {
  if (now === undefined || now === before) return false;
  return now.gamma === before.gamma && now.invert === before.invert && now.colourMap === before.colourMap;
}
