import type { Kernel } from '../ports/work.ts';
import { forestKernels } from './classify/forest.ts';
import { svmKernels } from './classify/svm.ts';
import { dbscanKernels } from './dbscan.ts';
import { gmmKernels } from './gmm.ts';
import { kMeansKernels } from './kmeans.ts';
import { linkageKernels } from './linkage.ts';
import { opticsKernels } from './optics.ts';
import { pcaKernels } from './pca.ts';
import { silhouetteKernels } from './silhouette.ts';

/** Every loop body of this room, so that helper threads find them by name. */
export const clusteringKernels: readonly Kernel<never>[] = [
  ...pcaKernels,
  ...kMeansKernels,
  ...gmmKernels,
  ...linkageKernels,
  ...dbscanKernels,
  ...opticsKernels,
  ...silhouetteKernels,
  ...svmKernels,
  ...forestKernels,
];
