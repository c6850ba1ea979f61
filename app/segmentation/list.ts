import type { Step } from '../ports/step.ts';
import { closeStep, dilateStep, erodeStep, openStep } from './binary-morphology.ts';
import { brightParticlesStep } from './bright-particles.ts';
import { classParticlesStep } from './class-particles.ts';
import { clearBorderPartsStep, fillHolesStep, removeSmallPartsStep } from './clean-binary.ts';
import { clearBorderStep, keepAreasStep } from './clean-labels.ts';
import { labelComponentsStep } from './components.ts';
import { particleContoursStep } from './contours/particle-contours.ts';
import { separateByCoresStep } from './cores.ts';
import { networkClassesStep } from './network-classes.ts';
import { networkParticlesStep } from './network-particles.ts';
import { decodeOverlapsStep } from './overlaps.ts';
import { pixelForestStep } from './pixel-forest/pixel-forest.ts';
import { rebuildGrainsStep } from './rebuild.ts';
import { distanceSeedsStep, separateAtNecksStep, separateByDistanceStep, watershedStep } from './separate.ts';
import { thresholdStep } from './threshold.ts';

/** Every step from image to labels, in the order in which forms offer them. */
export const segmentationSteps: readonly Step[] = [
  networkParticlesStep,
  networkClassesStep,
  brightParticlesStep,
  particleContoursStep,
  thresholdStep,
  pixelForestStep,
  fillHolesStep,
  removeSmallPartsStep,
  clearBorderPartsStep,
  erodeStep,
  dilateStep,
  openStep,
  closeStep,
  labelComponentsStep,
  separateByDistanceStep,
  separateAtNecksStep,
  separateByCoresStep,
  distanceSeedsStep,
  watershedStep,
  rebuildGrainsStep,
  clearBorderStep,
  keepAreasStep,
  decodeOverlapsStep,
  classParticlesStep,
] as unknown as readonly Step[];
