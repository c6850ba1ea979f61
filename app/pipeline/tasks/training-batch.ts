import { task } from '../../ports/task.ts';
import { type BatchPlan, makeBatch } from '../../training/batch.ts';
import type { TrainingFrame } from '../../training/frame.ts';
import { type PatchIndex, patchIndex } from '../../training/patches.ts';

/** Where the classes lie in frames to learn from; made once before a training, and handed to every batch. */
export const patchIndexTask = task(
  'patch-index',
  ({ frames, classes }: { readonly frames: readonly TrainingFrame[]; readonly classes: number }): PatchIndex => {
    const index = patchIndex(frames, classes);
    // shared, so that a batch costs no copy of it
    const positions = new Int32Array(new SharedArrayBuffer(index.positions.byteLength));
    positions.set(index.positions);
    return { ...index, positions };
  },
);

export interface BatchRequest {
  readonly frames: readonly TrainingFrame[];
  readonly index: PatchIndex;
  readonly plan: BatchPlan;
  /** From 0. */
  readonly number: number;
}

/** Batch `number` of a training: augmented patches [N, 1, S, S] and their classes. */
export const trainingBatchTask = task('training-batch', ({ frames, index, plan, number }: BatchRequest) =>
  makeBatch(frames, index, plan, number),
);
