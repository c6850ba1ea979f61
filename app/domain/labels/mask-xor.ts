import type { RunMask } from '../instance.ts';
import { boxOf, type PixelBox } from '../run-mask.ts';

// A walk over a box row by row enters and leaves a mask at certain places. The places of two masks, merged, with those
// that stand twice crossed out, are the places of the pixels that belong to exactly one of them. A row counts one column
// more than the box has, so that leaving at a row's end and entering at the next one's start differ.

function addPlaces(mask: RunMask, box: PixelBox, out: Float64Array): void {
  const stride = box.width + 1;
  for (let r = 0; r < mask.runs.length; r += 2) {
    const row = Math.floor(mask.runs[r] / mask.width);
    out[r] = (mask.y - box.y + row) * stride + mask.x - box.x + mask.runs[r] - row * mask.width;
    out[r + 1] = out[r] + mask.runs[r + 1];
  }
}

function merged(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length);
  let length = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const next = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++];
    if (length > 0 && out[length - 1] === next) length--;
    else out[length++] = next;
  }
  return out.subarray(0, length);
}

function maskOfPlaces(places: Float64Array, box: PixelBox): RunMask | null {
  if (places.length === 0) return null;
  const stride = box.width + 1;
  let left = box.width;
  let right = 0;
  for (let p = 0; p < places.length; p += 2) {
    const from = places[p] % stride;
    left = Math.min(left, from);
    right = Math.max(right, from + places[p + 1] - places[p]);
  }
  const width = right - left;
  const top = Math.floor(places[0] / stride);
  const runs = new Uint32Array(places.length);
  for (let p = 0; p < places.length; p += 2) {
    const row = Math.floor(places[p] / stride);
    runs[p] = (row - top) * width + places[p] - row * stride - left;
    runs[p + 1] = places[p + 1] - places[p];
  }
  const bottom = Math.floor(places[places.length - 1] / stride);
  return { x: box.x + left, y: box.y + top, width, height: bottom - top + 1, runs };
}

/**
 * The pixels that are in exactly one of two masks, with a tight box and runs as long as they can be; null when there are
 * none. Null stands for a mask of no pixels, so `xorMasks(mask, null)` is the mask in its shortest form.
 */
export function xorMasks(a: RunMask | null, b: RunMask | null): RunMask | null {
  const box = boxOf([a, b].filter((mask) => mask !== null));
  const [placesA, placesB] = [a, b].map((mask) => {
    const places = new Float64Array(mask?.runs.length ?? 0);
    if (mask !== null) addPlaces(mask, box, places);
    return places;
  });
  return maskOfPlaces(merged(placesA, placesB), box);
}
