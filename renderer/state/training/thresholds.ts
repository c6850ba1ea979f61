import type { ThresholdCurve } from '../../../app/domain/training/scores.ts';

/** Dice at each threshold: the harmonic mean of precision and recall, null where one of them has no meaning. */
export function diceOf({ precision, recall }: Pick<ThresholdCurve, 'precision' | 'recall'>): (number | null)[] {
  return precision.map((p, i) => {
    const r = recall[i];
    if (p === null || r === null || r === undefined) return null;
    return p + r === 0 ? 0 : (2 * p * r) / (p + r);
  });
}

/** Where Dice is highest; null without any. */
export function bestThreshold(curve: ThresholdCurve): { readonly index: number; readonly dice: number } | null {
  let best: { index: number; dice: number } | null = null;
  for (const [index, dice] of diceOf(curve).entries()) {
    if (dice !== null && (best === null || dice > best.dice)) best = { index, dice };
  }
  return best;
}

/**
 * Area under precision against recall, by the trapezium rule over the recalls that there are; from recall 0 on with the
 * precision of the highest threshold. Null without a point.
 */
export function averagePrecision({ precision, recall }: Pick<ThresholdCurve, 'precision' | 'recall'>): number | null {
  const points = recall.flatMap((r, i) => {
    const p = precision[i];
    return r === null || p === null || p === undefined ? [] : [{ r, p }];
  });
  if (points.length === 0) return null;
  points.sort((a, b) => a.r - b.r || b.p - a.p);
  let area = points[0].r * points[0].p;
  for (let i = 1; i < points.length; i++)
    area += ((points[i].r - points[i - 1].r) * (points[i].p + points[i - 1].p)) / 2;
  return area;
}
