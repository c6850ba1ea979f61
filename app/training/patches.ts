import { Failure } from '../domain/failure.ts';
import type { Random } from '../math/random.ts';
import { classCounts } from './counts.ts';
import type { TrainingFrame } from './frame.ts';

/** Where in the frames each class lies, as far as choosing patches needs it. Made once; plain arrays. */
export interface PatchIndex {
  readonly classes: number;
  /** Labelled pixels, by frame then class. */
  readonly counts: Float64Array;
  /** Pixels of each class of each frame, evenly spread: `positions[starts[f * K + k] .. starts[f * K + k + 1]]`. */
  readonly starts: Int32Array;
  readonly positions: Int32Array;
}

/** Most pixels that are remembered of a class in a frame. */
const remembered = 2048;

export function patchIndex(frames: readonly TrainingFrame[], classes: number): PatchIndex {
  const counts = new Float64Array(frames.length * classes);
  const starts = new Int32Array(frames.length * classes + 1);
  const positions: number[] = [];
  for (const [f, { labels }] of frames.entries()) {
    const here = classCounts(labels, classes);
    counts.set(here, f * classes);
    const kept = here.reduce((sum, n) => sum + Math.min(n, remembered), 0);
    if (kept === 0) {
      starts.fill(positions.length, f * classes + 1, (f + 1) * classes + 1);
      continue;
    }
    const lists = Array.from({ length: classes }, (): number[] => []);
    const seen = new Float64Array(classes);
    const every = here.map((n) => Math.max(1, n / remembered));
    for (let i = 0; i < labels.length; i++) {
      const k = labels[i];
      if (k < 0 || k >= classes) continue;
      if (seen[k] >= lists[k].length * every[k]) lists[k].push(i);
      seen[k]++;
    }
    for (const [k, list] of lists.entries()) {
      for (const i of list) positions.push(i);
      starts[f * classes + k + 1] = positions.length;
    }
  }
  return { classes, counts, starts, positions: Int32Array.from(positions) };
}

/** A place to cut a patch around. */
export interface PatchPlace {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
}

/** The first entry of `counts` from `from` on, `every` apart, at which their running sum passes `share` of the whole. */
function pick(counts: Float64Array, from: number, every: number, share: number): number {
  let total = 0;
  for (let i = from; i < counts.length; i += every) total += counts[i];
  let left = share * total;
  let last = from;
  for (let i = from; i < counts.length; i += every) {
    if (counts[i] === 0) continue;
    last = i;
    left -= counts[i];
    if (left < 0) break;
  }
  return last;
}

/**
 * Draws where a patch lies: around a pixel of a class that is drawn evenly among those there (with probability `balance`), or around
 * any labelled pixel. Pulled inside so that the patch, unturned, lies within the frame where it fits.
 * Throws `Failure` invalid-input when nothing is labelled.
 */
export function drawPlace(
  draw: Random,
  frames: readonly TrainingFrame[],
  { classes, counts, starts, positions }: PatchIndex,
  side: number,
  balance: number,
): PatchPlace {
  if (positions.length === 0)
    throw new Failure(
      'invalid-input',
      'None of the images to learn from has labels.',
      'Label some pixels of each class.',
    );
  const there: number[] = [];
  for (let k = 0; k < classes; k++)
    for (let i = k; i < counts.length; i += classes)
      if (counts[i] > 0) {
        there.push(k);
        break;
      }
  const even = draw.next() < balance;
  const share = draw.next();
  const entry = even
    ? pick(counts, there[draw.integer(0, there.length - 1)], classes, share)
    : pick(counts, 0, 1, share);
  const at = positions[draw.integer(starts[entry], starts[entry + 1] - 1)];
  const frame = Math.floor(entry / classes);
  const { width, height } = frames[frame];
  // the middle of an even side lies between two pixels, so that the patch's own pixels fall on the frame's
  const half = (side - 1) / 2;
  const within = (value: number, length: number) =>
    length <= side
      ? Math.floor((length - side) / 2) + half
      : Math.min(length - 1 - half, Math.max(half, value + (half % 1)));
  return { frame, x: within(at % width, width), y: within(Math.floor(at / width), height) };
}
