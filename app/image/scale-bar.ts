import type { GreyImage } from '../domain/plane.ts';
import type { Region } from './region.ts';

/** A run of near-constant extreme pixels in row y: columns [from, to). */
interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly value: number;
}

/** Runs stacked to a rectangle. */
interface Bar extends Region {
  readonly value: number;
}

interface Limits {
  /** Values from here down are extreme (black), from `white` up too. */
  readonly black: number;
  readonly white: number;
  /** Full contrast of the image without its outliers. */
  readonly contrast: number;
  readonly shortest: number;
}

/** Largest spread of values within a bar, as a share of the contrast (room for JPEG artefacts). */
const evenness = 0.06;
/** Least difference between a bar and its surroundings, as a share of the contrast. */
const distinctness = 0.25;

function limitsOf(image: GreyImage, within: Region): Limits {
  const step = Math.max(1, Math.floor(Math.sqrt((within.width * within.height) / 250000)));
  const sample: number[] = [];
  for (let y = within.y; y < within.y + within.height; y += step)
    for (let x = within.x; x < within.x + within.width; x += step) sample.push(image.data[y * image.width + x]);
  const sorted = Float32Array.from(sample).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(0.001), at(0.999)];
  const contrast = high - low;
  // A bar is rarely more than a thousandth of an image, so it may lie beyond these; anything near or past them counts.
  return {
    black: low + 0.1 * contrast,
    white: high - 0.1 * contrast,
    contrast,
    shortest: Math.max(8, Math.round(0.02 * within.width)),
  };
}

/** Runs of a row that are long, even, and at one end of the grey scale. */
function runsOfRow(image: GreyImage, within: Region, y: number, limits: Limits, into: Run[]): void {
  const row = y * image.width;
  const stop = within.x + within.width;
  const spread = evenness * limits.contrast;
  for (let x = within.x; x < stop; ) {
    const first = image.data[row + x];
    if (first > limits.black && first < limits.white) {
      x++;
      continue;
    }
    let low = first;
    let high = first;
    let to = x + 1;
    for (; to < stop; to++) {
      const v = image.data[row + to];
      low = Math.min(low, v);
      high = Math.max(high, v);
      if (high - low > spread) break;
    }
    if (to - x >= limits.shortest) into.push({ y, from: x, to, value: (first + image.data[row + to - 1]) / 2 });
    x = to;
  }
}

/** Stacks runs of neighbouring rows with the same ends (2 px apart at most) and value. */
function stack(runs: readonly Run[], limits: Limits): Bar[] {
  const open: { bar: Bar; last: number }[] = [];
  const done: Bar[] = [];
  for (const run of runs) {
    const match = open.find(
      ({ bar, last }) =>
        last === run.y - 1 &&
        Math.abs(bar.x - run.from) <= 2 &&
        Math.abs(bar.x + bar.width - run.to) <= 2 &&
        Math.abs(bar.value - run.value) <= 2 * evenness * limits.contrast,
    );
    if (match === undefined) {
      open.push({ bar: { x: run.from, y: run.y, width: run.to - run.from, height: 1, value: run.value }, last: run.y });
    } else {
      match.bar = { ...match.bar, height: match.bar.height + 1 };
      match.last = run.y;
    }
    for (let i = open.length - 1; i >= 0; i--)
      if (open[i].last < run.y - 1) done.push(...open.splice(i, 1).map((o) => o.bar));
  }
  return [...done, ...open.map((o) => o.bar)];
}

/** Share of the pixels of a straight piece that differ clearly from the bar; pixels outside the image differ. */
function differing(
  image: GreyImage,
  bar: Bar,
  from: [number, number],
  step: [number, number],
  count: number,
  clear: number,
) {
  let different = 0;
  for (let i = 0; i < count; i++) {
    const x = from[0] + i * step[0];
    const y = from[1] + i * step[1];
    const outside = x < 0 || y < 0 || x >= image.width || y >= image.height;
    if (outside || Math.abs(image.data[y * image.width + x] - bar.value) > clear) different++;
  }
  return different / Math.max(1, count);
}

/** Whether something clearly different lies above, below, left and right; end ticks may stick out above and below. */
function standsAlone(image: GreyImage, bar: Bar, limits: Limits): boolean {
  const clear = distinctness * limits.contrast;
  const away = 2 + Math.round(bar.height / 5);
  const margin = Math.ceil(0.15 * bar.width);
  const inner = bar.width - 2 * margin;
  const middle = bar.y + (bar.height >> 1);
  return (
    differing(image, bar, [bar.x + margin, bar.y - away], [1, 0], inner, clear) >= 0.85 &&
    differing(image, bar, [bar.x + margin, bar.y + bar.height - 1 + away], [1, 0], inner, clear) >= 0.85 &&
    differing(image, bar, [bar.x - away, middle], [-1, 0], 2, clear) === 1 &&
    differing(image, bar, [bar.x + bar.width - 1 + away, middle], [1, 0], 2, clear) === 1
  );
}

/** Pixels beyond an end over which a bar that was resized with its micrograph fades away, and those that show what is around it. */
const softness = 4;
const ground = 4;
/** Less than this of a bar in a column is none, nor what lies within so many standard errors of what is around. */
const trace = 0.1;
const sure = 4;

/**
 * How far a bar reaches beyond its last whole column, px: the shares of it that the columns beyond still hold, between the value of
 * the bar and that of what is around it. 0 for a bar that ends on the edge of a pixel.
 */
function reachBeyond(image: GreyImage, bar: Bar, end: number, step: -1 | 1): number {
  const column = (k: number) => {
    const x = Math.max(0, Math.min(image.width - 1, end + k * step));
    return Array.from({ length: bar.height }, (_, v) => image.data[(bar.y + v) * image.width + x]);
  };
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const around = Array.from({ length: ground }, (_, k) => column(softness + 1 + k)).flat();
  const level = mean(around);
  const deviation = Math.sqrt(mean(around.map((v) => (v - level) ** 2)));
  const contrast = bar.value - level;
  const least = Math.max(trace, (sure * deviation) / Math.sqrt(bar.height) / Math.abs(contrast));
  let sum = 0;
  let last = 1;
  for (let k = 1; k <= softness; k++) {
    const share = (mean(column(k)) - level) / contrast;
    if (!(share > least && share <= last)) break;
    sum += share;
    last = share;
  }
  return sum;
}

/** Long bars near the upper or lower edge first. */
function rank(image: GreyImage, bar: Bar): number {
  const middle = bar.y + bar.height / 2;
  const fromEdge = Math.min(middle, image.height - middle) / image.height;
  return bar.width * (fromEdge < 0.2 ? 1 : 0.25) * (bar.height >= 2 ? 1 : 0.5);
}

/**
 * Finds a burnt-in horizontal scale bar: a white or black rectangle of even value, at least 3 times as long as high, 2 %
 * to 90 % of the image's width, that stands alone against what is around it, with or without ticks at its ends. Text,
 * frames of a data bar and the data bar itself are not taken for one.
 * @param hint where to look (a rectangle inside the image), null = everywhere
 * @returns the bar without the parts of its ticks above and below it, in px; null when there is none. Its ends lie between pixels
 * where the micrograph was resized after the bar was burnt in
 */
export function findScaleBar(image: GreyImage, hint: Region | null): Region | null {
  const within = hint ?? { x: 0, y: 0, width: image.width, height: image.height };
  const limits = limitsOf(image, within);
  if (!(limits.contrast > 0)) return null;
  const runs: Run[] = [];
  for (let y = within.y; y < within.y + within.height; y++) runsOfRow(image, within, y, limits, runs);
  const bars = stack(runs, limits).filter(
    (bar) =>
      bar.width >= 3 * bar.height &&
      bar.width <= 0.9 * image.width &&
      bar.height <= Math.max(3, 0.05 * image.height) &&
      standsAlone(image, bar, limits),
  );
  const best = bars.sort((a, b) => rank(image, b) - rank(image, a))[0];
  if (best === undefined) return null;
  const left = reachBeyond(image, best, best.x, -1);
  const right = reachBeyond(image, best, best.x + best.width - 1, 1);
  return { x: best.x - left, y: best.y, width: left + best.width + right, height: best.height };
}
