import type { LabelMap } from '../../app/domain/plane.ts';

/** Detection and pixel quality of a label map, counted as the peers' scripts count it. */
export interface Quality {
  readonly dice: number;
  readonly f1: number;
  readonly matchedIou: number;
  readonly found: number;
  readonly true: number;
}

/**
 * Particles that the border of the truth cuts count neither way. Dice of the pixels; a true particle is matched when a found one
 * overlaps it with IoU >= 0.5; found particles of 20 px or less do not count.
 */
export function match(found: LabelMap, truth: Uint16Array | Int32Array): Quality {
  const { width, height, data } = found;
  let most = 0;
  for (let i = 0; i < truth.length; i++) most = Math.max(most, truth[i]);
  const cut = new Uint8Array(most + 1);
  for (let x = 0; x < width; x++) {
    cut[truth[x]] = 1;
    cut[truth[(height - 1) * width + x]] = 1;
  }
  for (let y = 0; y < height; y++) {
    cut[truth[y * width]] = 1;
    cut[truth[(y + 1) * width - 1]] = 1;
  }
  const columns = found.count + 1;
  const shared = new Float64Array((most + 1) * columns);
  let both = 0;
  let inFound = 0;
  let inTruth = 0;
  for (let i = 0; i < truth.length; i++) {
    const t = truth[i];
    if (t !== 0 && cut[t] === 1) continue;
    shared[t * columns + data[i]]++;
    if (t !== 0) inTruth++;
    if (data[i] !== 0) inFound++;
    if (t !== 0 && data[i] !== 0) both++;
  }
  const areaOfTruth = new Float64Array(most + 1);
  const areaOfFound = new Float64Array(columns);
  for (let t = 0; t <= most; t++) {
    for (let p = 0; p < columns; p++) {
      areaOfTruth[t] += shared[t * columns + p];
      areaOfFound[p] += shared[t * columns + p];
    }
  }
  let matched = 0;
  let iouSum = 0;
  let there = 0;
  for (let t = 1; t <= most; t++) {
    if (areaOfTruth[t] === 0) continue;
    there++;
    let best = 0;
    for (let p = 1; p < columns; p++) {
      const overlap = shared[t * columns + p];
      if (overlap > 0) best = Math.max(best, overlap / (areaOfTruth[t] + areaOfFound[p] - overlap));
    }
    if (best < 0.5) continue;
    matched++;
    iouSum += best;
  }
  let kept = 0;
  for (let p = 1; p < columns; p++) if (areaOfFound[p] > 20) kept++;
  return {
    dice: (2 * both) / (inFound + inTruth),
    f1: (2 * matched) / Math.max(1, there + kept),
    matchedIou: matched === 0 ? 0 : iouSum / matched,
    found: kept,
    true: there,
  };
}
