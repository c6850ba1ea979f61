import type { Kernel } from '../ports/work.ts';
import { binarizeKernels } from './binarize.ts';
import { binaryMorphologyKernels } from './binary-morphology.ts';
import { brightParticlesKernels } from './bright-particles.ts';
import { cleanLabelsKernels } from './clean-labels.ts';
import { refineKernels } from './contours/refine.ts';
import { decodeKernels } from './decode-maps.ts';
import { distanceKernels } from './distance.ts';
import { histogramKernels } from './histogram.ts';
import { localOtsuKernels } from './local-otsu.ts';
import { localThresholdKernels } from './local-threshold.ts';
import { pixelForestKernels } from './pixel-forest/kernels.ts';
import { rebuildKernels } from './rebuild.ts';
import { runKernels } from './runs.ts';
import { seedKernels } from './seeds.ts';
import { thresholdKernels } from './threshold.ts';
import { watershedKernels } from './watershed.ts';

/** Every loop body of this room, so that helper threads find them by name. */
export const segmentationKernels: readonly Kernel<never>[] = [
  ...histogramKernels,
  ...brightParticlesKernels,
  ...thresholdKernels,
  ...binarizeKernels,
  ...localThresholdKernels,
  ...localOtsuKernels,
  ...runKernels,
  ...distanceKernels,
  ...binaryMorphologyKernels,
  ...seedKernels,
  ...watershedKernels,
  ...decodeKernels,
  ...rebuildKernels,
  ...refineKernels,
  ...pixelForestKernels,
  ...cleanLabelsKernels,
];
