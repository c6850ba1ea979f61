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
