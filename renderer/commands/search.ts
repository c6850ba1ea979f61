export interface Match<T> {
  readonly item: T;
  readonly score: number;
  /** Indexes of the letters of the text that the query found, ascending. */
  readonly at: readonly number[];
}

/**
 * Items whose text holds the letters of the query in their order, best first. Letters at the start of words and in
 * a row count more; a skipped letter costs a little. An empty query gives all items in their order.
 */
export function fuzzy<T>(query: string, items: readonly T[], textOf: (item: T) => string): Match<T>[] {
  const needle = query.toLowerCase().replace(/\s+/g, '');
  if (needle === '') return items.map((item) => ({ item, score: 0, at: [] }));
  const found: Match<T>[] = [];
  for (const item of items) {
    const match = placed(needle, textOf(item));
    if (match !== null) found.push({ item, ...match });
  }
  return found.sort((a, b) => b.score - a.score);
}

/**
 * The best placement of `needle` in `text`. Dynamic programme over (letter of the needle, place in the text): the best
 * score that ends there; O(needle x text) per column pass with the running best of the row above.
 */
function placed(needle: string, text: string): { score: number; at: number[] } | null {
  const n = needle.length;
  const m = text.length;
  const lower = text.toLowerCase();
  if (n > m) return null;
  const none = Number.NEGATIVE_INFINITY;
  const score = new Float64Array(n * m).fill(none);
  const from = new Int32Array(n * m).fill(-1);
  for (let i = 0; i < n; i++) {
    let best = none;
    let bestAt = -1;
    for (let j = i; j < m; j++) {
      if (i > 0 && j > 0) {
        const before = score[(i - 1) * m + j - 1];
        // Each letter that is skipped makes an earlier end worth a little less.
        best -= 0.1;
        if (before > best) {
          best = before;
          bestAt = j - 1;
        }
      }
      if (lower[j] !== needle[i]) continue;
      const bonus = startsWord(text, j) ? 8 : 1;
      if (i === 0) score[j] = bonus - Math.min(2, j * 0.1);
      else {
        const row = score[(i - 1) * m + j - 1];
        const inARow = row === none ? none : row + Math.max(bonus, 5);
        const apart = best === none ? none : best + bonus;
        score[i * m + j] = Math.max(inARow, apart);
        from[i * m + j] = inARow >= apart ? j - 1 : bestAt;
      }
    }
  }
  let end = -1;
  for (let j = 0; j < m; j++) {
    if (score[(n - 1) * m + j] > (end < 0 ? none : score[(n - 1) * m + end])) end = j;
  }
  if (end < 0) return null;
  const at: number[] = [];
  for (let i = n - 1, j = end; i >= 0; i--) {
    at.push(j);
    j = from[i * m + j];
  }
  return { score: score[(n - 1) * m + end] - m * 0.01, at: at.reverse() };
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s./:_(-]/.test(text[at - 1]) || (/[A-Z]/.test(text[at]) && /[a-z]/.test(text[at - 1]));
}
