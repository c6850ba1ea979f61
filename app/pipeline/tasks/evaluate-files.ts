import { Failure } from '../../domain/failure.ts';
import { task } from '../../ports/task.ts';
import {
  type Confusion,
  confusion,
  instanceOverlaps,
  iouThresholds,
  type Matches,
  matchInstances,
} from '../../segmentation/evaluate.ts';
import { particlePages, readLabelPages } from './read-labels.ts';

/** Counts of one pair of label images; scores are made from them, pooled or not. */
export interface EvaluatedPair {
  readonly confusion: Confusion;
  /** One entry a threshold; null when the images hold classes. */
  readonly matches: readonly Matches[] | null;
}

function union(pages: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(pages[0].length);
  for (const page of pages) for (let i = 0; i < page.length; i++) if (page[i] !== 0) out[i] = 1;
  return out;
}

/** Compares a label image with a true one of the same size. `classes`: values are classes, not particles. */
export const evaluateFilesTask = task(
  'evaluate-files',
  async (
    asked: { readonly labels: string; readonly truth: string; readonly classes: boolean },
    { open, work },
  ): Promise<EvaluatedPair> => {
    const prediction = await readLabelPages(open(asked.labels));
    const truth = await readLabelPages(open(asked.truth));
    if (prediction.width !== truth.width || prediction.height !== truth.height) {
      throw new Failure(
        'invalid-input',
        `${asked.labels} is ${prediction.width} × ${prediction.height} px, its truth ${truth.width} × ${truth.height} px.`,
        'Compare label images of the same micrograph at the same size.',
        asked.labels,
      );
    }
    if (asked.classes) return { confusion: confusion(prediction.pages[0], truth.pages[0]), matches: null };
    const overlaps = instanceOverlaps(particlePages(prediction, work), particlePages(truth, work));
    return {
      confusion: confusion(union(prediction.pages), union(truth.pages)),
      matches: iouThresholds.map((threshold) => matchInstances(overlaps, threshold)),
    };
  },
);
