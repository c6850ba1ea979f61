import type { RunMask } from '../../../app/domain/instance.ts';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import { boundsOf, type Spans } from '../../../app/math/raster/spans.ts';

// A particle's mask knows its own box, spans know the image: the same pixels, written down two ways.

/** The pixels of a mask. */
export function spansOfMask({ x, y, width, runs }: RunMask): Spans {
  const rows = new Int32Array((runs.length / 2) * 3);
  for (let r = 0, k = 0; r < runs.length; r += 2, k += 3) {
    const row = Math.floor(runs[r] / width);
    const from = x + runs[r] - row * width;
    rows[k] = y + row;
    rows[k + 1] = from;
    rows[k + 2] = from + runs[r + 1];
  }
  return { rows };
}

/** The mask of a set of pixels, its box tight; null for the empty set. */
export function maskOfSpans(spans: Spans): RunMask | null {
  const { rows } = spans;
  if (rows.length === 0) return null;
  const { x, y, width, height } = boundsOf(spans);
  const runs = new Uint32Array((rows.length / 3) * 2);
  for (let k = 0, r = 0; k < rows.length; k += 3, r += 2) {
    runs[r] = (rows[k] - y) * width + rows[k + 1] - x;
    runs[r + 1] = rows[k + 2] - rows[k + 1];
  }
  return { x, y, width, height, runs };
}

/** Index into `runs` of the first run of row `row` of the mask's box or below it. */
export function firstRunOf({ runs, width }: RunMask, row: number): number {
  const start = row * width;
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[2 * middle] < start) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

/** Whether pixel (x, y) of the image belongs to a mask. */
export function maskHas(mask: RunMask, x: number, y: number): boolean {
  const column = x - mask.x;
  const row = y - mask.y;
  if (column < 0 || row < 0 || column >= mask.width || row >= mask.height) return false;
  const at = row * mask.width + column;
  const { runs } = mask;
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[2 * middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at < runs[2 * low - 2] + runs[2 * low - 1];
}

/** Whether two masks share a pixel. */
export function masksMeet(a: RunMask, b: RunMask): boolean {
  return boxesMeet(a, b) && forShared(a, b, () => false);
}

/** The pixels that two masks share; null for none. */
export function sharedMask(a: RunMask, b: RunMask): RunMask | null {
  if (!boxesMeet(a, b)) return null;
  const rows: number[] = [];
  forShared(a, b, (y, from, to) => {
    rows.push(y, from, to);
    return true;
  });
  return maskOfSpans({ rows: Int32Array.from(rows) });
}

/** Visits the spans that masks share whose boxes meet, row by row, as long as `visit` wants more. Whether there was one. */
function forShared(a: RunMask, b: RunMask, visit: (y: number, from: number, to: number) => boolean): boolean {
  const bottom = Math.min(a.y + a.height, b.y + b.height);
  const top = Math.max(a.y, b.y);
  let found = false;
  let i = firstRunOf(a, top - a.y);
  let j = firstRunOf(b, top - b.y);
  while (i < a.runs.length && j < b.runs.length) {
    const rowA = a.y + Math.floor(a.runs[i] / a.width);
    const rowB = b.y + Math.floor(b.runs[j] / b.width);
    if (rowA >= bottom || rowB >= bottom) return found;
    if (rowA !== rowB) {
      if (rowA < rowB) i += 2;
      else j += 2;
      continue;
    }
    const fromA = a.x + a.runs[i] - (rowA - a.y) * a.width;
    const fromB = b.x + b.runs[j] - (rowB - b.y) * b.width;
    const toA = fromA + a.runs[i + 1];
    const toB = fromB + b.runs[j + 1];
    if (fromA < toB && fromB < toA) {
      found = true;
      if (!visit(rowA, Math.max(fromA, fromB), Math.min(toA, toB))) return true;
    }
    if (toA < toB) i += 2;
    else j += 2;
  }
  return found;
}

export function boxesMeet(a: PixelBox, b: PixelBox): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Whether a particle is another one now: it came, went, has other pixels, class or review mark. */
export function particlesDiffer(a: LabelledInstance | null, b: LabelledInstance | null): boolean {
  if (a === b) return false;
  if (a === null || b === null) return true;
  if (a.classId !== b.classId || a.reviewed !== b.reviewed || a.area !== b.area) return true;
  if (a.mask.x !== b.mask.x || a.mask.y !== b.mask.y || a.mask.width !== b.mask.width) return true;
  return a.mask.runs.length !== b.mask.runs.length || a.mask.runs.some((v, i) => v !== b.mask.runs[i]);
}
