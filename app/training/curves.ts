/** Probabilities are counted in so many equal steps of 0..1. */
export const curveSteps = 256;

/** Pixels that are of a class and that are not, by the probability that they were given: [step / 256, (step + 1) / 256). */
export interface CurveCounts {
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
}

export const emptyCurve = (): CurveCounts => ({
  positives: new Float64Array(curveSteps),
  negatives: new Float64Array(curveSteps),
});

/** The step that a probability is counted in; what is no probability counts as the nearest one. */
export const curveStep = (probability: number): number =>
  Math.min(curveSteps - 1, Math.max(0, Math.floor(probability * curveSteps)));

/** Adds the counts of `other`. */
export function addCurve(to: CurveCounts, other: CurveCounts): void {
  for (let i = 0; i < curveSteps; i++) {
    to.positives[i] += other.positives[i];
    to.negatives[i] += other.negatives[i];
  }
}

/** Precision and recall when everything from a threshold on counts as found; thresholds 0, 1/256 ... 255/256. */
export interface Curve {
  readonly threshold: readonly number[];
  /** 1 where nothing is found. */
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly dice: readonly number[];
  /** Sum of (recall step) x precision; null where the truth has no such pixel. */
  readonly averagePrecision: number | null;
  /** The threshold of the highest Dice; the middle of them where several are as good. */
  readonly best: { readonly threshold: number; readonly dice: number } | null;
  /** True pixels. */
  readonly pixels: number;
}

export function curveOf({ positives, negatives }: CurveCounts): Curve {
  const threshold = Array.from({ length: curveSteps }, (_, i) => i / curveSteps);
  const precision = threshold.map(() => 1);
  const recall = threshold.map(() => 0);
  const dice = threshold.map(() => 0);
  const pixels = positives.reduce((sum, n) => sum + n, 0);
  let [right, wrong] = [0, 0];
  let averagePrecision = 0;
  for (let i = curveSteps - 1; i >= 0; i--) {
    right += positives[i];
    wrong += negatives[i];
    if (right + wrong > 0) precision[i] = right / (right + wrong);
    if (pixels === 0) continue;
    recall[i] = right / pixels;
    dice[i] = (2 * right) / (pixels + right + wrong);
    averagePrecision += (positives[i] / pixels) * precision[i];
  }
  if (pixels === 0) return { threshold, precision, recall, dice, averagePrecision: null, best: null, pixels };
  const most = Math.max(...dice);
  const [first, last] = [dice.indexOf(most), dice.lastIndexOf(most)];
  const best = { threshold: threshold[Math.floor((first + last) / 2)], dice: most };
  return { threshold, precision, recall, dice, averagePrecision, best, pixels };
}
