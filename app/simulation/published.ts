import type { Random } from '../math/random.ts';
import { chance } from './draw.ts';
import type { Frame } from './scene.ts';

/** Values at shares of the sorted values, from a sample of them. */
function quantiles(data: Float32Array, shares: readonly number[]): number[] {
  const step = Math.max(1, Math.floor(data.length / 8192));
  const sample = Float32Array.from({ length: Math.floor(data.length / step) }, (_, i) => data[i * step]).sort();
  return shares.map((s) => sample[Math.min(sample.length - 1, Math.floor(s * sample.length))]);
}

/** What a journal's figure is of a frame: stretched to 0..255, a gamma. */
export function published(counts: Float32Array, frame: Frame, _pixelSize: number, dice: Random): Float32Array {
  void frame;
  const cut = dice.uniform(0, 0.02);
  const [low, high] = quantiles(counts, [cut * dice.next(), 1 - cut * dice.next()]);
  const gamma = chance(dice, 0.4) ? dice.uniform(0.6, 1.6) : 1;
  const [black, white] = [dice.uniform(0, 60), dice.uniform(180, 255)];
  const out = new Float32Array(counts.length);
  for (let i = 0; i < out.length; i++) {
    const share = Math.min(1, Math.max(0, (counts[i] - low) / Math.max(1e-6, high - low)));
    out[i] = Math.round(black + (white - black) * share ** gamma);
  }
  return out;
}
