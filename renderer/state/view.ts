import { createStore } from 'zustand/vanilla';

/** Colour maps by name; the tables live with the renderer of the image. 'grey' is the default. */
export const colourMaps = ['grey', 'viridis', 'magma', 'inferno', 'cividis', 'turbo', 'ice'] as const;
export type ColourMap = (typeof colourMaps)[number];

/** How one image is shown. It never changes the data. */
export interface ImageView {
  /** Values shown as black and white, file units; null = automatic, by the percentiles of `autoContrast`. */
  readonly window: { readonly low: number; readonly high: number } | null;
  /** Exponent on the 0..1 grey value: shown = grey ^ gamma. */
  readonly gamma: number;
  readonly invert: boolean;
  readonly colourMap: ColourMap;
}

export const plainView: ImageView = Object.freeze({ window: null, gamma: 1, invert: false, colourMap: 'grey' });

/** How results lie over the image. */
export interface OverlayView {
  readonly visible: boolean;
  readonly style: 'outline' | 'fill';
  /** 0..1 */
  readonly opacity: number;
  /** What the colour says: each particle its own, one colour, or a column of the table. */
  readonly colour:
    | 'each'
    | 'one'
    /** Without a range: from the 2nd to the 98th percentile. */
    | {
        readonly column: string;
        readonly range?: { readonly low: number; readonly high: number };
        readonly map?: ColourMap;
      };
  /** Particles that the filter drops or a person rejected are shown faint instead of hidden. */
  readonly showDropped: boolean;
}

export type CompareMode = 'off' | 'side by side' | 'swipe';

/** What the stage should do once: `serial` grows with every request, so that the same one can be asked for again. */
export interface CameraRequest {
  readonly serial: number;
  readonly go:
    | { readonly kind: 'fit' }
    | { readonly kind: 'one to one' }
    /** Multiplies the zoom, about the middle of the stage. */
    | { readonly kind: 'zoom'; readonly factor: number }
    /** Moves the view by parts of its own size: 0.1 = a tenth of the stage to the right or down. */
    | { readonly kind: 'pan'; readonly x: number; readonly y: number }
    /** Centres a pixel (x right, y down); `span` px is the least that should be visible around it. */
    /** `span` px of the image are seen at least; at most so many that they fill `seen` (0..1) of the view, if that is told. */
    | {
        readonly kind: 'centre';
        readonly x: number;
        readonly y: number;
        readonly span: number;
        readonly seen?: number;
      };
}

export interface ViewSettings {
  /** By image id; absent = `plainView`. */
  readonly images: ReadonlyMap<number, ImageView>;
  /** Fractions of pixels left black and white by automatic contrast. */
  readonly autoContrast: { readonly low: number; readonly high: number };
  readonly overlay: OverlayView;
  /** True while H is held: overlays are hidden without changing the setting. */
  readonly peek: boolean;
  readonly scaleBar: boolean;
  /** The stage shows the power spectrum of the frame instead of the frame. */
  readonly fft: boolean;
  readonly compare: CompareMode;
  /** Where the swipe line stands, 0..1 of the stage's width. */
  readonly swipe: number;
  readonly camera: CameraRequest;
}

const initial: ViewSettings = {
  images: new Map(),
  autoContrast: { low: 0.0035, high: 0.0035 },
  overlay: { visible: true, style: 'outline', opacity: 0.8, colour: 'each', showDropped: true },
  peek: false,
  scaleBar: true,
  fft: false,
  compare: 'off',
  swipe: 0.5,
  camera: { serial: 0, go: { kind: 'fit' } },
};

export const viewStore = createStore<ViewSettings>()(() => initial);

/** Back to the program's defaults, as when another project opens. The overlay's looks are the person's and stay. */
export function clearView(): void {
  viewStore.setState((s) => ({ ...initial, overlay: s.overlay, scaleBar: s.scaleBar, camera: s.camera }), true);
}

export function imageView(settings: ViewSettings, imageId: number): ImageView {
  return settings.images.get(imageId) ?? plainView;
}

/** Changes how images are shown. */
export function setImageView(imageIds: readonly number[], change: Partial<ImageView>): void {
  viewStore.setState((s) => {
    const images = new Map(s.images);
    for (const id of imageIds) images.set(id, { ...(images.get(id) ?? plainView), ...change });
    return { images };
  });
}

export function setOverlay(change: Partial<OverlayView>): void {
  viewStore.setState((s) => ({ overlay: { ...s.overlay, ...change } }));
}

export function setView(
  change: Partial<Pick<ViewSettings, 'autoContrast' | 'peek' | 'scaleBar' | 'fft' | 'compare' | 'swipe'>>,
): void {
  viewStore.setState(change);
}

/** Asks the stage to move. */
export function moveCamera(go: CameraRequest['go']): void {
  viewStore.setState((s) => ({ camera: { serial: s.camera.serial + 1, go } }));
}
