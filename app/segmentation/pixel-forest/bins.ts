/** Codes of labelled pixels, with their classes. */
export interface Samples {
  /** int16 codes, `features` of each pixel side by side. */
  readonly codes: Int16Array;
  readonly features: number;
  /** Index of each pixel's class among those of the forest. */
  readonly classes: Uint8Array;
}

/** Values of a feature are put into at most so many bins. */
export const mostBins = 256;

/** Samples with each feature's codes replaced by the number of a bin, and what the bins hold. */
export interface BinnedSamples {
  /** Feature after feature: the bin of each sample. */
  readonly bins: Uint8Array;
  /** Smallest and largest code in each bin, `mostBins` a feature. */
  readonly low: Int16Array;
  readonly high: Int16Array;
}

/**
 * Puts the codes of each feature into bins of about equally many samples, or one a code where there are few. Equal codes share a bin.
 * Cuts between bins are all the cuts that trees may make.
 * @param allocate makes the arrays, such as on shared memory
 */
export function binned(
  { codes, features, classes }: Samples,
  allocate: { uint8: (n: number) => Uint8Array; int16: (n: number) => Int16Array },
): BinnedSamples {
  const count = classes.length;
  const bins = allocate.uint8(features * count);
  const low = allocate.int16(features * mostBins);
  const high = allocate.int16(features * mostBins);
  const column = new Int16Array(count);
  const binOfCode = new Uint8Array(65536);
  for (let f = 0; f < features; f++) {
    for (let i = 0; i < count; i++) column[i] = codes[i * features + f];
    const sorted = column.slice().sort();
    let distinct = 0;
    for (let i = 0; i < count; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
    const share = distinct <= mostBins ? 0 : count / mostBins;
    let bin = -1;
    for (let i = 0; i < count; i++) {
      const fresh = i === 0 || sorted[i] !== sorted[i - 1];
      if (fresh && (bin < 0 || i >= share * (bin + 1)) && bin < mostBins - 1) low[f * mostBins + ++bin] = sorted[i];
      if (fresh) binOfCode[sorted[i] + 32768] = bin;
      high[f * mostBins + bin] = sorted[i];
    }
    for (let i = 0; i < count; i++) bins[f * count + i] = binOfCode[column[i] + 32768];
  }
  return { bins, low, high };
}
