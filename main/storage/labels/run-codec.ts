import { ByteWriter } from '../../../app/domain/labels/byte-writer.ts';
import { NumberReader } from '../../../app/domain/labels/number-reader.ts';

// Runs of pixels (start, length) as bytes. A stroke or a particle is about as wide as in the row above and starts about
// where it started there, so each number is told by its difference to that: mostly one byte, and mostly 0 or 1.

/** Whole numbers of either sign as whole numbers from 0: 0, -1, 1, -2, 2 ... */
const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number) => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

/** @param runs pairs (start, length), starts ascending; @param width pixels from a row to the next */
export function putRuns(out: ByteWriter, runs: ArrayLike<number>, width: number): void {
  out.number(runs.length / 2);
  let start = -width;
  for (let r = 0; r < runs.length; r += 2) {
    out.number(zigzag(runs[r] - start - width));
    start = runs[r];
  }
  let length = 0;
  for (let r = 1; r < runs.length; r += 2) {
    out.number(zigzag(runs[r] - length));
    length = runs[r];
  }
}

export function takeRuns(from: NumberReader, width: number): Uint32Array {
  const count = from.number();
  const runs: number[] = [];
  let start = -width;
  for (let r = 0; r < count; r++) {
    start += width + unzigzag(from.number());
    runs.push(start, 0);
  }
  let length = 0;
  for (let r = 1; r < runs.length; r += 2) {
    length += unzigzag(from.number());
    runs[r] = length;
  }
  return Uint32Array.from(runs);
}

export function encodeRuns(runs: Uint32Array, width: number): Uint8Array {
  const out = new ByteWriter();
  putRuns(out, runs, width);
  return out.done();
}

/** Throws `Failure` malformed. */
export function decodeRuns(bytes: Uint8Array, width: number): Uint32Array {
  return takeRuns(new NumberReader(bytes), width);
}
