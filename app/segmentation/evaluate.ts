// Quality of a segmentation against truth. Counts are kept apart from scores, so that counts of many images can be pooled.

/** True positives, false positives, false negatives of one class of pixels. */
export interface PixelCounts {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
}

/** Pixels counted by true class (row) and found class (column), row-major, `size` x `size`. */
export interface Confusion {
  readonly classes: readonly number[];
  readonly counts: Float64Array;
}

/** IoU of every pair of a true and a found instance that share a pixel, with how many there are of each. */
export interface Overlaps {
  readonly found: number;
  readonly true: number;
  /** Truth and prediction are indexes of instances; sorted by falling IoU, ties by index. */
  readonly pairs: readonly { readonly truth: number; readonly prediction: number; readonly iou: number }[];
}

/** Thresholds at which instances are matched: 0.50, 0.55 .. 0.95. */
export const iouThresholds: readonly number[] = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

/** Dice = 2TP / (2TP + FP + FN), IoU = TP / (TP + FP + FN), precision, recall. An empty class that was found empty scores 1. */
export function pixelScores({ truePositive: tp, falsePositive: fp, falseNegative: fn }: PixelCounts) {
  const ratio = (part: number, whole: number) => (whole === 0 ? 1 : part / whole);
  return {
    dice: ratio(2 * tp, 2 * tp + fp + fn),
    iou: ratio(tp, tp + fp + fn),
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
  };
}

/** Confusion of two class images of equal length; `classes` are the values that occur in either, rising. */
export function confusion(prediction: Int32Array, truth: Int32Array): Confusion {
  const classes = [...new Set([...new Set(prediction), ...new Set(truth)])].sort((a, b) => a - b);
  const at = new Map(classes.map((value, i) => [value, i]));
  const size = classes.length;
  const counts = new Float64Array(size * size);
  for (let i = 0; i < truth.length; i++) counts[(at.get(truth[i]) ?? 0) * size + (at.get(prediction[i]) ?? 0)]++;
  return { classes, counts };
}

/** Adds confusions whose classes may differ. */
export function pooled(all: readonly Confusion[]): Confusion {
  const classes = [...new Set(all.flatMap((c) => c.classes))].sort((a, b) => a - b);
  const counts = new Float64Array(classes.length ** 2);
  for (const one of all) {
    const to = one.classes.map((value) => classes.indexOf(value));
    one.counts.forEach((count, i) => {
      const row = Math.floor(i / one.classes.length);
      counts[to[row] * classes.length + to[i % one.classes.length]] += count;
    });
  }
  return { classes, counts };
}

/** The counts of class number `index` (its place in `classes`). */
export function classCounts({ classes, counts }: Confusion, index: number): PixelCounts {
  const size = classes.length;
  const truePositive = counts[index * size + index];
  let found = 0;
  let there = 0;
  for (let i = 0; i < size; i++) {
    found += counts[i * size + index];
    there += counts[index * size + i];
  }
  return { truePositive, falsePositive: found - truePositive, falseNegative: there - truePositive };
}

/** Share of pixels whose class was found right. 1 for no pixels. */
export function pixelAccuracy({ classes, counts }: Confusion): number {
  let right = 0;
  let all = 0;
  counts.forEach((count, i) => {
    all += count;
    if (i % (classes.length + 1) === 0) right += count;
  });
  return all === 0 ? 1 : right / all;
}

/**
 * Overlap of every true with every found instance. Each side comes as pages of labels (0 = none); an instance is a label,
 * on whichever pages it stands, so that instances may overlap.
 */
export function instanceOverlaps(prediction: readonly Int32Array[], truth: readonly Int32Array[]): Overlaps {
  const areas = (pages: readonly Int32Array[]) => {
    const area = new Map<number, number>();
    for (const page of pages) for (const label of page) if (label !== 0) area.set(label, (area.get(label) ?? 0) + 1);
    return area;
  };
  const [found, there] = [areas(prediction), areas(truth)];
  const foundIndex = new Map([...found.keys()].sort((a, b) => a - b).map((label, i) => [label, i]));
  const thereIndex = new Map([...there.keys()].sort((a, b) => a - b).map((label, i) => [label, i]));
  const shared = new Map<number, number>();
  for (const t of truth) {
    for (const p of prediction) {
      for (let i = 0; i < t.length; i++) {
        if (t[i] === 0 || p[i] === 0) continue;
        const key = (thereIndex.get(t[i]) ?? 0) * found.size + (foundIndex.get(p[i]) ?? 0);
        shared.set(key, (shared.get(key) ?? 0) + 1);
      }
    }
  }
  const foundAreas = [...foundIndex].map(([label]) => found.get(label) ?? 0);
  const thereAreas = [...thereIndex].map(([label]) => there.get(label) ?? 0);
  const pairs = [...shared].map(([key, pixels]) => {
    const t = Math.floor(key / found.size);
    const p = key % found.size;
    return { truth: t, prediction: p, iou: pixels / (thereAreas[t] + foundAreas[p] - pixels) };
  });
  pairs.sort((a, b) => b.iou - a.iou || a.truth - b.truth || a.prediction - b.prediction);
  return { found: found.size, true: there.size, pairs };
}

/** What matching at one threshold gives; sums, so that images can be pooled. */
export interface Matches {
  readonly threshold: number;
  readonly found: number;
  readonly true: number;
  readonly matched: number;
  readonly iouSum: number;
}

/**
 * Matches one to one, best IoU first, pairs of IoU at or over `threshold`. Without overlapping instances a pair over 0.5
 * is unique, so this is the only matching there is; with them, best first is the usual convention.
 */
export function matchInstances({ found, true: there, pairs }: Overlaps, threshold: number): Matches {
  const takenTruth = new Set<number>();
  const takenFound = new Set<number>();
  let iouSum = 0;
  for (const { truth, prediction, iou } of pairs) {
    if (iou < threshold) break;
    if (takenTruth.has(truth) || takenFound.has(prediction)) continue;
    takenTruth.add(truth);
    takenFound.add(prediction);
    iouSum += iou;
  }
  return { threshold, found, true: there, matched: takenTruth.size, iouSum };
}

/** F1 = 2 matched / (found + true), precision, recall, mean IoU of the matched pairs (0 when there are none). */
export function matchScores({ threshold, found, true: there, matched, iouSum }: Matches) {
  return {
    threshold,
    f1: found + there === 0 ? 1 : (2 * matched) / (found + there),
    precision: found === 0 ? (there === 0 ? 1 : 0) : matched / found,
    recall: there === 0 ? 1 : matched / there,
    matched,
    meanIou: matched === 0 ? 0 : iouSum / matched,
  };
}
