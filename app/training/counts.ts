/** Labelled pixels of each class; unknown ones (-1) count nowhere. */
export function classCounts(labels: Int32Array, classes: number): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label >= 0 && label < classes) counts[label]++;
  }
  return counts;
}

const [least, most] = [0.1, 10];

/**
 * Weight of each class in the loss. `balanced`: pixels / (classes there x pixels of the class), as scikit-learn's
 * `compute_class_weight`, kept within 0.1 to 10 so that a class of a few pixels does not rule; 1 for a class that is not there.
 */
export function classWeights(counts: ArrayLike<number>, kind: 'balanced' | 'none'): number[] {
  const pixels = Array.from(counts);
  if (kind === 'none') return pixels.map(() => 1);
  const total = pixels.reduce((sum, n) => sum + n, 0);
  const there = pixels.filter((n) => n > 0).length;
  return pixels.map((n) => (n === 0 ? 1 : Math.min(most, Math.max(least, total / (there * n)))));
}
