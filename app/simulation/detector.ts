import type { Random } from '../math/random.ts';
import { blurred } from './blur.ts';
import { chance, normalSource } from './draw.ts';
import type { Frame } from './scene.ts';

/** Counts of a mean, Poisson: exactly for means under 30, beyond by a normal value of that variance. */
export function counted(mean: Float32Array, dice: Random): Float32Array {
  const normal = normalSource(dice);
  const out = new Float32Array(mean.length);
  for (let i = 0; i < mean.length; i++)
    out[i] = mean[i] < 30 ? dice.poisson(Math.max(0, mean[i])) : Math.round(mean[i] + Math.sqrt(mean[i]) * normal());
  return out;
}

/** What a detector does to an ideal image of `signal` (about 0..1). */
export interface Detector {
  /** Counts a pixel where the signal is 1. */
  readonly counts: number;
  /** Blur before the counts are made (lens, probe, drift) and after (the detector's point spread), px. */
  readonly blurBefore: number;
  readonly blurAfter: number;
  /** Way that the specimen drifts during the exposure, px along x and y. */
  readonly drift: readonly [x: number, y: number];
  /** Share by which bright places of a scan darken what follows on their line (charging, slow amplifiers); 0 for cameras. */
  readonly streaks: number;
  /** Read noise, counts. */
  readonly readNoise: number;
  /** X-ray hits a megapixel, each up to `hitHeight` counts. */
  readonly hits: number;
  readonly hitHeight: number;
  /** Bad columns or rows in the frame. */
  readonly deadLines: number;
  /** Shift of each scan line, px, standard deviation; 0 for cameras. */
  readonly jitter: number;
  /** Unevenness from line to line of a scan, share of the signal. */
  readonly lineNoise: number;
}

/** The mean over an even drift from -half to +half of `drift`, by copies about 1 px apart, straight between pixels; the border continued. */
export function drifted(
  data: Float32Array,
  { width, height }: Frame,
  [dx, dy]: readonly [number, number],
): Float32Array {
  const copies = Math.max(2, Math.ceil(1.5 * Math.hypot(dx, dy)) + 1);
  const out = new Float32Array(data.length);
  const column = (x: number) => Math.min(width - 1, Math.max(0, x));
  for (let k = 0; k < copies; k++) {
    const share = (k + 0.5) / copies - 0.5;
    const [sx, sy] = [share * dx, share * dy];
    const [ix, iy] = [Math.floor(sx), Math.floor(sy)];
    const [tx, ty] = [sx - ix, sy - iy];
    for (let y = 0; y < height; y++) {
      const a = Math.min(height - 1, Math.max(0, y + iy)) * width;
      const b = Math.min(height - 1, Math.max(0, y + iy + 1)) * width;
      for (let x = 0; x < width; x++) {
        const [l, r] = [column(x + ix), column(x + ix + 1)];
        const upper = data[a + l] * (1 - tx) + data[a + r] * tx;
        const lower = data[b + l] * (1 - tx) + data[b + r] * tx;
        out[y * width + x] += (upper * (1 - ty) + lower * ty) / copies;
      }
    }
  }
  return out;
}

/** Each pixel less `share` of what its line was above its mean shortly before, in place. */
function streak(data: Float32Array, { width, height }: Frame, share: number): void {
  const memory = 12 / width;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    let mean = 0;
    for (const v of row) mean += v / width;
    let before = 0;
    for (let x = 0; x < width; x++) {
      const now = row[x] - mean;
      row[x] = Math.max(0, row[x] - share * before);
      before += memory * (now - before);
    }
  }
}

/** Each line of a scan shifted by its own small way; the border continued. */
function jittered(data: Float32Array, { width, height }: Frame, jitter: number, dice: Random): Float32Array {
  const out = new Float32Array(data.length);
  let slow = 0;
  for (let y = 0; y < height; y++) {
    slow = 0.9 * slow + 0.3 * dice.normal(0, jitter);
    const shift = slow + dice.normal(0, 0.6 * jitter);
    const whole = Math.floor(shift);
    const t = shift - whole;
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const a = Math.min(width - 1, Math.max(0, x + whole));
      const b = Math.min(width - 1, Math.max(0, x + whole + 1));
      out[row + x] = data[row + a] * (1 - t) + data[row + b] * t;
    }
  }
  return out;
}

/** The frame a detector gives, in counts. */
export function detected(signal: Float32Array, frame: Frame, detector: Detector, dice: Random): Float32Array {
  const { width, height } = frame;
  let mean = blurred({ width, height, data: signal }, detector.blurBefore);
  if (detector.drift[0] !== 0 || detector.drift[1] !== 0) mean = drifted(mean, frame, detector.drift);
  if (detector.streaks > 0) streak(mean, frame, detector.streaks);
  if (detector.jitter > 0) mean = jittered(mean, frame, detector.jitter, dice);
  for (let y = 0, i = 0; y < height; y++) {
    const gain = detector.counts * (detector.lineNoise > 0 ? 1 + dice.normal(0, detector.lineNoise) : 1);
    for (let x = 0; x < width; x++, i++) mean[i] = Math.max(0, mean[i] * gain);
  }
  let out = counted(mean, dice);
  if (detector.blurAfter > 0) out = blurred({ width, height, data: out }, detector.blurAfter);
  if (detector.readNoise > 0) {
    const normal = normalSource(dice);
    for (let i = 0; i < out.length; i++) out[i] += detector.readNoise * normal();
  }
  const hits = dice.poisson((detector.hits * out.length) / 1e6);
  for (let h = 0; h < hits; h++) {
    const at = dice.integer(0, out.length - 1);
    const height = detector.hitHeight * dice.uniform(0.2, 1);
    out[at] += height;
    if (chance(dice, 0.5) && at + 1 < out.length) out[at + 1] += height * dice.uniform(0.1, 0.6);
  }
  for (let l = 0; l < detector.deadLines; l++) {
    const down = chance(dice, 0.5);
    const at = dice.integer(0, (down ? width : height) - 1);
    const value = chance(dice, 0.6) ? 0 : detector.counts * dice.uniform(0.5, 1.5);
    for (let k = 0; k < (down ? height : width); k++) out[down ? k * width + at : at * width + k] = value;
  }
  return out;
}
