// Decision trees over int16 codes.
import { at } from './memory';

/** Bytes between two codes of a pixel: codes of 256 pixels lie side by side. */
const planeShift = 9;

/**
 * Follows `trees` trees for n pixels (a multiple of 4) and leaves shares of classes, `lanes` floats (a multiple of 4) a pixel, in votes.
 * codes: int16, 256 pixels a feature. nodes: 8 bytes each, int16 threshold, uint16 feature, int32 number of the next node; a code above
 * the threshold goes to the one after it; a leaf goes to itself, as no code lies above its threshold. leaves: shares by number of node.
 * A pixel for which a class has `sure` of the votes after the `first` trees is asked no further; its shares are those of the first.
 * Four pixels at a time, because each waits for memory at every node.
 */
export function forestRow(
  votes: i32,
  codes: i32,
  nodes: i32,
  roots: i32,
  leaves: i32,
  trees: i32,
  first: i32,
  sure: f32,
  lanes: i32,
  n: i32,
): void {
  const table = at(nodes);
  const shares = at(leaves);
  const size = at(lanes);
  const least = sure * (first as f32);
  for (let x = 0; x < n; x += 4) {
    const p = at(codes) + 2 * (x as usize);
    const to = at(votes + x * lanes);
    memory.fill(to, 0, 4 * size);
    let open: i32 = 15;
    for (let t = 0; t < trees; t++) {
      if (t === first) {
        open = 0;
        for (let k = 0; k < 4; k++) {
          const mine = to + (k as usize) * size;
          let most: f32 = 0;
          for (let c: usize = 0; c < size; c += 4) most = max<f32>(most, load<f32>(mine + c));
          if (most >= least) scale(mine, size, (1 / (first as f32)) as f32);
          else open |= 1 << k;
        }
        if (open === 0) break;
      }
      const root = load<i32>(at(roots + t));
      let i = root;
      let j = root;
      let k = root;
      let l = root;
      for (;;) {
        const a = table + ((i as usize) << 3);
        const b = table + ((j as usize) << 3);
        const c = table + ((k as usize) << 3);
        const d = table + ((l as usize) << 3);
        const i2 = load<i32>(a, 4) + i32(load<i16>(p + ((load<u16>(a, 2) as usize) << planeShift)) > load<i16>(a));
        const j2 = load<i32>(b, 4) + i32(load<i16>(p + ((load<u16>(b, 2) as usize) << planeShift), 2) > load<i16>(b));
        const k2 = load<i32>(c, 4) + i32(load<i16>(p + ((load<u16>(c, 2) as usize) << planeShift), 4) > load<i16>(c));
        const l2 = load<i32>(d, 4) + i32(load<i16>(p + ((load<u16>(d, 2) as usize) << planeShift), 6) > load<i16>(d));
        const moved = (i ^ i2) | (j ^ j2) | (k ^ k2) | (l ^ l2);
        i = i2;
        j = j2;
        k = k2;
        l = l2;
        if (moved === 0) break;
      }
      if (open & 1) add(to, shares + (i as usize) * size, size);
      if (open & 2) add(to + size, shares + (j as usize) * size, size);
      if (open & 4) add(to + 2 * size, shares + (k as usize) * size, size);
      if (open & 8) add(to + 3 * size, shares + (l as usize) * size, size);
    }
    for (let k = 0; k < 4; k++) {
      if (open & (1 << k)) scale(to + (k as usize) * size, size, (1 / (trees as f32)) as f32);
    }
  }
}

function add(to: usize, from: usize, size: usize): void {
  for (let c: usize = 0; c < size; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(from + c)));
}

function scale(to: usize, size: usize, by: f32): void {
  const factor = f32x4.splat(by);
  for (let c: usize = 0; c < size; c += 16) v128.store(to + c, f32x4.mul(v128.load(to + c), factor));
}
