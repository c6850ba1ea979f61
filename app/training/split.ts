import type { TrainingSplit } from '../domain/training/training-settings.ts';
import { random } from '../math/random.ts';
import { seedOf } from './seed.ts';

export interface SplitFrame {
  /** Names the frame; equal keys always fall alike under one seed. */
  readonly key: string;
  /** Frames of one image (a stack, neighbouring fields) never fall apart; the key by default. */
  readonly group?: string;
  /** Stands in the frozen test set: it stays there. */
  readonly frozen?: boolean;
}

/** Groups in an order that the seed gives and that does not depend on the order in which they came. */
function shuffled(groups: readonly string[], seed: number): string[] {
  const rank = (group: string) => {
    let h = 0x811c9dc5;
    for (let i = 0; i < group.length; i++) h = Math.imul(h ^ group.charCodeAt(i), 0x01000193);
    return random(seedOf(seed, h >>> 0)).next();
  };
  return [...new Set(groups)]
    .map((group) => ({ group, at: rank(group) }))
    .sort((a, b) => a.at - b.at || (a.group < b.group ? -1 : 1))
    .map(({ group }) => group);
}

/**
 * Where each frame goes, by image and never by patch. Of few images as many are learned from as possible: there is a validation
 * image from the third one on, and test images only where four or more are left.
 * @param shares of the images that are not frozen, 0..1
 */
export function splitFrames(
  frames: readonly SplitFrame[],
  shares: { readonly validation: number; readonly test: number },
  seed: number,
): TrainingSplit[] {
  const groupOf = (frame: SplitFrame) => frame.group ?? frame.key;
  const frozen = new Set(frames.filter((f) => f.frozen === true).map(groupOf));
  const free = shuffled(frames.map(groupOf), seed).filter((group) => !frozen.has(group));
  const count = free.length;
  const test = count < 4 ? 0 : Math.min(count - 2, Math.round(shares.test * count));
  const left = count - test;
  const wanted = shares.validation === 0 ? 0 : Math.max(1, Math.round(shares.validation * count));
  const validation = left < 3 ? 0 : Math.min(left - 1, wanted);
  const place = new Map<string, TrainingSplit>();
  for (const [i, group] of free.entries())
    place.set(group, i < test ? 'test' : i < test + validation ? 'validation' : 'training');
  return frames.map((frame) => place.get(groupOf(frame)) ?? 'test');
}

export interface Fold {
  /** Indexes of the frames, ascending. */
  readonly training: readonly number[];
  readonly validation: readonly number[];
}

/** k-fold cross-validation by image: each frame is validated on exactly once, and folds differ by at most one image. */
export function foldsOf(frames: readonly SplitFrame[], folds: number, seed: number): Fold[] {
  const groupOf = (frame: SplitFrame) => frame.group ?? frame.key;
  const groups = shuffled(frames.map(groupOf), seed);
  const count = Math.min(folds, groups.length);
  const fold = new Map(groups.map((group, i) => [group, i % count]));
  return Array.from({ length: count }, (_, k) => {
    const training: number[] = [];
    const validation: number[] = [];
    for (const [i, frame] of frames.entries()) (fold.get(groupOf(frame)) === k ? validation : training).push(i);
    return { training, validation };
  });
}
