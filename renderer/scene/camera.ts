// Where the eye is over an image. Positions in image px (x right, y down, pixel (0, 0) covers [0, 1) x [0, 1)), sizes of
// the view in device px. Pure: the same camera gives the same picture on every screen.

/** `x`, `y`: the image position at the middle of the view. `zoom`: device px an image px; 1 is one to one. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rect extends Point, Size {}

export const minZoom = 0.01;
export const maxZoom = 64;

/** The zooms that + and - step through. */
const zoomSteps = [
  0.01, 0.02, 0.03, 0.05, 0.0625, 0.0833, 0.125, 0.1667, 0.25, 0.3333, 0.5, 0.6667, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 24,
  32, 48, 64,
];

export const clampZoom = (zoom: number) => Math.min(maxZoom, Math.max(minZoom, zoom));

/** The next zoom up (`direction` 1) or down (-1). */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const next = direction === 1 ? zoomSteps.find((z) => z > zoom * 1.001) : zoomSteps.findLast((z) => z < zoom * 0.999);
  return next ?? (direction === 1 ? maxZoom : minZoom);
}

/** The whole `image` in the `view`, never magnified above one to one unless the image is tiny (then at most 8). */
export function fitWhole(image: Size, view: Size, margin = 0): Camera {
  const wide = Math.max(1, view.width - 2 * margin) / image.width;
  const high = Math.max(1, view.height - 2 * margin) / image.height;
  return { x: image.width / 2, y: image.height / 2, zoom: Math.min(clampZoom(Math.min(wide, high)), 8) };
}

/** Image position under the device px `point` of the view. */
export function toImage(camera: Camera, view: Size, point: Point): Point {
  return {
    x: camera.x + (point.x - view.width / 2) / camera.zoom,
    y: camera.y + (point.y - view.height / 2) / camera.zoom,
  };
}

/** Device px of the view where the image position `point` is seen. */
export function toView(camera: Camera, view: Size, point: Point): Point {
  return {
    x: (point.x - camera.x) * camera.zoom + view.width / 2,
    y: (point.y - camera.y) * camera.zoom + view.height / 2,
  };
}

/** Zooms to `zoom` so that what is under `point` (device px) stays under it. */
export function zoomAt(camera: Camera, view: Size, point: Point, zoom: number): Camera {
  const next = clampZoom(zoom);
  const held = toImage(camera, view, point);
  return {
    x: held.x - (point.x - view.width / 2) / next,
    y: held.y - (point.y - view.height / 2) / next,
    zoom: next,
  };
}

/** The picture follows a pointer that moved by `dx`, `dy` device px. */
export function pan(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom };
}

/** The middle of the view never leaves the image, so that the image can't be lost. */
export function keepInSight(camera: Camera, image: Size): Camera {
  const x = Math.min(image.width, Math.max(0, camera.x));
  const y = Math.min(image.height, Math.max(0, camera.y));
  return x === camera.x && y === camera.y ? camera : { ...camera, x, y };
}

/**
 * The camera moved by less than one device px so that the image's corner lies on the corner of a device px. At one to one
 * and its multiples edges of image px then lie on edges of device px, at halves and quarters averages do: no pixel looks
 * wider than its neighbour, and a panned picture does not shimmer.
 */
export function snapped(camera: Camera, view: Size): Camera {
  const left = Math.round(view.width / 2 - camera.x * camera.zoom);
  const top = Math.round(view.height / 2 - camera.y * camera.zoom);
  return { x: (view.width / 2 - left) / camera.zoom, y: (view.height / 2 - top) / camera.zoom, zoom: camera.zoom };
}

/** The part of the image that the view shows, image px, cut at the image's edges; null when none of it is seen. */
export function visibleRect(camera: Camera, view: Size, image: Size): Rect | null {
  const a = toImage(camera, view, { x: 0, y: 0 });
  const b = toImage(camera, view, { x: view.width, y: view.height });
  const x = Math.max(0, a.x);
  const y = Math.max(0, a.y);
  const width = Math.min(image.width, b.x) - x;
  const height = Math.min(image.height, b.y) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}

/** `rect` grown to whole pixels, inside the image. */
export function wholePixels(rect: Rect, image: Size): Rect {
  const x = Math.max(0, Math.floor(rect.x));
  const y = Math.max(0, Math.floor(rect.y));
  const right = Math.min(image.width, Math.ceil(rect.x + rect.width));
  const bottom = Math.min(image.height, Math.ceil(rect.y + rect.height));
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}
