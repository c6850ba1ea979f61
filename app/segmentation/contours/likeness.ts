import weights from './likeness.json' with { type: 'json' };
import { type Outline, outlineFeatures } from './outline-features.ts';

/** Standardised features beyond this are cut off: nothing is concluded from what was never seen. */
const mostDeviation = 4;

const order = weights.features.map((name) => (outlineFeatures as readonly string[]).indexOf(name));

/**
 * How much an outline looks like that of a particle, 0..1: a small neural network (two hidden layers, ReLU, sigmoid) on the features
 * of the outline, none of which knows the size of a particle or the grey scale. likeness.json says what it was fitted on.
 */
export function particleLikeness({ features }: Outline): number {
  let values: number[] = order.map((at, i) => {
    const z = (features[at] - weights.mean[i]) / weights.deviation[i];
    return Math.max(-mostDeviation, Math.min(mostDeviation, z));
  });
  weights.layers.forEach(({ matrix, bias }, layer) => {
    const output = layer === weights.layers.length - 1;
    values = matrix.map((row, j) => {
      const sum = row.reduce((s, w, i) => s + w * values[i], bias[j]);
      return output ? sum : Math.max(0, sum);
    });
  });
  return 1 / (1 + Math.exp(-values[0]));
}
