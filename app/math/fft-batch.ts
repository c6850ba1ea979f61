import { chirp, chirpSpectrum, powerOfTwoFrom, rootsOfUnity, smoothFactors } from './fft.ts';
import type { Lanes } from './lanes/lanes.ts';

/** Transforms of one length for batches of four signals in single precision, laid out in a thread's scratch array. */
export interface BatchFft<Extra extends readonly number[]> {
  /** Where a batch goes before `transform`: element k at + 8 k, see assembly/fft.ts. */
  readonly batch: number;
  /** Further arrays of the lengths asked for. */
  readonly extra: { [K in keyof Extra]: number };
  /** Transforms the batch at `batch` and returns where the result is (there or elsewhere, until the next call). */
  transform(): number;
}

/** Lays out the transform of length n and further arrays; all earlier layouts of this thread are given up. */
export function layOutBatchFft<const Extra extends readonly number[]>(
  unit: Lanes,
  n: number,
  ...lengths: Extra
): BatchFft<Extra> {
  const direct = smoothFactors(n) !== null;
  const m = direct ? n : powerOfTwoFrom(2 * n - 1);
  const [batch, spare, roots, turn, turnBack, filter, ...extra] = unit.layOut(
    8 * m,
    8 * m,
    2 * m,
    direct ? 0 : 2 * n,
    direct ? 0 : 2 * n,
    direct ? 0 : 2 * m,
    ...lengths,
  );
  const { scratch, run } = unit;
  scratch.set(rootsOfUnity(m), roots);
  const laidOut = { batch, extra: extra as { [K in keyof Extra]: number } };
  if (direct) return { ...laidOut, transform: () => run.fftBatch(batch, spare, roots, n) };

  // Bluestein: turn by a chirp, convolve with its conjugate through transforms of length m, turn again.
  const c = chirp(n);
  const [re, im] = chirpSpectrum(n, m);
  scratch.set(c, turn);
  for (let k = 0; k < 2 * n; k++) scratch[turnBack + k] = c[k] / m;
  for (let k = 0; k < m; k++) {
    scratch[filter + 2 * k] = re[k];
    scratch[filter + 2 * k + 1] = im[k];
  }
  return {
    ...laidOut,
    transform() {
      run.multiplyBatch(batch, turn, n);
      scratch.fill(0, batch + 8 * n, batch + 8 * m);
      const forward = run.fftBatch(batch, spare, roots, m);
      run.multiplyBatch(forward, filter, m);
      run.swapBatch(forward, m);
      const other = forward === batch ? spare : batch;
      const back = run.fftBatch(forward, other, roots, m);
      run.swapBatch(back, n);
      run.multiplyBatch(back, turnBack, n);
      return back;
    },
  };
}
