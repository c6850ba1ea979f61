import {
  type Camera,
  clampZoom,
  fitWhole,
  keepInSight,
  type Point,
  pan,
  type Size,
  zoomAt,
} from '../../scene/camera.ts';
import type { CameraRequest } from '../../state/view.ts';

/** Free device px around an image that fits. */
const fitMargin = 16;
/** A centred particle that would look smaller than this part of the view is brought closer ... */
const tooSmall = 0.12;
/** ... until it fills this part of it. */
const wellSeen = 0.35;

interface Remembered {
  readonly camera: Camera;
  /** The whole image fits and has not been moved since: it is fitted again when the view changes its size. */
  readonly fitted: boolean;
}

/** Where each image was looked at, so that coming back finds it as it was left. Sizes in device px. */
export class Cameras {
  readonly #known = new Map<string, Remembered>();

  /** The camera of `key` on an image seen through `view`. */
  of(key: string, image: Size, view: Size): Camera {
    const known = this.#known.get(key);
    if (known !== undefined && !known.fitted) return known.camera;
    const camera = fitWhole(image, view, fitMargin);
    this.#known.set(key, { camera, fitted: true });
    return camera;
  }

  set(key: string, image: Size, camera: Camera): void {
    this.#known.set(key, { camera: keepInSight(camera, image), fitted: false });
  }

  /** Takes what was looked at under one key over to another, for an image of the same field at another size. */
  carry(
    from: { readonly key: string; readonly image: Size },
    to: { readonly key: string; readonly image: Size },
  ): void {
    const known = this.#known.get(from.key);
    this.#known.delete(to.key);
    if (known !== undefined && !known.fitted) {
      this.set(to.key, to.image, linkedCamera(known.camera, from.image, to.image));
    }
  }

  forget(): void {
    this.#known.clear();
  }

  /** Does what a command asked for. */
  answer(key: string, image: Size, view: Size, go: CameraRequest['go']): void {
    const now = this.of(key, image, view);
    const middle = { x: view.width / 2, y: view.height / 2 };
    switch (go.kind) {
      case 'fit':
        this.#known.delete(key);
        return;
      case 'one to one':
        this.set(key, image, { ...now, zoom: 1 });
        return;
      case 'zoom':
        this.set(key, image, zoomAt(now, view, middle, now.zoom * go.factor));
        return;
      case 'pan':
        this.set(key, image, pan(now, -go.x * view.width, -go.y * view.height));
        return;
      case 'centre':
        this.set(key, image, centred(now, view, go));
        return;
    }
  }
}

function centred(now: Camera, view: Size, at: Point & { readonly span: number; readonly seen?: number }): Camera {
  const { span, seen = null } = at;
  const side = Math.min(view.width, view.height);
  const part = (span * now.zoom) / side;
  const zoom = part > 1 ? side / span : part < (seen ?? tooSmall) ? ((seen ?? wellSeen) * side) / span : now.zoom;
  return { x: at.x, y: at.y, zoom: clampZoom(zoom) };
}

/** The camera over image `to` that shows what `camera` shows of image `from`, taken as the same field at another size. */
export function linkedCamera(camera: Camera, from: Size, to: Size): Camera {
  return {
    x: (camera.x * to.width) / from.width,
    y: (camera.y * to.height) / from.height,
    zoom: clampZoom((camera.zoom * from.width) / to.width),
  };
}
