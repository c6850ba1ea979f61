import { noSpans, SpanList, type Spans } from './spans.ts';

/** Which pixels a combination keeps: those only in a (1), only in b (2), in both (4), added up. */
type Kept = number;
const onlyA: Kept = 1;
const onlyB: Kept = 2;
const both: Kept = 4;

/** Pixels of either set. */
export const union = (a: Spans, b: Spans): Spans => combined(a, b, onlyA + onlyB + both);
/** Pixels of both sets. */
export const intersect = (a: Spans, b: Spans): Spans => combined(a, b, both);
/** Pixels of `a` that are not in `b`. */
export const subtract = (a: Spans, b: Spans): Spans => combined(a, b, onlyA);
/** Pixels of exactly one of the sets. */
export const xor = (a: Spans, b: Spans): Spans => combined(a, b, onlyA + onlyB);

/** The union of many sets; pairs are joined first, so that n sets cost log n walks over what they hold. */
export function unionOf(sets: readonly Spans[]): Spans {
  let level = sets;
  while (level.length > 1) {
    const next: Spans[] = [];
    for (let i = 0; i + 1 < level.length; i += 2) next.push(union(level[i], level[i + 1]));
    if (level.length % 2 === 1) next.push(level[level.length - 1]);
    level = next;
  }
  return level[0] ?? noSpans;
}

/** Walks the span ends of both sets once, in order. */
function combined({ rows: a }: Spans, { rows: b }: Spans, kept: Kept): Spans {
  const list = new SpanList();
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const y = i < a.length && (j >= b.length || a[i] <= b[j]) ? a[i] : b[j];
    let inA = 0;
    let inB = 0;
    let at = 0;
    for (;;) {
      const nextA = i < a.length && a[i] === y ? a[i + 1 + inA] : Number.MAX_SAFE_INTEGER;
      const nextB = j < b.length && b[j] === y ? b[j + 1 + inB] : Number.MAX_SAFE_INTEGER;
      const next = nextA < nextB ? nextA : nextB;
      if (next === Number.MAX_SAFE_INTEGER) break;
      const state = inA + 2 * inB;
      if (state > 0 && (kept & (state === 3 ? both : state)) !== 0) list.push(y, at, next);
      at = next;
      if (nextA === next) {
        i += 3 * inA;
        inA = 1 - inA;
      }
      if (nextB === next) {
        j += 3 * inB;
        inB = 1 - inB;
      }
    }
  }
  return list.take();
}

/** Number of pixels that two sets share. */
export function sharedArea({ rows: a }: Spans, { rows: b }: Spans): number {
  let area = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] !== b[j]) {
      if (a[i] < b[j]) i += 3;
      else j += 3;
      continue;
    }
    const from = a[i + 1] > b[j + 1] ? a[i + 1] : b[j + 1];
    const to = a[i + 2] < b[j + 2] ? a[i + 2] : b[j + 2];
    if (to > from) area += to - from;
    if (a[i + 2] < b[j + 2]) i += 3;
    else j += 3;
  }
  return area;
}
