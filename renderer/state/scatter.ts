import { type Axis, toPixels } from './plot-axis.ts';

/** Points of a scatter plot as they fall on its pixels. */
export interface ScatterPoints {
  readonly width: number;
  readonly height: number;
  /** Pixel of each row's point (y * width + x), or -1 where the row does not count or has no value. */
  readonly pixels: Int32Array;
}

/** Where each row's point falls on a raster of `width` x `height`. `pass` has 1 for rows that count. */
export function scatterPoints(
  x: Float64Array,
  y: Float64Array,
  pass: Uint8Array,
  xAxis: Axis,
  yAxis: Axis,
  width: number,
  height: number,
): ScatterPoints {
  const pixels = new Int32Array(x.length);
  const x0 = toPixels(xAxis, 0);
  const xScale = toPixels(xAxis, 1) - x0;
  const y0 = toPixels(yAxis, 0);
  const yScale = toPixels(yAxis, 1) - y0;
  for (let row = 0; row < x.length; row++) {
    const px = Math.floor(x0 + x[row] * xScale);
    const py = Math.floor(y0 + y[row] * yScale);
    pixels[row] = pass[row] === 1 && px >= 0 && px < width && py >= 0 && py < height ? py * width + px : -1;
  }
  return { width, height, pixels };
}

/** Offsets of the pixels of a dot: one pixel, a cross of five, or a disk of 13 or 21. */
export function dot(radius: number, width: number): Int32Array {
  const offsets: number[] = [];
  const reach = Math.floor(radius);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) if (dx * dx + dy * dy <= radius * radius) offsets.push(dy * width + dx);
  }
  return Int32Array.from(offsets);
}

/** A dot's radius, px, that suits so many points. */
export function dotRadius(points: number, ratio: number): number {
  const css = points > 100_000 ? 0.5 : points > 20_000 ? 1 : points > 3000 ? 1.5 : 2.3;
  return Math.max(0, css * ratio);
}

/**
 * Draws the points into RGBA pixels, later rows over earlier ones; where many fall together the colour grows opaque.
 * `shade` holds for each row an index into `palette` (RGB, three bytes an entry).
 */
export function paintPoints(
  points: ScatterPoints,
  shade: Uint8Array,
  palette: Uint8Array,
  radius: number,
  opacity: number,
  out: Uint8ClampedArray,
): void {
  const { width, height, pixels } = points;
  const size = width * height;
  const offsets = dot(radius, width);
  const reach = Math.floor(radius);
  const hits = new Uint8Array(size);
  const top = new Uint8Array(size);
  for (let row = 0; row < pixels.length; row++) {
    const at = pixels[row];
    if (at < 0) continue;
    const column = at % width;
    const inside = column >= reach && column < width - reach;
    for (let k = 0; k < offsets.length; k++) {
      const p = at + offsets[k];
      if (p < 0 || p >= size || (!inside && Math.abs((p % width) - column) > reach)) continue;
      if (hits[p] < 255) hits[p]++;
      top[p] = shade[row];
    }
  }
  const alphas = Uint8Array.from({ length: 256 }, (_, n) => Math.round(255 * (1 - (1 - opacity) ** n)));
  for (let p = 0; p < size; p++) {
    const n = hits[p];
    const i = p * 4;
    if (n === 0) {
      out[i + 3] = 0;
      continue;
    }
    const c = top[p] * 3;
    out[i] = palette[c];
    out[i + 1] = palette[c + 1];
    out[i + 2] = palette[c + 2];
    out[i + 3] = alphas[n];
  }
}

/** Shades 0..255 of values between `low` and `high`; NaN is 0. */
export function shadesOf(values: Float64Array, low: number, high: number): Uint8Array {
  const shades = new Uint8Array(values.length);
  const scale = 255 / (high - low || 1);
  for (let row = 0; row < values.length; row++) {
    const t = (values[row] - low) * scale;
    shades[row] = t <= 0 || Number.isNaN(t) ? 0 : t >= 255 ? 255 : Math.round(t);
  }
  return shades;
}

/** Pixels inside a closed polygon (x, y pairs, px) by the even-odd rule, 1 each; centres of pixels decide. */
export function polygonMask(
  polygon: readonly (readonly [number, number])[],
  width: number,
  height: number,
): Uint8Array {
  const mask = new Uint8Array(width * height);
  const crossings: number[] = [];
  for (let y = 0; y < height; y++) {
    const cy = y + 0.5;
    crossings.length = 0;
    for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
      const [x1, y1] = polygon[j];
      const [x2, y2] = polygon[i];
      if (y1 > cy !== y2 > cy) crossings.push(x1 + ((cy - y1) / (y2 - y1)) * (x2 - x1));
    }
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k] - 0.5));
      const to = Math.min(width, Math.ceil(crossings[k + 1] - 0.5));
      if (to > from) mask.fill(1, y * width + from, y * width + to);
    }
  }
  return mask;
}

/** Rows whose points lie in a mask, ascending. */
export function rowsInMask({ pixels }: ScatterPoints, mask: Uint8Array): Uint32Array {
  const rows = new Uint32Array(pixels.length);
  let n = 0;
  for (let row = 0; row < pixels.length; row++) {
    const at = pixels[row];
    if (at >= 0 && mask[at] === 1) rows[n++] = row;
  }
  return rows.slice(0, n);
}

/** The row whose point is nearest to (x, y) within `reach` px, or null. */
export function nearestRow({ pixels, width }: ScatterPoints, x: number, y: number, reach: number): number | null {
  let found: number | null = null;
  let best = reach * reach;
  for (let row = 0; row < pixels.length; row++) {
    const at = pixels[row];
    if (at < 0) continue;
    const dy = Math.floor(at / width) - y;
    if (dy > reach || dy < -reach) continue;
    const dx = (at % width) - x;
    const far = dx * dx + dy * dy;
    if (far <= best) {
      best = far;
      found = row;
    }
  }
  return found;
}
