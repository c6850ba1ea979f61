/** What a cell of the confusion matrix is a share of: of what is there, of what was found, or nothing (pixels as they are). */
export type ConfusionBasis = 'truth' | 'found' | 'pixels';

export interface ConfusionCell {
  readonly truth: number;
  readonly found: number;
  readonly pixels: number;
  /** 0..1 of its row or column (pixels: of the largest cell); null where that is empty. */
  readonly share: number | null;
}

/**
 * Cells of a confusion matrix, row by row. `counts[truth * classes + found]` is how many pixels of class `truth` were called
 * class `found`. Shares of truth have recall on the diagonal, shares of found have precision.
 */
export function confusionCells(counts: ArrayLike<number>, classes: number, basis: ConfusionBasis): ConfusionCell[] {
  const rows = new Float64Array(classes);
  const columns = new Float64Array(classes);
  let most = 0;
  for (let i = 0; i < classes * classes; i++) {
    rows[Math.floor(i / classes)] += counts[i];
    columns[i % classes] += counts[i];
    most = Math.max(most, counts[i]);
  }
  return Array.from({ length: classes * classes }, (_, i) => {
    const [truth, found] = [Math.floor(i / classes), i % classes];
    const whole = basis === 'truth' ? rows[truth] : basis === 'found' ? columns[found] : most;
    return { truth, found, pixels: counts[i], share: whole > 0 ? counts[i] / whole : null };
  });
}
