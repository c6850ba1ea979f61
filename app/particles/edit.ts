import type { RunMask } from '../domain/instance.ts';
import { boxOf, maskOfPlane, type PixelBox, paintMask } from '../domain/run-mask.ts';

/** One mask with every pixel of the given masks; null when they hold none. */
export function mergeMasks(masks: readonly RunMask[]): RunMask | null {
  const box = boxOf(masks);
  const plane = new Uint8Array(box.width * box.height);
  for (const mask of masks) paintMask(mask, plane, box, 1);
  return maskOfPlane(plane, box, 1);
}

/** The pixels of `mask` that are not in `other`; null when none are left. */
export function subtractMask(mask: RunMask, other: RunMask): RunMask | null {
  const plane = new Uint8Array(mask.width * mask.height);
  paintMask(mask, plane, mask, 1);
  paintMask(other, plane, mask, 0);
  return maskOfPlane(plane, mask, 1);
}

/** A drawn cut, in image coordinates with pixel centres at whole numbers. */
export interface CutLine {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Splits a mask along a drawn line: neighbouring pixels (8 neighbours) whose centres lie on different sides of the line
 * and that the line passes between no longer hang together. Returns the connected parts in order of their first pixel
 * (row-major); the mask itself when the line does not part it. Every pixel stays in exactly one part.
 */
export function splitByLine(mask: RunMask, cut: CutLine): RunMask[] {
  return partsOf(mask, (x0, y0, x1, y1) => crosses(cut, x0, y0, x1, y1));
}

/** The connected parts (8 neighbours) of a mask in order of their first pixel (row-major). */
export function connectedParts(mask: RunMask): RunMask[] {
  return partsOf(mask, () => false);
}

/** Twice the signed area of the triangle a, b, p: which side of the line a-b the point lies on. */
function side(ax: number, ay: number, bx: number, by: number, px: number, py: number): boolean {
  return (bx - ax) * (py - ay) - (by - ay) * (px - ax) >= 0;
}

/** Whether the cut passes between two pixel centres. A centre on the line counts to its positive side. */
function crosses(cut: CutLine, x0: number, y0: number, x1: number, y1: number): boolean {
  return (
    side(cut.x0, cut.y0, cut.x1, cut.y1, x0, y0) !== side(cut.x0, cut.y0, cut.x1, cut.y1, x1, y1) &&
    side(x0, y0, x1, y1, cut.x0, cut.y0) !== side(x0, y0, x1, y1, cut.x1, cut.y1)
  );
}

function partsOf(mask: RunMask, parted: (x0: number, y0: number, x1: number, y1: number) => boolean): RunMask[] {
  // One empty pixel around the mask, so that neighbours need no bounds.
  const box: PixelBox = { x: mask.x - 1, y: mask.y - 1, width: mask.width + 2, height: mask.height + 2 };
  const unvisited = -1;
  const plane = new Int32Array(box.width * box.height);
  paintMask(mask, plane, box, unvisited);
  const open = new Int32Array(plane.length);
  let parts = 0;
  for (let first = 0; first < plane.length; first++) {
    if (plane[first] !== unvisited) continue;
    plane[first] = ++parts;
    open[0] = first;
    for (let size = 1; size > 0; ) {
      const here = open[--size];
      const y = Math.floor(here / box.width);
      const x = here - y * box.width;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const there = here + dy * box.width + dx;
          if (plane[there] !== unvisited) continue;
          if (parted(box.x + x, box.y + y, box.x + x + dx, box.y + y + dy)) continue;
          plane[there] = parts;
          open[size++] = there;
        }
      }
    }
  }
  const masks: RunMask[] = [];
  for (let part = 1; part <= parts; part++) {
    const found = maskOfPlane(plane, box, part);
    if (found !== null) masks.push(found);
  }
  return masks;
}
