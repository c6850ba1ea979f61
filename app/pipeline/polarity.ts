import type { GreyImage } from '../domain/plane.ts';
import { guessPolarity } from '../image/polarity.ts';
import type { Work } from '../ports/work.ts';
import type { Polarity } from '../segmentation/binarize.ts';

/** What `polarity: "auto"` becomes for an image. */
export const polarityOf = (image: GreyImage, work: Work): Polarity => guessPolarity(image, work).polarity;
