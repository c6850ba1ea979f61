import type { Kernel } from '../ports/work.ts';
import { coarseKernels } from './coarse.ts';
import { separableFilter } from './gaussian-kernel.ts';

/** Every loop body of this room, so that helper threads find them by name. */
export const imageKernels: readonly Kernel<never>[] = [separableFilter, ...coarseKernels];
