import { superEllipseRadius } from '../../../app/simulation/outline.ts';

interface Shape {
  readonly p: number;
  readonly d: number;
  readonly ratio: number;
}

const rays = 360;
const phases = 60;

/** Squared radii along rays, scaled to the same area. */
function squares({ p, d, ratio }: Shape, phi: number): Float64Array {
  const out = Float64Array.from(
    { length: rays },
    (_, i) => superEllipseRadius({ p, d, ratio, phi }, (2 * Math.PI * i) / rays) ** 2,
  );
  const sum = out.reduce((a, b) => a + b, 0);
  return out.map((v) => v / sum);
}

/** Greatest intersection over union of two outlines of the same area about the same centre, over the ways to turn one of them. */
export function jaccard(a: Shape, b: Shape): number {
  const still = squares(a, 0);
  let best = 0;
  for (let k = 0; k < phases; k++) {
    const turned = squares(b, (2 * Math.PI * k) / (phases * Math.max(1, b.d)));
    let [both, either] = [0, 0];
    for (let i = 0; i < rays; i++) {
      both += Math.min(still[i], turned[i]);
      either += Math.max(still[i], turned[i]);
    }
    best = Math.max(best, both / either);
  }
  return best;
}

/**
 * How far answers are from the truth, each [n, 3] of ln p, d, L: root mean squares and the median overlap of the outlines that they
 * describe, d rounded to a whole number.
 */
export function scoresOf(answers: Float32Array, truth: Float32Array): { measure: string; value: number }[] {
  const n = truth.length / 3;
  const rms = (k: number) => {
    let sum = 0;
    for (let i = k; i < truth.length; i += 3) sum += (answers[i] - truth[i]) ** 2;
    return Math.sqrt(sum / n);
  };
  const shape = (v: Float32Array, i: number): Shape => ({
    p: Math.exp(v[3 * i]),
    d: Math.min(6, Math.max(1, Math.round(v[3 * i + 1]))),
    ratio: Math.max(1, v[3 * i + 2]),
  });
  const overlaps = Float64Array.from({ length: n }, (_, i) => jaccard(shape(answers, i), shape(truth, i))).sort();
  let right = 0;
  for (let i = 0; i < n; i++) if (shape(answers, i).d === truth[3 * i + 1]) right++;
  return [
    { measure: 'root mean square error of ln p', value: rms(0) },
    { measure: 'root mean square error of d', value: rms(1) },
    { measure: 'root mean square error of L', value: rms(2) },
    { measure: 'share of d right', value: right / n },
    { measure: 'median Jaccard of the outline told', value: overlaps[n >> 1] },
  ];
}
