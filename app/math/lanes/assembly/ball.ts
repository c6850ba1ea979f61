// The rolling ball: how far a ball can be raised under an image.
import { at } from './memory';

function largestLane(v: v128): f32 {
  const pair = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

/** The largest value of a size x size tile whose rows are `pitch` apart; size a multiple of 4. */
export function tileMaximum(tile: i32, pitch: i32, size: i32): f32 {
  let most = v128.load(at(tile));
  for (let row = 0; row < size; row++) {
    for (let x = 0; x < size; x += 4) most = f32x4.pmax(most, v128.load(at(tile + row * pitch + x)));
  }
  return largestLane(most);
}

/**
 * Lowers a size x size tile (rows `pitch` apart; size a multiple of 4) to what one pixel of value `base` allows: the
 * ball's top stands at most at base + radius - sqrt(radius^2 - d^2) where the pixel lies d <= radius away.
 * (x, y) = the pixel's place relative to the tile's first pixel. Returns the largest value left in the tile.
 */
export function lowerTile(tile: i32, pitch: i32, size: i32, x: f32, y: f32, base: f32, radius: f32): f32 {
  const top = f32x4.splat(base + radius);
  const square = f32x4.splat(radius * radius);
  const zero = f32x4.splat(0);
  const far = f32x4.splat(f32.MAX_VALUE);
  const four = f32x4.splat(4);
  const firstDx = f32x4.sub(f32x4(0, 1, 2, 3), f32x4.splat(x));
  let most = f32x4.splat(-f32.MAX_VALUE);
  let dy = -y;
  for (let row = 0; row < size; row++) {
    const left = f32x4.sub(square, f32x4.splat(dy * dy));
    let dx = firstDx;
    let to = at(tile + row * pitch);
    for (let column = 0; column < size; column += 4) {
      const depth = f32x4.sub(left, f32x4.mul(dx, dx));
      const height = f32x4.sub(top, f32x4.sqrt(f32x4.pmax(depth, zero)));
      const allowed = v128.bitselect(far, height, f32x4.lt(depth, zero));
      const v = f32x4.pmin(v128.load(to), allowed);
      v128.store(to, v);
      most = f32x4.pmax(most, v);
      dx = f32x4.add(dx, four);
      to += 16;
    }
    dy += 1;
  }
  return largestLane(most);
}

/** dst[x] = min(dst[x], min(src[x - shift], src[x + shift]) + rise) for x in [0, n). */
export function lowerRow(dst: i32, src: i32, shift: i32, rise: f32, n: i32): void {
  const up = f32x4.splat(rise);
  for (let x = 0; x < n; x += 4) {
    const pair = f32x4.pmin(v128.load(at(src + x - shift)), v128.load(at(src + x + shift)));
    v128.store(at(dst + x), f32x4.pmin(v128.load(at(dst + x)), f32x4.add(pair, up)));
  }
}
