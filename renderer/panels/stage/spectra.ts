import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { type Size, visibleRect } from '../../scene/camera.ts';
import type { Frame } from '../../scene/frame/plane.ts';
import { spectrumSide } from '../../scene/frame/spectrum.ts';
import { SpectrumStore, type Square } from '../../scene/frame/spectrum-store.ts';
import { type Region, stageStore } from '../../state/stage.ts';
import type { PanePlace } from './arrange.ts';
import type { Cameras } from './cameras.ts';
import type { Pane } from './live.ts';

/** Milliseconds the view must rest before its spectrum is computed anew. */
const rest = 120;

/** The square a spectrum is taken from: the middle of `region`, as large as transforms fast; null when it is too small. */
export function squareOf(region: Region): Square | null {
  const side = spectrumSide(Math.min(region.width, region.height));
  if (side === 0) return null;
  return {
    x: Math.floor(region.x + (region.width - side) / 2),
    y: Math.floor(region.y + (region.height - side) / 2),
    side,
  };
}

/** Under which the camera over spectra of a side is remembered. */
export const spectrumCamera = (side: number) => `spectrum ${side}`;

/** Keeps the power spectrum of what pane A shows, or of the chosen square. */
export class Spectra {
  readonly #changed: (gone: string | null) => void;
  #store: SpectrumStore | null = null;
  #spectrum: Frame | null = null;
  /** What the camera looked at last. */
  #shown: { readonly key: string; readonly image: Size } | null = null;
  #wanted = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `changed` hears of a new spectrum, with the URL of the one it replaces. */
  constructor(changed: (gone: string | null) => void) {
    this.#changed = changed;
  }

  /** The spectrum of pane `a` as a pane of its own; null while there is none. */
  pane(a: Pane, place: PanePlace, cameras: Cameras): Pane | null {
    const square = squareOfPane(a);
    if (a.frame !== null && square !== null) this.#wish(a.frame, square);
    const frame = this.#spectrum;
    if (frame === null) return null;
    const image = spectrumImage(a.image, frame.width);
    const key = spectrumCamera(frame.width);
    if (this.#shown !== null && this.#shown.key !== key) cameras.carry(this.#shown, { key, image });
    this.#shown = { key, image };
    const camera = cameras.of(key, image, place.rect);
    return {
      ...place,
      plane: { imageId: a.image.id, frame: a.plane.frame },
      image,
      runId: null,
      camera,
      frame,
      glance: null,
      labels: null,
      stale: false,
      failure: null,
    };
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store?.dispose();
  }

  #wish(frame: Frame, square: Square): void {
    const url = `spectrum:${frame.url}/${square.x},${square.y},${square.side}`;
    if (url === this.#wanted) return;
    this.#wanted = url;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#store ??= new SpectrumStore((spectrum) => {
          const gone = this.#spectrum?.url ?? null;
          this.#spectrum = spectrum;
          this.#changed(gone === spectrum.url ? null : gone);
        });
        this.#store.ask(frame, square, url);
      },
      this.#spectrum === null ? 0 : rest,
    );
  }
}

/** The square whose spectrum is shown beside pane A: the chosen one, else the middle of what is seen. */
export function squareOfPane(a: Pane): Square | null {
  const { spectrumRegion } = stageStore.getState();
  const fits =
    spectrumRegion !== null &&
    spectrumRegion.x + spectrumRegion.width <= a.image.width &&
    spectrumRegion.y + spectrumRegion.height <= a.image.height;
  const region = fits ? spectrumRegion : visibleRect(a.camera, a.rect, a.image);
  return region === null ? null : squareOf(region);
}

/** The spectrum as an image: reciprocal pixels of 1 / (side x pixel size). */
function spectrumImage(image: ImageInfo, side: number): ImageInfo & Size {
  const { space, x, y } = image.calibration;
  const known = space === 'real' && x !== null && y !== null;
  return {
    ...image,
    width: side,
    height: side,
    elementType: 'float32',
    calibration: {
      ...image.calibration,
      space: 'reciprocal',
      x: known ? 1 / (side * x) : null,
      y: known ? 1 / (side * y) : null,
    },
  };
}
