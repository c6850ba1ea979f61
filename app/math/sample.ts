import { random } from './random.ts';

/**
 * `count` different whole numbers from 0 to total - 1 in random order, determined by the seed; all of them when there are not more.
 * R. Floyd's method (Bentley and Floyd, Commun. ACM 30, 1987, 754), then shuffled: takes as long as the sample is large.
 */
export function sampleOf(total: number, count: number, seed: number): number[] {
  const draw = random(seed);
  const size = Math.min(total, count);
  const chosen = new Set<number>();
  for (let last = total - size; last < total; last++) {
    const drawn = draw.integer(0, last);
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  const list = [...chosen];
  for (let i = list.length - 1; i > 0; i--) {
    const j = draw.integer(0, i);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}
