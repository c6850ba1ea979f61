import type { RunMask } from '../../domain/instance.ts';
import { maskOfPlane, paintMask } from '../../domain/run-mask.ts';

// COCO's run lengths go down the columns of the whole image from the left, each from the top, and alternate between
// pixels outside and inside, beginning outside. As text they are numbers of base 32 in the characters 48 to 111: five
// bits a character, the lowest first, 32 = more follow, the highest of the last five bits is the sign; from the fourth
// number on the difference to the one before the last.

/** Run lengths of a mask in the whole image; the first is 0 when the first pixel is inside. */
export function cocoRunLengths(mask: RunMask, width: number, height: number): number[] {
  const { x, y } = mask;
  const plane = new Uint8Array(mask.width * mask.height);
  paintMask(mask, plane, mask, 1);
  const counts: number[] = [];
  let inside = 0;
  let changed = 0;
  const change = (at: number) => {
    counts.push(at - changed);
    changed = at;
    inside = 1 - inside;
  };
  for (let column = 0; column < mask.width; column++) {
    const start = (x + column) * height + y;
    for (let row = 0; row < mask.height; row++) {
      if (plane[row * mask.width + column] !== inside) change(start + row);
    }
    // The pixel after a column's last one is outside, unless the mask is as high as the image and goes on at the top.
    const goesOn = mask.height === height && column < mask.width - 1;
    if (inside === 1 && !goesOn) change(start + mask.height);
  }
  if (changed < width * height) counts.push(width * height - changed);
  return counts;
}

/**
 * The mask of run lengths in an image of `width` x `height`; null when it has no pixel, undefined when the lengths don't
 * add up to the image. What is allocated is no larger than the image.
 */
export function maskOfRunLengths(counts: ArrayLike<number>, width: number, height: number): RunMask | null | undefined {
  let left = width;
  let right = -1;
  let top = height;
  let bottom = -1;
  let at = 0;
  for (let i = 0; i < counts.length; i++) {
    const length = counts[i];
    if (!(Number.isSafeInteger(length) && length >= 0)) return undefined;
    if (i % 2 === 1 && length > 0) {
      const end = at + length - 1;
      const [first, last] = [Math.floor(at / height), Math.floor(end / height)];
      left = Math.min(left, first);
      right = Math.max(right, last);
      top = first < last ? 0 : Math.min(top, at - first * height);
      bottom = first < last ? height - 1 : Math.max(bottom, end - last * height);
    }
    at += length;
    if (at > width * height) return undefined;
  }
  if (at !== width * height) return undefined;
  if (right < 0) return null;
  const box = { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
  const plane = new Uint8Array(box.width * box.height);
  at = 0;
  for (let i = 0; i < counts.length; i++) {
    if (i % 2 === 1) fillDown(plane, box, height, at, at + counts[i]);
    at += counts[i];
  }
  return maskOfPlane(plane, box, 1);
}

/** Sets pixels [from, to), counted down the columns of an image `height` px high, in the plane of a box. */
function fillDown(
  plane: Uint8Array,
  box: { x: number; y: number; width: number; height: number },
  height: number,
  from: number,
  to: number,
): void {
  for (let at = from; at < to; ) {
    const column = Math.floor(at / height);
    const end = Math.min(to, (column + 1) * height);
    let index = (at - column * height - box.y) * box.width + column - box.x;
    for (; at < end; at++, index += box.width) plane[index] = 1;
  }
}

/** Run lengths as COCO's text. */
export function runLengthText(counts: readonly number[]): string {
  let text = '';
  counts.forEach((count, i) => {
    let rest = i > 2 ? count - counts[i - 2] : count;
    for (;;) {
      const bits = rest & 31;
      rest >>= 5;
      const more = (bits & 16) === 0 ? rest !== 0 : rest !== -1;
      text += String.fromCharCode(48 + bits + (more ? 32 : 0));
      if (!more) return;
    }
  });
  return text;
}

/** Run lengths of COCO's text; undefined when it is none. */
export function runLengthsOfText(text: string): number[] | undefined {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    for (let shift = 0; ; shift += 5) {
      const bits = text.charCodeAt(at++) - 48;
      // Seven characters hold more than any image has pixels; also ends at the text's end, where the code is NaN.
      if (!(bits >= 0 && bits < 64) || shift > 30) return undefined;
      value |= (bits & 31) << shift;
      if (bits >= 32) continue;
      if ((bits & 16) !== 0 && shift + 5 < 32) value |= -1 << (shift + 5);
      break;
    }
    counts.push(counts.length > 2 ? value + counts[counts.length - 2] : value);
  }
  return counts;
}
