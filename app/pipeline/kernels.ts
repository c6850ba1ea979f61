import { clusteringKernels } from '../clustering/kernels.ts';
import { Failure } from '../domain/failure.ts';
import { outlineKernels } from '../features/fingerprint/kernels.ts';
import { measureKernel } from '../features/measure.ts';
import { imageKernels } from '../image/kernels.ts';
import { fftKernels } from '../math/fft-2d.ts';
import type { Kernel } from '../ports/work.ts';
import { segmentationKernels } from '../segmentation/kernels.ts';

/** Every loop body that helper threads may be asked for. One line a stage. */
const all: readonly Kernel<never>[] = [
  ...fftKernels,
  ...imageKernels,
  ...segmentationKernels,
  measureKernel,
  ...outlineKernels,
  ...clusteringKernels,
];

const byName: ReadonlyMap<string, Kernel<readonly unknown[]>> = new Map(
  all.map((kernel) => [kernel.name, kernel as unknown as Kernel<readonly unknown[]>]),
);

/** The kernel of that name, in whichever thread this runs. */
export function kernelNamed(name: string): Kernel<readonly unknown[]> {
  const kernel = byName.get(name);
  if (kernel === undefined) throw new Failure('internal', `No kernel is named ${name}.`, 'Please report this.');
  return kernel;
}
