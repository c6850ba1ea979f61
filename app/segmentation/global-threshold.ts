import { Failure } from '../domain/failure.ts';
import type { Histogram } from './histogram.ts';

// One threshold for a whole image, from its histogram: bright things are the pixels > t. Definitions are those of the
// functions `threshold_*` of scikit-image 0.19, which counts float images in 256 bins; `coarsened` gives the same bins.

function total(values: Float64Array): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum;
}

function weightedSum(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Mean grey value. */
export function meanThreshold({ counts, centres }: Histogram): number {
  return weightedSum(counts, centres) / total(counts);
}

/**
 * Largest variance between the two classes. N. Otsu, IEEE Trans. Syst. Man Cybern. 9 (1979) 62.
 */
export function otsuThreshold({ counts, centres }: Histogram): number {
  const pixels = total(counts);
  const sum = weightedSum(counts, centres);
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin];
    sumBelow += counts[bin] * centres[bin];
    const above = pixels - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (variance > largest) {
      largest = variance;
      best = bin;
    }
  }
  return centres[best];
}

/**
 * Least cross entropy between the image and its two-level version, by Li's iteration from the mean:
 * t = (m1 - m0) / (ln m1 - ln m0) of the class means above the image's minimum.
 * Stops when the threshold moves by less than half a bin or comes back to where it was, so that it always ends.
 * C. H. Li, P. K. S. Tam, Pattern Recognit. Lett. 19 (1998) 771.
 */
export function liThreshold({ counts, centres, perValue }: Histogram): number {
  const bins = counts.length;
  const low = centres[0];
  const width = bins > 1 ? centres[1] - low : 0;
  if (width === 0) return low;
  // Values are counted from the image's minimum: the first centre, or half a bin before it.
  const first = perValue ? 0 : width / 2;
  const pixelsUpTo = new Float64Array(bins + 1);
  const sumUpTo = new Float64Array(bins + 1);
  for (let bin = 0; bin < bins; bin++) {
    pixelsUpTo[bin + 1] = pixelsUpTo[bin] + counts[bin];
    sumUpTo[bin + 1] = sumUpTo[bin] + counts[bin] * (first + bin * width);
  }
  const tolerance = perValue ? 0.5 : width / 1000;
  let t = sumUpTo[bins] / pixelsUpTo[bins];
  for (let round = 0; round < 1000; round++) {
    // Part of the bin that holds t counts as below, its pixels spread evenly over it.
    const place = perValue ? Math.floor(t) + 1 : Math.min(bins - 1, t / width);
    const bin = Math.floor(place);
    const share = perValue ? 0 : place - bin;
    const inside = share * (bin < bins ? counts[bin] : 0);
    const below = pixelsUpTo[bin] + inside;
    const sumBelow = sumUpTo[bin] + inside * (t - (share * width) / 2);
    const meanBelow = sumBelow / below;
    const meanAbove = (sumUpTo[bins] - sumBelow) / (pixelsUpTo[bins] - below);
    if (meanBelow === 0) return low;
    const next = (meanBelow - meanAbove) / (Math.log(meanBelow) - Math.log(meanAbove));
    if (Math.abs(next - t) <= tolerance) return low - first + next;
    t = next;
  }
  return low - first + t;
}

/**
 * Largest entropic correlation of the two classes. J.-C. Yen, F.-J. Chang, S. Chang, IEEE Trans. Image Process. 4 (1995) 370.
 */
export function yenThreshold({ counts, centres }: Histogram): number {
  const pixels = total(counts);
  const bins = counts.length;
  const squaresFrom = new Float64Array(bins + 1);
  for (let bin = bins - 1; bin >= 0; bin--) squaresFrom[bin] = squaresFrom[bin + 1] + (counts[bin] / pixels) ** 2;
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  let share = 0;
  for (let bin = 0; bin < bins - 1; bin++) {
    share += counts[bin] / pixels;
    const squares = (squaresFrom[0] - squaresFrom[bin + 1]) * squaresFrom[bin + 1];
    const criterion = 2 * Math.log(share * (1 - share)) - Math.log(squares);
    if (criterion > largest) {
      largest = criterion;
      best = bin;
    }
  }
  return centres[best];
}

/**
 * The lowest threshold halfway between the means of its two classes. T. W. Ridler, S. Calvard, IEEE Trans. Syst. Man
 * Cybern. 8 (1978) 630.
 */
export function isodataThreshold({ counts, centres }: Histogram): number {
  if (counts.length === 1) return centres[0];
  const pixels = total(counts);
  const sum = weightedSum(counts, centres);
  const width = centres[1] - centres[0];
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    below += counts[bin];
    sumBelow += counts[bin] * centres[bin];
    const middle = (sumBelow / below + (sum - sumBelow) / (pixels - below)) / 2;
    const distance = middle - centres[bin];
    if (distance >= 0 && distance < width) return centres[bin];
  }
  return centres[0];
}

/** Means over three neighbours, the border repeated. */
function smoothed(values: Float64Array): Float64Array {
  const last = values.length - 1;
  return values.map((v, i) => (values[Math.max(0, i - 1)] + v + values[Math.min(last, i + 1)]) / 3);
}

/** Bins where the counts stop rising, from left to right, in which plateaus count once. */
function peaks(values: Float64Array): number[] {
  const found: number[] = [];
  let rising = true;
  for (let i = 0; i < values.length - 1; i++) {
    if (rising && values[i + 1] < values[i]) {
      rising = false;
      found.push(i);
    } else if (!rising && values[i + 1] > values[i]) rising = true;
  }
  return found;
}

/**
 * The lowest point between the two peaks of the histogram, smoothed until two are left.
 * J. M. S. Prewitt, M. L. Mendelsohn, Ann. N. Y. Acad. Sci. 128 (1966) 1035. Throws `Failure` invalid-input when two peaks never stand alone.
 */
export function minimumThreshold({ counts, centres }: Histogram): number {
  let smooth = counts;
  for (let round = 0; round < 10_000; round++) {
    smooth = smoothed(smooth);
    const found = peaks(smooth);
    if (found.length >= 3) continue;
    if (found.length < 2) break;
    let lowest = found[0];
    for (let bin = found[0]; bin <= found[1]; bin++) if (smooth[bin] < smooth[lowest]) lowest = bin;
    return centres[lowest];
  }
  throw new Failure(
    'invalid-input',
    'The minimum method finds no two peaks in the histogram of this image.',
    'Choose another threshold method, such as Otsu or Li.',
  );
}

/**
 * Farthest from the line between the peak of the histogram and the end of its longer tail.
 * G. W. Zack, W. E. Rogers, S. A. Latt, J. Histochem. Cytochem. 25 (1977) 741.
 */
export function triangleThreshold({ counts, centres }: Histogram): number {
  const bins = counts.length;
  let peak = 0;
  for (let bin = 1; bin < bins; bin++) if (counts[bin] > counts[peak]) peak = bin;
  const first = counts.findIndex((c) => c > 0);
  const last = counts.findLastIndex((c) => c > 0);
  const flip = peak - first < last - peak;
  const at = (step: number) => (flip ? last - step : first + step);
  const span = flip ? last - peak : peak - first;
  const height = counts[peak];
  const norm = Math.hypot(height, span);
  let best = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < span; step++) {
    const distance = (height / norm) * step - (span / norm) * counts[at(step)];
    if (distance > largest) {
      largest = distance;
      best = step;
    }
  }
  return centres[at(best)];
}
