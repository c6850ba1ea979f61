import type { RunMask } from '../domain/instance.ts';
import { paintMask } from '../domain/run-mask.ts';
import { ringArea, traceBoundaries } from '../math/trace.ts';

/**
 * The outline of a mask on pixel corners, in image coordinates: pixel (x, y) covers the square from (x, y) to
 * (x + 1, y + 1). Each ring is a closed polygon [x0, y0, x1, y1, ...] whose first vertex is not repeated, with vertices
 * only where it turns. `outer` rings run clockwise as displayed, `holes` the other way, so the signed areas of all rings
 * add up to the number of pixels. A part that hangs on by a corner only has an outer ring of its own.
 */
export interface Outline {
  readonly outer: readonly Int32Array<ArrayBuffer>[];
  readonly holes: readonly Int32Array<ArrayBuffer>[];
}

/** Traces the outline of a mask. */
export function outlineOf(mask: RunMask): Outline {
  const box = { x: mask.x - 1, y: mask.y - 1, width: mask.width + 2, height: mask.height + 2 };
  const plane = new Uint8Array(box.width * box.height);
  paintMask(mask, plane, box, 1);
  const outer: Int32Array<ArrayBuffer>[] = [];
  const holes: Int32Array<ArrayBuffer>[] = [];
  for (const ring of traceBoundaries(plane, box.width)) {
    for (let i = 0; i < ring.length; i += 2) {
      ring[i] += box.x;
      ring[i + 1] += box.y;
    }
    (ringArea(ring) > 0 ? outer : holes).push(ring);
  }
  return { outer, holes };
}

/** The outer ring that encloses the most area; null for a mask without pixels. */
export function mainRing(outline: Outline): Int32Array<ArrayBuffer> | null {
  let main: Int32Array<ArrayBuffer> | null = null;
  let mainArea = 0;
  for (const ring of outline.outer) {
    const area = ringArea(ring);
    if (area > mainArea) {
      main = ring;
      mainArea = area;
    }
  }
  return main;
}
