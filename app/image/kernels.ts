import type { Kernel } from '../ports/work.ts';
import { ballKernels } from './ball.ts';
import { braggKernels } from './bragg.ts';
import { claheKernels } from './clahe.ts';
import { coarseKernels } from './coarse.ts';
import { downscaleKernels } from './downscale.ts';
import { separableFilter } from './gaussian-kernel.ts';
import { guidedKernels } from './guided.ts';
import { histogramKernels } from './histogram.ts';
import { hotPixelKernels } from './hot-pixels.ts';
import { medianOfBlocks } from './median-kernel.ts';
import { median3 } from './median3.ts';
import { pointwiseKernels } from './pointwise.ts';
import { powerSpectrumKernels } from './power-spectrum.ts';
import { slidingKernels } from './sliding.ts';
import { smallBall } from './small-ball.ts';
import { statisticsKernels } from './statistics.ts';
import { toGreyKernels } from './to-grey.ts';

/** Every loop body of this room, so that helper threads find them by name. */
export const imageKernels: readonly Kernel<never>[] = [
  separableFilter,
  median3,
  medianOfBlocks,
  smallBall,
  ...ballKernels,
  ...braggKernels,
  ...claheKernels,
  ...coarseKernels,
  ...downscaleKernels,
  ...guidedKernels,
  ...histogramKernels,
  ...hotPixelKernels,
  ...pointwiseKernels,
  ...powerSpectrumKernels,
  ...slidingKernels,
  ...statisticsKernels,
  ...toGreyKernels,
];
