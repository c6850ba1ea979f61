import { task } from '../../ports/task.ts';

/** What a network's answer on a frame amounts to: pixels by most probable class, and the highest probability of each. */
export const answerFactsTask = task(
  'answer-facts',
  ({ probabilities, classes }: { readonly probabilities: Float32Array; readonly classes: number }) => {
    const pixels = probabilities.length / classes;
    const found = new Float64Array(classes);
    const highest = new Float64Array(classes);
    for (let i = 0; i < pixels; i++) {
      let best = 0;
      for (let k = 0; k < classes; k++) {
        const p = probabilities[k * pixels + i];
        if (p > highest[k]) highest[k] = p;
        if (p > probabilities[best * pixels + i]) best = k;
      }
      found[best]++;
    }
    return { found, highest };
  },
);
