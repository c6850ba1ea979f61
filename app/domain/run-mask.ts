import type { Instance, RunMask } from './instance.ts';

/**
 * Visits the runs of a mask from top to bottom, left to right.
 * `visit` gets the image row, the first column and the column after the last one.
 */
export function forEachRun(mask: RunMask, visit: (row: number, from: number, to: number) => void): void {
  const { x, y, width, runs } = mask;
  for (let r = 0; r < runs.length; r += 2) {
    const row = Math.floor(runs[r] / width);
    const from = x + runs[r] - row * width;
    visit(y + row, from, from + runs[r + 1]);
  }
}

/** Number of pixels of a mask. */
export function maskArea(mask: RunMask): number {
  let area = 0;
  for (let r = 1; r < mask.runs.length; r += 2) area += mask.runs[r];
  return area;
}

/** A rectangle of pixels in image coordinates. */
export interface PixelBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Writes `value` on the pixels of a mask into a plane that shows `box` of the image (row-major, y then x).
 * Pixels outside the box are left out.
 */
export function paintMask(mask: RunMask, plane: Uint8Array | Int32Array, box: PixelBox, value: number): void {
  const { x, y, width, runs } = mask;
  for (let r = 0; r < runs.length; r += 2) {
    const maskRow = Math.floor(runs[r] / width);
    const row = y + maskRow - box.y;
    if (row < 0 || row >= box.height) continue;
    const from = x + runs[r] - maskRow * width - box.x;
    const to = Math.min(box.width, from + runs[r + 1]);
    if (to > 0) plane.fill(value, row * box.width + Math.max(0, from), row * box.width + Math.max(0, from, to));
  }
}

/** The smallest box that holds all masks; a box of no pixels when there are none. */
export function boxOf(masks: readonly PixelBox[]): PixelBox {
  if (masks.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const mask of masks) {
    left = Math.min(left, mask.x);
    top = Math.min(top, mask.y);
    right = Math.max(right, mask.x + mask.width);
    bottom = Math.max(bottom, mask.y + mask.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/**
 * The mask of the pixels with `value` in a plane that shows `box` of the image, with a tight bounding box and
 * runs as long as they can be. Null when no pixel has the value.
 */
export function maskOfPlane(plane: Uint8Array | Int32Array, box: PixelBox, value: number): RunMask | null {
  const spans: number[] = [];
  let left = box.width;
  let right = 0;
  for (let row = 0; row < box.height; row++) {
    const start = row * box.width;
    const stop = start + box.width;
    for (let i = start; i < stop; ) {
      if (plane[i] !== value) {
        i++;
        continue;
      }
      const from = i;
      while (i < stop && plane[i] === value) i++;
      spans.push(row, from - start, i - start);
      left = Math.min(left, from - start);
      right = Math.max(right, i - start);
    }
  }
  if (spans.length === 0) return null;
  const top = spans[0];
  const width = right - left;
  const runs = new Uint32Array((spans.length / 3) * 2);
  for (let s = 0, r = 0; s < spans.length; s += 3, r += 2) {
    runs[r] = (spans[s] - top) * width + spans[s + 1] - left;
    runs[r + 1] = spans[s + 2] - spans[s + 1];
  }
  return { x: box.x + left, y: box.y + top, width, height: spans[spans.length - 3] - top + 1, runs };
}

/** True when the mask touches the first or last row or column of an image of that size. */
export function touchesBorder(mask: RunMask, width: number, height: number): boolean {
  return mask.x <= 0 || mask.y <= 0 || mask.x + mask.width >= width || mask.y + mask.height >= height;
}

/** An instance with its area and border flag worked out, in an image of `width` x `height`. */
export function instanceOf(id: number, mask: RunMask, width: number, height: number): Instance {
  return { id, mask, area: maskArea(mask), atBorder: touchesBorder(mask, width, height) };
}
