import type { LabelMap } from '../../../app/domain/plane.ts';
import { instanceOverlaps, matchInstances } from '../../../app/segmentation/evaluate.ts';

/** Sums over images, so that scores can be pooled. */
export interface Tally {
  readonly matched: number;
  readonly found: number;
  readonly there: number;
  /** Pixels found and there, found, there. */
  readonly both: number;
  readonly foundPixels: number;
  readonly truePixels: number;
}

/** Particles matched one to one at IoU 0.5, and pixels, of one image. */
export function tallyOf(labels: LabelMap, truth: Int32Array): Tally {
  const { matched, found, true: there } = matchInstances(instanceOverlaps([labels.data], [truth]), 0.5);
  let [both, foundPixels, truePixels] = [0, 0, 0];
  for (let i = 0; i < truth.length; i++) {
    if (labels.data[i] !== 0) foundPixels++;
    if (truth[i] === 0) continue;
    truePixels++;
    if (labels.data[i] !== 0) both++;
  }
  return { matched, found, there, both, foundPixels, truePixels };
}

/** Left, top, right, bottom, px. */
export type Box = readonly [left: number, top: number, right: number, bottom: number];

export function boxesOf({ width, count, data }: LabelMap): Box[] {
  const boxes = Array.from({ length: count }, (): [number, number, number, number] => [width, -1, 0, 0]);
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    const box = boxes[data[i] - 1];
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x < box[0]) box[0] = x;
    if (box[1] < 0) box[1] = y;
    if (x + 1 > box[2]) box[2] = x + 1;
    box[3] = y + 1;
  }
  return boxes.filter((box) => box[1] >= 0);
}

/** Boxes matched one to one at IoU 0.5, best first. */
export function tallyBoxes(found: readonly Box[], there: readonly Box[]): Tally {
  const pairs: { readonly f: number; readonly t: number; readonly iou: number }[] = [];
  const area = ([l, t, r, b]: Box) => (r - l) * (b - t);
  found.forEach((a, f) => {
    there.forEach((b, t) => {
      const shared =
        Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) *
        Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
      const iou = shared / (area(a) + area(b) - shared);
      if (iou >= 0.5) pairs.push({ f, t, iou });
    });
  });
  pairs.sort((a, b) => b.iou - a.iou);
  const [usedFound, usedTrue] = [new Set<number>(), new Set<number>()];
  for (const { f, t } of pairs) {
    if (usedFound.has(f) || usedTrue.has(t)) continue;
    usedFound.add(f);
    usedTrue.add(t);
  }
  const none = { both: 0, foundPixels: 0, truePixels: 0 };
  return { matched: usedTrue.size, found: found.length, there: there.length, ...none };
}

const sum = (all: readonly Tally[], key: keyof Tally) => all.reduce((total, one) => total + one[key], 0);
const f1 = ({ matched, found, there }: Pick<Tally, 'matched' | 'found' | 'there'>) =>
  found + there === 0 ? 1 : (2 * matched) / (found + there);
const dice = (t: Pick<Tally, 'both' | 'foundPixels' | 'truePixels'>) =>
  t.foundPixels + t.truePixels === 0 ? 1 : (2 * t.both) / (t.foundPixels + t.truePixels);

/** Scores over all particles and pixels together, and means over the images. */
export function scoresOf(all: readonly Tally[]) {
  const mean = (of: (one: Tally) => number) => all.reduce((total, one) => total + of(one), 0) / all.length;
  const keys = ['matched', 'found', 'there', 'both', 'foundPixels', 'truePixels'] as const;
  const pooled = Object.fromEntries(keys.map((key) => [key, sum(all, key)])) as unknown as Tally;
  return { f1: f1(pooled), dice: dice(pooled), meanF1: mean(f1), meanDice: mean(dice), images: all.length, ...pooled };
}
