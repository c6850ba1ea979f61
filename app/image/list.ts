import type { Step } from '../ports/step.ts';
import { braggStep } from './bragg.ts';
import { claheStep } from './clahe.ts';
import { invertStep, normaliseStep, stretchContrastStep } from './contrast.ts';
import { flatFieldStep } from './flat-field.ts';
import { gaussianStep } from './gaussian.ts';
import { guidedStep } from './guided.ts';
import { hotPixelsStep } from './hot-pixels.ts';
import { meanStep, ringBackgroundStep } from './mean.ts';
import { medianStep } from './median.ts';
import { greyClosingStep, greyDilationStep, greyErosionStep, greyOpeningStep, whiteTopHatStep } from './morphology.ts';
import { rollingBallStep } from './rolling-ball.ts';
import { differenceOfGaussiansStep, unsharpStep } from './sharpen.ts';

/** Every step from image to image, in the order in which forms offer them. */
export const imageSteps: readonly Step<'image', 'image'>[] = [
  hotPixelsStep,
  flatFieldStep,
  invertStep,
  stretchContrastStep,
  claheStep,
  normaliseStep,
  rollingBallStep,
  whiteTopHatStep,
  ringBackgroundStep,
  gaussianStep,
  medianStep,
  meanStep,
  guidedStep,
  differenceOfGaussiansStep,
  unsharpStep,
  braggStep,
  greyErosionStep,
  greyDilationStep,
  greyOpeningStep,
  greyClosingStep,
];
