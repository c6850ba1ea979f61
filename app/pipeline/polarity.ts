import type { GreyImage } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import type { Polarity } from '../segmentation/binarize.ts';
import { fineHistogram } from '../segmentation/histogram.ts';

/** Bright when the grey values reach further above their median than below it. */
export function guessPolarity(image: GreyImage, work: Work): Polarity {
  const { counts, centres } = fineHistogram(image, work);
  const half = (image.width * image.height) / 2;
  let below = 0;
  let bin = 0;
  while (bin < counts.length - 1 && below + counts[bin] < half) below += counts[bin++];
  const median = centres[bin];
  let moment = 0;
  for (let k = 0; k < counts.length; k++) moment += counts[k] * (centres[k] - median) ** 3;
  return moment >= 0 ? 'bright' : 'dark';
}
