// Medians of large windows: values are replaced by their ranks within a block, and a window is a set of ranks, kept as
// bits. Moving the window by one pixel turns one column of bits off and one on; the median's word moves a little.
import { at } from './memory';

const digits = 11;
const buckets = 1 << digits;

/** Unsigned integers in the order of the floats. */
function orderedBits(bits: u32): u32 {
  return bits & 0x80000000 ? ~bits : bits | 0x80000000;
}

function floatBits(ordered: u32): u32 {
  return ordered & 0x80000000 ? ordered & 0x7fffffff : ~ordered;
}

/** One pass of a radix sort of pairs (key in the high half, index in the low half) by `digits` bits from `shift` on. */
function radixPass(src: usize, dst: usize, counts: usize, shift: u32, n: i32): void {
  memory.fill(counts, 0, buckets << 2);
  const mask: u64 = buckets - 1;
  for (let i = 0; i < n; i++) {
    const cell = counts + ((((load<u64>(src + ((i as usize) << 3)) >> (shift as u64)) & mask) as usize) << 2);
    store<i32>(cell, load<i32>(cell) + 1);
  }
  let sum = 0;
  for (let b = 0; b < buckets; b++) {
    const cell = counts + ((b as usize) << 2);
    const count = load<i32>(cell);
    store<i32>(cell, sum);
    sum += count;
  }
  for (let i = 0; i < n; i++) {
    const pair = load<u64>(src + ((i as usize) << 3));
    const cell = counts + ((((pair >> (shift as u64)) & mask) as usize) << 2);
    const to = load<i32>(cell);
    store<i32>(cell, to + 1);
    store<u64>(dst + ((to as usize) << 3), pair);
  }
}

/**
 * Ranks a block of side x side values (row-major at `values`; at most 65,536): ranks (u16) go column by column to
 * `ranks`, the values in order back to `values`. `work` holds 4 side^2 + 2048 floats.
 */
export function rankBlock(values: i32, ranks: i32, work: i32, side: i32): void {
  const n = side * side;
  const from = at(values);
  const a = at(work);
  const b = a + ((n as usize) << 3);
  const counts = b + ((n as usize) << 3);
  let pixel = from;
  let to = a;
  for (let y = 0; y < side; y++) {
    for (let place = y; place < n; place += side) {
      const key = orderedBits(load<u32>(pixel));
      store<u64>(to, ((key as u64) << 32) | (place as u64));
      pixel += 4;
      to += 8;
    }
  }
  radixPass(a, b, counts, 32, n);
  radixPass(b, a, counts, 43, n);
  radixPass(a, b, counts, 54, n);
  const placed = at(ranks);
  for (let rank = 0; rank < n; rank++) {
    const pair = load<u64>(b + ((rank as usize) << 3));
    store<u16>(placed + ((pair as u32 as usize) << 1), rank as u16);
    store<u32>(from + ((rank as usize) << 2), floatBits((pair >> 32) as u32));
  }
}

/** Turns the bits of a run of ranks (`step` ranks apart) on or off; returns how many lie in words before `word`. */
function flip(bits: usize, from: usize, step: usize, n: i32, word: i32): i32 {
  let before = 0;
  let rank = from;
  for (let k = 0; k < n; k++) {
    const r = load<u16>(rank) as i32;
    const cell = bits + (((r >> 6) as usize) << 3);
    store<u64>(cell, load<u64>(cell) ^ ((1 as u64) << ((r & 63) as u64)));
    before += (r >> 6 < word) as i32;
    rank += step;
  }
  return before;
}

/**
 * Medians of the size x size windows of a ranked block (`rankBlock`): dst[y pitch + x] is the (size^2 >> 1)-th smallest
 * value of the window whose first pixel is (x, y), for x in [0, width), y in [0, height). `bits` holds side^2 / 32 floats.
 */
export function medianBlock(
  dst: i32,
  pitch: i32,
  values: i32,
  ranks: i32,
  bits: i32,
  side: i32,
  size: i32,
  width: i32,
  height: i32,
): void {
  const set = at(bits);
  const first = at(ranks);
  const column = (side as usize) << 1;
  const wanted = (size * size) >> 1;
  memory.fill(set, 0, ((((side * side + 63) >> 6) + 1) as usize) << 3);
  let word = 0;
  let before = 0;
  for (let k = 0; k < size; k++) before += flip(set, first + (k as usize) * column, 2, size, word);
  let x = 0;
  for (let y = 0; y < height; y++) {
    const forward = (y & 1) === 0;
    for (let step = 0; step < width; step++) {
      if (step > 0) {
        const leaving = forward ? x : x + size - 1;
        const entering = forward ? x + size : x - 1;
        x = forward ? x + 1 : x - 1;
        const down = (y as usize) << 1;
        before -= flip(set, first + (leaving as usize) * column + down, 2, size, word);
        before += flip(set, first + (entering as usize) * column + down, 2, size, word);
      }
      while (before > wanted) {
        word--;
        before -= popcnt(load<u64>(set + ((word as usize) << 3))) as i32;
      }
      let here = load<u64>(set + ((word as usize) << 3));
      let count = popcnt(here) as i32;
      while (before + count <= wanted) {
        before += count;
        word++;
        here = load<u64>(set + ((word as usize) << 3));
        count = popcnt(here) as i32;
      }
      for (let skip = wanted - before; skip > 0; skip--) here &= here - 1;
      const rank = (word << 6) + (ctz(here) as i32);
      store<f32>(at(dst + y * pitch + x), load<f32>(at(values + rank)));
    }
    if (y + 1 < height) {
      const row = first + (x as usize) * column + ((y as usize) << 1);
      before -= flip(set, row, column, size, word);
      before += flip(set, row + ((size as usize) << 1), column, size, word);
    }
  }
}
