import type { Kernel } from '../../ports/work.ts';
import { tileCodesKernel } from './codes.ts';
import { growTreesKernel } from './grow.ts';
import { followTreesKernel } from './predict.ts';

/** Every loop body of this folder, so that helper threads find them by name. */
export const pixelForestKernels: readonly Kernel<never>[] = [tileCodesKernel, growTreesKernel, followTreesKernel];
