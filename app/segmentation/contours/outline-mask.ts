/** A set of pixels in a box of the level image with a rim of `rim` empty pixels on every side; (x, y) = the box's corner. */
export interface OutlineMask {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export const rim = 4;

/** The mask of pixels (row-major indexes into an image of that width), `pixels[from]` to `pixels[to - 1]`. */
export function maskOf(pixels: Int32Array, from: number, to: number, imageWidth: number): OutlineMask {
  let left = imageWidth;
  let right = 0;
  let top = Number.MAX_SAFE_INTEGER;
  let bottom = 0;
  for (let k = from; k < to; k++) {
    const y = (pixels[k] / imageWidth) | 0;
    const x = pixels[k] - y * imageWidth;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  const width = right - left + 1 + 2 * rim;
  const height = bottom - top + 1 + 2 * rim;
  const data = new Uint8Array(width * height);
  for (let k = from; k < to; k++) {
    const y = (pixels[k] / imageWidth) | 0;
    data[(y - top + rim) * width + pixels[k] - y * imageWidth - left + rim] = 1;
  }
  return { x: left - rim, y: top - rim, width, height, data };
}

/** Fills what the mask encloses. In place. */
export function fillInside({ width, height, data }: OutlineMask): void {
  const stack = new Int32Array(width * height);
  let count = 1;
  data[0] = 2;
  while (count > 0) {
    const p = stack[--count];
    const x = p % width;
    if (x > 0 && data[p - 1] === 0) {
      data[p - 1] = 2;
      stack[count++] = p - 1;
    }
    if (x < width - 1 && data[p + 1] === 0) {
      data[p + 1] = 2;
      stack[count++] = p + 1;
    }
    if (p >= width && data[p - width] === 0) {
      data[p - width] = 2;
      stack[count++] = p - width;
    }
    if (p + width < data.length && data[p + width] === 0) {
      data[p + width] = 2;
      stack[count++] = p + width;
    }
  }
  for (let i = 0; i < data.length; i++) data[i] = data[i] === 2 ? 0 : 1;
}

/** A part of a labelled box. */
interface BoxPart {
  readonly label: number;
  readonly mask: OutlineMask;
}

/** The parts of a labelled box as masks of their own; parts under `minArea` pixels are left out. */
export function partsOfBox(box: OutlineMask, labels: Int32Array, count: number, minArea: number): BoxPart[] {
  const left = new Int32Array(count + 1).fill(box.width);
  const right = new Int32Array(count + 1);
  const top = new Int32Array(count + 1).fill(box.height);
  const bottom = new Int32Array(count + 1);
  const area = new Int32Array(count + 1);
  for (let y = 0, i = 0; y < box.height; y++) {
    for (let x = 0; x < box.width; x++, i++) {
      const label = labels[i];
      if (label === 0) continue;
      area[label]++;
      if (x < left[label]) left[label] = x;
      if (x > right[label]) right[label] = x;
      if (y < top[label]) top[label] = y;
      bottom[label] = y;
    }
  }
  const parts: BoxPart[] = [];
  for (let label = 1; label <= count; label++) {
    if (area[label] < minArea) continue;
    const width = right[label] - left[label] + 1 + 2 * rim;
    const height = bottom[label] - top[label] + 1 + 2 * rim;
    const data = new Uint8Array(width * height);
    for (let y = top[label]; y <= bottom[label]; y++) {
      for (let x = left[label]; x <= right[label]; x++) {
        if (labels[y * box.width + x] === label) data[(y - top[label] + rim) * width + x - left[label] + rim] = 1;
      }
    }
    const mask = { x: box.x + left[label] - rim, y: box.y + top[label] - rim, width, height, data };
    parts.push({ label, mask });
  }
  return parts;
}
