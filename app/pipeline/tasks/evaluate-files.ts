import { Failure } from '../../domain/failure.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import { labelComponents } from '../../segmentation/components.ts';
import {
  type Confusion,
  confusion,
  instanceOverlaps,
  iouThresholds,
  type Matches,
  matchInstances,
} from '../../segmentation/evaluate.ts';
import { type LabelPages, readLabelPages } from './read-labels.ts';

/** Counts of one pair of label images; scores are made from them, pooled or not. */
export interface EvaluatedPair {
  readonly confusion: Confusion;
  /** One entry a threshold; null when the images hold classes. */
  readonly matches: readonly Matches[] | null;
}

/** A mask of a single value holds no particles apart: its connected parts are them. */
function apart({ width, height, pages }: LabelPages, work: Work): readonly Int32Array[] {
  const values = new Set<number>();
  for (const page of pages) {
    for (const value of page) {
      if (value !== 0) values.add(value);
      if (values.size > 1) return pages;
    }
  }
  const [page] = pages;
  if (values.size === 0 || pages.length !== 1) return pages;
  const binary = { width, height, data: Uint8Array.from(page, (v) => (v === 0 ? 0 : 1)) };
  return [labelComponents(binary, 8, work).data];
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
    const overlaps = instanceOverlaps(apart(prediction, work), apart(truth, work));
    return {
      confusion: confusion(union(prediction.pages), union(truth.pages)),
      matches: iouThresholds.map((threshold) => matchInstances(overlaps, threshold)),
    };
  },
);
