import type { Augmentation } from '../domain/training/training-settings.ts';
import { random } from '../math/random.ts';
import type { TrainingFrame } from './frame.ts';
import { varyLook } from './look.ts';
import { drawPlace, type PatchIndex, type PatchPlace } from './patches.ts';
import { seedOf } from './seed.ts';
import { cutPatch, drawPose, type Pose } from './warp.ts';

export interface BatchPlan {
  /** Patches a batch. */
  readonly batch: number;
  /** Side of a patch, px. */
  readonly side: number;
  readonly augmentation: Augmentation;
  /** Share of the patches that lie around a class drawn evenly, 0..1: rare classes are seen as often as common ones. */
  readonly balance: number;
  readonly seed: number;
}

/** Patches for one step of training, as the engine takes them. */
export interface PatchBatch {
  /** Grey levels [N, 1, S, S]. */
  readonly image: Float32Array;
  /** Class indexes [N, 1, S, S], -1 where nothing is known. */
  readonly truth: Int32Array;
}

/** Where a patch came from and how it was turned. */
export interface PatchOrigin extends PatchPlace, Pick<Pose, 'turn' | 'step' | 'mirrored'> {}

/** Batch number `number` (from 0) of a training: depends on nothing but the frames, the plan and the number. */
export function makeBatch(
  frames: readonly TrainingFrame[],
  index: PatchIndex,
  plan: BatchPlan,
  number: number,
): PatchBatch & { readonly origins: readonly PatchOrigin[] } {
  const { batch, side, augmentation, balance, seed } = plan;
  const area = side * side;
  const image = new Float32Array(batch * area);
  const truth = new Int32Array(batch * area);
  const origins: PatchOrigin[] = [];
  for (let n = 0; n < batch; n++) {
    const draw = random(seedOf(seed, number, n));
    const place = drawPlace(draw, frames, index, side, balance);
    const pose = drawPose(draw, place.x, place.y, side, augmentation);
    cutPatch(frames[place.frame], pose, side, image, truth, n * area);
    varyLook(draw, image.subarray(n * area, (n + 1) * area), side, augmentation);
    origins.push({ ...place, turn: pose.turn, step: pose.step, mirrored: pose.mirrored });
  }
  return { image, truth, origins };
}
