/**
 * Rearranges `values` so that the element of rank `k` (0-based, ascending) stands at index k, none before it is larger and
 * none after it smaller, within [left, right]. Floyd and Rivest, Commun. ACM 18, 173 (1975): about 1.5 comparisons an
 * element. No NaN may be among the values.
 */
export function selectRank(values: Float64Array, k: number, left = 0, right = values.length - 1): void {
  let low = left;
  let high = right;
  while (high > low) {
    if (high - low > 600) {
      // Narrow down by first selecting in a small sample around the place where k should be.
      const n = high - low + 1;
      const i = k - low + 1;
      const z = Math.log(n);
      const s = 0.5 * Math.exp((2 * z) / 3);
      const sd = 0.5 * Math.sqrt((z * s * (n - s)) / n) * Math.sign(i - n / 2);
      selectRank(
        values,
        k,
        Math.max(low, Math.floor(k - (i * s) / n + sd)),
        Math.min(high, Math.floor(k + ((n - i) * s) / n + sd)),
      );
    }
    const pivot = values[k];
    let i = low;
    let j = high;
    swap(values, low, k);
    if (values[high] > pivot) swap(values, low, high);
    while (i < j) {
      swap(values, i, j);
      i++;
      j--;
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
    }
    if (values[low] === pivot) swap(values, low, j);
    else swap(values, ++j, high);
    if (j <= k) low = j + 1;
    if (k <= j) high = j - 1;
  }
}

function swap(values: Float64Array, i: number, j: number): void {
  const kept = values[i];
  values[i] = values[j];
  values[j] = kept;
}

/**
 * Quantiles of values without NaN, for ascending `probabilities` 0..1: linear between the two nearest ranks, as NumPy's
 * and R's default (type 7 of Hyndman and Fan 1996). NaN for no values. `values` is rearranged.
 */
export function quantilesInPlace(values: Float64Array, probabilities: readonly number[]): number[] {
  const last = values.length - 1;
  if (last < 0) return probabilities.map(() => Number.NaN);
  let from = 0;
  return probabilities.map((probability) => {
    const at = probability * last;
    const rank = Math.min(last, Math.floor(at));
    selectRank(values, rank, Math.min(from, rank), last);
    from = rank;
    if (rank === at) return values[rank];
    let next = Number.POSITIVE_INFINITY;
    for (let i = rank + 1; i <= last; i++) if (values[i] < next) next = values[i];
    return values[rank] + (next - values[rank]) * (at - rank);
  });
}
