// Decision trees over int16 codes.
import { at } from './memory';

/** Bytes between two features of a pixel: codes of 256 pixels lie side by side. */
const plane: usize = 512;
/** Words of a tree's top: number of its nodes, three words each for at most 31, then its 32 ways out. */
const topWords: i32 = 126;
const waysOut: usize = 4 * 94;

/**
 * Follows `trees` trees for n pixels (at most 256, a multiple of 16) and leaves shares of classes, `lanes` floats (a multiple of 4) a
 * pixel, in votes. codes: int16, 256 pixels a feature. nodes: 8 bytes each, int16 threshold, uint16 feature, int32 number of the next
 * node; a code above the threshold goes to the one after it; a leaf goes to itself, as no code lies above its threshold. leaves: shares
 * by number of node. A pixel for which a class has `sure` of the votes after the `first` trees is asked no further; its shares are
 * those of the first. list, spare: room for n int32 and for codes of `features` planes.
 *
 * tops: the first nodes of each tree, at most 31 that hang together (byte of the feature's plane, threshold, bits of the ways out on its
 * near side), and the node that each way out leads to, negative (its complement) where that is no leaf. All of them are compared for 16
 * pixels at once; each comparison that leads to the far side takes the ways on the near side out, and the lowest one left is the
 * pixel's (Lucchese et al., SIGIR 2015). Trees are followed one after the other over all pixels, so that a tree stays in the cache.
 */
export function forestRow(
  votes: i32,
  codes: i32,
  nodes: i32,
  tops: i32,
  leaves: i32,
  trees: i32,
  first: i32,
  sure: f32,
  lanes: i32,
  n: i32,
  list: i32,
  spare: i32,
  features: i32,
): void {
  const table = at(nodes);
  const shares = at(leaves);
  const size = at(lanes);
  const to = at(votes);
  const from = at(codes);
  const open = at(list);
  memory.fill(to, 0, (n as usize) * size);
  for (let x = 0; x < n; x++) store<i32>(open + 4 * x, x);
  const begin = min(first, trees);
  for (let t = 0; t < begin; t++) follow(at(tops + t * topWords), table, from, open, n, shares, size, to);
  const least = sure * (begin as f32);
  let count = 0;
  for (let x = 0; x < n; x++) {
    const mine = to + (x as usize) * size;
    let most: f32 = 0;
    for (let c: usize = 0; c < size; c += 4) most = max<f32>(most, load<f32>(mine + c));
    if (most >= least || trees === begin) scale(mine, size, (1 / (begin as f32)) as f32);
    else store<i32>(open + 4 * count++, x);
  }
  if (count === 0) return;
  gather(at(spare), from, open, count, features);
  for (let t = begin; t < trees; t++) follow(at(tops + t * topWords), table, at(spare), open, count, shares, size, to);
  for (let k = 0; k < count; k++) {
    scale(to + (load<i32>(open + 4 * k) as usize) * size, size, (1 / (trees as f32)) as f32);
  }
}

/** Codes of the pixels of a list, side by side. */
function gather(to: usize, from: usize, list: usize, count: i32, features: i32): void {
  for (let f = 0; f < features; f++) {
    for (let k = 0; k < count; k++) store<i16>(to + 2 * k, load<i16>(from + 2 * (load<i32>(list + 4 * k) as usize)));
    to += plane;
    from += plane;
  }
}

/** Adds the leaves that pixels reach in one tree to their votes. codes: those of the pixels of `list`, side by side. */
function follow(
  top: usize,
  table: usize,
  codes: usize,
  list: usize,
  count: i32,
  shares: usize,
  size: usize,
  votes: usize,
): void {
  const end = top + 4 + 12 * (load<i32>(top) as usize);
  for (let x = 0; x < count; x += 16) {
    const here = codes + 2 * x;
    let a = i32x4.splat(-1);
    let b = a;
    let c = a;
    let d = a;
    for (let node = top + 4; node < end; node += 12) {
      const p = here + (load<i32>(node) as usize);
      const threshold = v128.load16_splat(node, 4);
      const near = v128.load32_splat(node, 8);
      const above = i16x8.gt_s(v128.load(p), threshold);
      const above2 = i16x8.gt_s(v128.load(p, 16), threshold);
      a = v128.andnot(a, v128.and(i32x4.extend_low_i16x8_s(above), near));
      b = v128.andnot(b, v128.and(i32x4.extend_high_i16x8_s(above), near));
      c = v128.andnot(c, v128.and(i32x4.extend_low_i16x8_s(above2), near));
      d = v128.andnot(d, v128.and(i32x4.extend_high_i16x8_s(above2), near));
    }
    for (let k = 0; k < 4; k++) {
      const quarter = x + 4 * k;
      if (quarter >= count) break;
      const left = k === 0 ? a : k === 1 ? b : k === 2 ? c : d;
      const p = here + 8 * k;
      const q = list + 4 * quarter;
      leave(top, table, p, i32x4.extract_lane(left, 0), load<i32>(q), shares, size, votes);
      if (quarter + 1 < count)
        leave(top, table, p + 2, i32x4.extract_lane(left, 1), load<i32>(q, 4), shares, size, votes);
      if (quarter + 2 < count)
        leave(top, table, p + 4, i32x4.extract_lane(left, 2), load<i32>(q, 8), shares, size, votes);
      if (quarter + 3 < count)
        leave(top, table, p + 6, i32x4.extract_lane(left, 3), load<i32>(q, 12), shares, size, votes);
    }
  }
}

/** Goes on from the way out of a tree's top to the leaf and adds its shares. */
function leave(
  top: usize,
  table: usize,
  codes: usize,
  ways: i32,
  pixel: i32,
  shares: usize,
  size: usize,
  votes: usize,
): void {
  let node = load<i32>(top + (ctz(ways) << 2), waysOut);
  if (node < 0) {
    node = ~node;
    for (;;) {
      const a = table + ((node as usize) << 3);
      const next = load<i32>(a, 4) + i32(load<i16>(codes + ((load<u16>(a, 2) as usize) << 9)) > load<i16>(a));
      if (next === node) break;
      node = next;
    }
  }
  const to = votes + (pixel as usize) * size;
  const from = shares + (node as usize) * size;
  for (let c: usize = 0; c < size; c += 16) v128.store(to + c, f32x4.add(v128.load(to + c), v128.load(from + c)));
}

function scale(to: usize, size: usize, by: f32): void {
  const factor = f32x4.splat(by);
  for (let c: usize = 0; c < size; c += 16) v128.store(to + c, f32x4.mul(v128.load(to + c), factor));
}
