import type { Kernel } from '../../ports/work.ts';
import { alignKernel } from './align-contours.ts';
import { fingerprintKernel } from './fingerprints.ts';
import { superEllipseKernel } from './super-ellipse.ts';

/** Every loop body of this room, so that helper threads find them by name. */
export const outlineKernels: readonly Kernel<never>[] = [fingerprintKernel, superEllipseKernel, alignKernel];
