/** How well one class was found. Null where it has no meaning: nothing was found (precision), or nothing is there (recall). */
export interface ClassScore {
  readonly dice: number | null;
  readonly iou: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  /** Pixels of the class in the truth. */
  readonly pixels: number;
}

export interface ModelScores {
  readonly classes: readonly ClassScore[];
  readonly pixelAccuracy: number | null;
  /** Means over the classes that the truth has. */
  readonly meanDice: number | null;
  readonly meanIou: number | null;
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((v) => v !== null);
  return share(
    known.reduce((sum, v) => sum + v, 0),
    known.length,
  );
}

/**
 * Scores from counts of pixels by true class (row) and found class (column), K x K. Dice = 2 TP / (2 TP + FP + FN),
 * IoU = TP / (TP + FP + FN), precision = TP / (TP + FP), recall = TP / (TP + FN).
 */
export function scoresOf(confusion: ArrayLike<number>, classes: number): ModelScores {
  let [all, right] = [0, 0];
  const list = Array.from({ length: classes }, (_, k): ClassScore => {
    let [there, found] = [0, 0];
    for (let j = 0; j < classes; j++) {
      there += confusion[k * classes + j];
      found += confusion[j * classes + k];
    }
    const both = confusion[k * classes + k];
    all += there;
    right += both;
    return {
      dice: share(2 * both, there + found),
      iou: share(both, there + found - both),
      precision: share(both, found),
      recall: share(both, there),
      pixels: there,
    };
  });
  const there = list.filter(({ pixels }) => pixels > 0);
  return {
    classes: list,
    pixelAccuracy: share(right, all),
    meanDice: meanOf(there.map(({ dice }) => dice)),
    meanIou: meanOf(there.map(({ iou }) => iou)),
  };
}
