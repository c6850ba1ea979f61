import type { Rect } from '../camera.ts';

/** So many changes are remembered one by one. */
const remembered = 64;

/** What changed in a picture, and when: who holds a copy of an older version learns which parts of it are stale. */
export class PictureChanges {
  #version = 0;
  readonly #boxes: Rect[] = [];

  get version(): number {
    return this.#version;
  }

  /** Texels of level 0 inside `box` may be others now. */
  note(box: Rect): void {
    this.#version++;
    this.#boxes.push(box);
    if (this.#boxes.length > remembered) this.#boxes.shift();
  }

  /** The smallest rectangle around all that changed after `version`; null when that is not known any more. */
  since(version: number): Rect | null {
    const count = this.#version - version;
    if (count > this.#boxes.length) return null;
    return boundsOf(this.#boxes.slice(this.#boxes.length - count));
  }
}

function boundsOf(boxes: readonly Rect[]): Rect {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return right < left
    ? { x: 0, y: 0, width: 0, height: 0 }
    : { x: left, y: top, width: right - left, height: bottom - top };
}
