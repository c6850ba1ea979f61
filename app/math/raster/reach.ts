import { gradientIn, magnitudeOf } from './gradient.ts';
import { boxIn, type Grid, spansInRange } from './grid.ts';
import { partAt } from './parts.ts';
import { type Box, SpanList, type Spans } from './spans.ts';

/**
 * How much tolerance it takes for a region grown from a seed to hold each pixel of a box, row-major: 0 at the seed, infinite where no
 * tolerance does. A larger tolerance gives a region that contains the smaller one's.
 */
export interface Reach extends Box {
  readonly tolerance: Float32Array;
}

/** The region at a tolerance: always in one piece (over edges), and with the seed. */
export function reachedSpans({ x, y, width, height, tolerance }: Reach, most: number): Spans {
  const list = new SpanList();
  const bound = Math.min(most, Number.MAX_VALUE);
  for (let v = 0; v < height; v++) {
    const row = v * width;
    const end = row + width;
    for (let i = row; i < end; i++) {
      if (!(tolerance[i] <= bound)) continue;
      const from = i;
      while (i < end && tolerance[i] <= bound) i++;
      list.push(y + v, x + from - row, x + i - row);
    }
  }
  return list.take();
}

/**
 * Indices of `costs` in ascending order, equal ones in theirs. Bits of floats that are not negative order as whole numbers do: three
 * rounds of counting, 11 bits each.
 */
function ascending(costs: Float32Array): Int32Array {
  const bits = new Uint32Array(costs.buffer, costs.byteOffset, costs.length);
  let order = new Int32Array(costs.length);
  let other = new Int32Array(costs.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  const start = new Int32Array(2048);
  for (let shift = 0; shift < 33; shift += 11) {
    start.fill(0);
    for (let i = 0; i < bits.length; i++) start[(bits[i] >>> shift) & 2047]++;
    for (let b = 0, total = 0; b < 2048; b++) {
      const here = start[b];
      start[b] = total;
      total += here;
    }
    for (let k = 0; k < order.length; k++) other[start[(bits[order[k]] >>> shift) & 2047]++] = order[k];
    [order, other] = [other, order];
  }
  return order;
}

/**
 * For every pixel of a box the smallest maximum of `costs` along any path (over edges) from the seed, the seed's own cost not counted:
 * the flooding (minimax) distance. A pixel waits at its place in the order of costs; when the level comes to it, it lets in all around
 * it that is lower. Exact, and linear in the number of pixels.
 * @param costs at least 0, row-major in the box; NaN and infinity are never reached
 * @param x,y the seed, image coordinates; outside the box nothing is reached
 */
export function reachOver(costs: Float32Array, box: Box, x: number, y: number): Reach {
  const { width, height } = box;
  const tolerance = new Float32Array(width * height).fill(Number.POSITIVE_INFINITY);
  const u = x - box.x;
  const v = y - box.y;
  if (!(u >= 0 && v >= 0 && u < width && v < height)) return { ...box, tolerance };
  const order = ascending(costs);
  const place = new Int32Array(order.length);
  for (let k = 0; k < order.length; k++) place[order[k]] = k;
  // 0 not met, 1 waiting for its level, 2 reached.
  const state = new Uint8Array(order.length);
  const open = new Int32Array(order.length);
  const flood = (from: number, level: number, height0: number): void => {
    let size = 1;
    open[0] = from;
    state[from] = 2;
    tolerance[from] = height0;
    while (size > 0) {
      const here = open[--size];
      const column = here % width;
      for (let side = 0; side < 4; side++) {
        if (side === 0 ? column === 0 : side === 1 && column === width - 1) continue;
        const there = side === 0 ? here - 1 : side === 1 ? here + 1 : side === 2 ? here - width : here + width;
        if (there < 0 || there >= state.length || state[there] !== 0) continue;
        if (place[there] > level) {
          state[there] = 1;
          continue;
        }
        state[there] = 2;
        tolerance[there] = height0;
        open[size++] = there;
      }
    }
  };
  flood(v * width + u, -1, 0);
  for (let k = 0; k < order.length; k++) {
    const cost = costs[order[k]];
    if (!(cost < Number.POSITIVE_INFINITY)) break;
    if (state[order[k]] === 1) flood(order[k], k, cost);
  }
  return { ...box, tolerance };
}

/** Wand by intensity: tolerance is the largest |value - value at the seed| on the way. In the whole image or in a box of it. */
export function intensityReach(image: Grid, x: number, y: number, box?: Box): Reach {
  const part = boxIn(image, box);
  const own = image.data[y * image.width + x];
  const costs = new Float32Array(part.width * part.height);
  for (let v = 0, i = 0; v < part.height; v++) {
    const row = (part.y + v) * image.width + part.x;
    for (let u = 0; u < part.width; u++) costs[i++] = Math.abs(image.data[row + u] - own);
  }
  return reachOver(costs, part, x, y);
}

/**
 * Wand by edges: tolerance is the strongest edge on the way, as length of the gradient after a Gaussian of `sigma` px, in values a
 * pixel. The region grows up to the crests of edges that are stronger.
 */
export function edgeReach(image: Grid, x: number, y: number, sigma: number, box?: Box): Reach {
  const gradient = gradientIn(image, sigma, box);
  return reachOver(magnitudeOf(gradient), gradient, x, y);
}

/** The region of values in [low, high] that hangs together (over edges) with pixel (x, y); empty when its own value is not. */
export function regionInRange(image: Grid, x: number, y: number, low: number, high: number, box?: Box): Spans {
  return partAt(spansInRange(image, low, high, box), x, y, 4);
}
