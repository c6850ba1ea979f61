import { ByteWriter } from '../../../app/domain/labels/byte-writer.ts';
import { unlabelled } from '../../../app/domain/labels/label-class.ts';
import { damagedLabels, NumberReader } from '../../../app/domain/labels/number-reader.ts';
import type { TileDelta } from './delta.ts';

/** Changed runs of one tile while they are being found. */
export class TileChanges implements TileDelta {
  readonly tile: number;
  readonly width: number;
  readonly runs: number[] = [];
  readonly before: number[] = [];
  readonly after: number[] = [];

  constructor(tile: number, width: number) {
    this.tile = tile;
    this.width = width;
  }

  add(start: number, length: number, before: number, after: number): void {
    this.runs.push(start, length);
    this.before.push(before);
    this.after.push(after);
  }

  /** Pixels that got a class, less those that lost theirs. */
  get labelled(): number {
    let sum = 0;
    for (let r = 0; r < this.before.length; r++) {
      const was = this.before[r] === unlabelled ? 0 : 1;
      sum += this.runs[2 * r + 1] * ((this.after[r] === unlabelled ? 0 : 1) - was);
    }
    return sum;
  }
}

/** Sets pixels [start, end) of a tile to `value` and adds what changed. */
export function paint(pixels: Uint8Array, start: number, end: number, value: number, changes: TileChanges): void {
  for (let i = start; i < end; ) {
    const was = pixels[i];
    const from = i++;
    while (i < end && pixels[i] === was) i++;
    if (was === value) continue;
    pixels.fill(value, from, i);
    changes.add(from, i - from, was, value);
  }
}

/** Goes through the runs of an encoded tile; null is a tile of `size` unlabelled pixels. */
class Runs {
  readonly #from: NumberReader | null;
  value = unlabelled;
  left: number;

  constructor(bytes: Uint8Array | null, size: number) {
    this.#from = bytes === null ? null : new NumberReader(bytes);
    this.left = bytes === null ? size : 0;
    this.step(0);
  }

  /** Leaves `pixels` of the present run behind. */
  step(pixels: number): void {
    this.left -= pixels;
    while (this.left === 0 && this.#from !== null && !this.#from.ended) {
      this.value = this.#from.byte();
      this.left = this.#from.number();
    }
  }
}

/** Adds where two encoded tiles of `size` pixels differ. Takes as long as they have runs. */
export function diffTiles(before: Uint8Array | null, after: Uint8Array | null, size: number, out: TileChanges): void {
  const was = new Runs(before, size);
  const is = new Runs(after, size);
  for (let at = 0; at < size; ) {
    const length = Math.min(was.left, is.left);
    if (length === 0) throw damagedLabels('a tile holds too few pixels');
    if (was.value !== is.value) out.add(at, length, was.value, is.value);
    at += length;
    was.step(length);
    is.step(length);
  }
}

/**
 * An encoded tile in its shortest form, so that equal pixels are equal bytes; null when nothing is labelled.
 * Throws `Failure` malformed when it does not hold exactly `size` pixels.
 * @param value what a value becomes; may throw to refuse it
 */
export function rewriteTile(bytes: Uint8Array, size: number, value: (from: number) => number): Uint8Array | null {
  const from = new NumberReader(bytes);
  const out = new ByteWriter();
  let any = false;
  let pending = 0;
  let last = unlabelled;
  let total = 0;
  const put = () => {
    if (pending === 0) return;
    out.byte(last);
    out.number(pending);
    any ||= last !== unlabelled;
  };
  while (!from.ended) {
    const now = value(from.byte());
    const length = from.number();
    total += length;
    if (total > size) throw damagedLabels('a tile holds too many pixels');
    if (now !== last) {
      put();
      pending = 0;
      last = now;
    }
    pending += length;
  }
  put();
  if (total !== size) throw damagedLabels('a tile holds too few pixels');
  return any ? out.done() : null;
}
