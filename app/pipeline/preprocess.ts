import type { GreyImage } from '../domain/plane.ts';
import type { Preprocessing } from '../domain/training/training-settings.ts';
import { flattenField } from '../image/flat-field.ts';
import { hotPixelLimit, removeHotPixels } from '../image/hot-pixels.ts';
import { median } from '../image/median.ts';
import type { Work } from '../ports/work.ts';

/**
 * What is done to an image before a network sees it: hits replaced, uneven background divided away (Cho et al. 2024), median
 * (Groschner 2021), in this order. The image itself when nothing is asked. Zero mean and unit deviation are the network's own step.
 */
export function preprocessed(
  image: GreyImage,
  { hits, flatField, median: side }: Preprocessing,
  work: Work,
): GreyImage {
  let now = image;
  const then = (next: GreyImage) => {
    if (now !== image) work.threads.release(now.data);
    now = next;
  };
  if (hits !== null) then(removeHotPixels(now, hotPixelLimit(now, hits, 'deviations', work), work));
  if (flatField > 0) then(flattenField(now, { kind: 'polynomial', order: flatField }, 'divide', work));
  if (side > 0) then(median(now, side, work));
  return now;
}
