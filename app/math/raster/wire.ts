import { type Gradient, magnitudeOf } from './gradient.ts';
import type { Box } from './spans.ts';

/** The 8 steps to neighbours, x and y. */
const stepX = Int8Array.from([1, 1, 0, -1, -1, -1, 0, 1]);
const stepY = Int8Array.from([0, 1, 1, 1, 0, -1, -1, -1]);
const lengths = Float64Array.from([1, Math.SQRT2, 1, Math.SQRT2, 1, Math.SQRT2, 1, Math.SQRT2]);

/** What one pixel of the worst way costs; all costs are whole numbers, so that a queue of buckets can order them. */
const unit = 200;
/** Costs of one step are lower than this, a power of two. */
const buckets = 512;

export interface WireWeights {
  /** Share of the cost that a weak edge makes. */
  readonly strength: number;
  /** Share of the cost that a step across the edge's own direction makes. */
  readonly direction: number;
}
export const wireWeights: WireWeights = { strength: 0.7, direction: 0.3 };

/** Costs of steps between neighbouring pixels of a box: low along strong edges. */
export interface WireCosts extends Box {
  /** Cost of the step from pixel i (row-major in the box) to its neighbour in direction k = 0..7 (right, then clockwise as displayed). */
  readonly step: (i: number, k: number) => number;
}

/** Arc cosine of -1 .. 1 in 1,024 steps. */
const arcs = Float32Array.from({ length: 1025 }, (_, i) => Math.acos(i / 512 - 1));

/**
 * Costs from strength and direction of edges after E. Mortensen and W. Barrett (SIGGRAPH 1995, 191), without their zero crossings: a
 * step to q costs strength * (1 - |G(q)| / max |G|) + direction * 2 / (3 pi) * (angle between the step and the edge at p, plus that at
 * q), times its length. The strongest gradient of the box is the measure.
 */
export function wireCosts(gradient: Gradient, { strength, direction }: WireWeights = wireWeights): WireCosts {
  const { x, y, width, height, dx, dy } = gradient;
  const magnitude = magnitudeOf(gradient);
  let most = 0;
  for (let i = 0; i < magnitude.length; i++) if (magnitude[i] > most) most = magnitude[i];
  const weak = new Float32Array(magnitude.length).fill(strength);
  // Unit vectors along the edges; null where there is no edge.
  const alongX = new Float32Array(magnitude.length);
  const alongY = new Float32Array(magnitude.length);
  for (let i = 0; i < magnitude.length; i++) {
    const g = magnitude[i];
    if (!(g > 0)) continue;
    weak[i] = strength * (1 - g / most);
    alongX[i] = dy[i] / g;
    alongY[i] = -dx[i] / g;
  }
  const steps = Int32Array.from(stepX, (sx, k) => stepY[k] * width + sx);
  const turn = (2 * direction) / (3 * Math.PI);
  return {
    x,
    y,
    width,
    height,
    step(i, k) {
      const j = i + steps[k];
      const ux = stepX[k] / lengths[k];
      const uy = stepY[k] / lengths[k];
      let p = alongX[i] * ux + alongY[i] * uy;
      let q = alongX[j] * ux + alongY[j] * uy;
      if (p < 0) {
        p = -p;
        q = -q;
      }
      const angles = arcs[Math.round((p + 1) * 512)] + arcs[Math.round((q + 1) * 512)];
      return 1 + Math.round(unit * lengths[k] * (weak[j] + turn * angles));
    },
  };
}

/** Cheapest ways from one anchor to every pixel of a box. */
export interface Wire extends Box {
  /** Cost of the cheapest way, row-major in the box. */
  readonly cost: Int32Array;
  /** The direction in which it steps into each pixel, 0..7; 255 at the anchor. */
  readonly came: Uint8Array;
}

/**
 * Dijkstra's search from the anchor over the whole box, with a ring of buckets as queue: costs of waiting pixels differ by less than
 * the dearest step.
 * @param x,y the anchor, a pixel of the box
 */
export function wireFrom(costs: WireCosts, x: number, y: number): Wire {
  const { width, height, step } = costs;
  const size = width * height;
  const endless = 0x7fffffff;
  const cost = new Int32Array(size).fill(endless);
  const came = new Uint8Array(size).fill(255);
  const done = new Uint8Array(size);
  // A doubly linked list a bucket; -1 ends it.
  const head = new Int32Array(buckets).fill(-1);
  const next = new Int32Array(size).fill(-1);
  const last = new Int32Array(size).fill(-1);
  const anchor = (y - costs.y) * width + x - costs.x;
  cost[anchor] = 0;
  head[0] = anchor;
  let waiting = 1;
  for (let level = 0; waiting > 0; ) {
    const bucket = level & (buckets - 1);
    const here = head[bucket];
    if (here < 0) {
      level++;
      continue;
    }
    head[bucket] = next[here];
    if (next[here] >= 0) last[next[here]] = -1;
    waiting--;
    done[here] = 1;
    const u = here % width;
    const v = (here - u) / width;
    for (let k = 0; k < 8; k++) {
      const nu = u + stepX[k];
      const nv = v + stepY[k];
      if (nu < 0 || nv < 0 || nu >= width || nv >= height) continue;
      const there = nv * width + nu;
      if (done[there] === 1) continue;
      const total = level + step(here, k);
      if (total >= cost[there]) continue;
      if (cost[there] !== endless) {
        // Out of the bucket in which it waits.
        if (last[there] >= 0) next[last[there]] = next[there];
        else head[cost[there] & (buckets - 1)] = next[there];
        if (next[there] >= 0) last[next[there]] = last[there];
      } else waiting++;
      cost[there] = total;
      came[there] = k;
      const into = total & (buckets - 1);
      next[there] = head[into];
      last[there] = -1;
      if (head[into] >= 0) last[head[into]] = there;
      head[into] = there;
    }
  }
  return { x: costs.x, y: costs.y, width, height, cost, came };
}

/** The cheapest way from the anchor to a pixel, both included: (x, y) in turn, each a neighbour of the one before. A target outside
 * the box is moved to its nearest pixel. */
export function wireTo({ x: left, y: top, width, height, came }: Wire, x: number, y: number): Int32Array {
  let u = Math.max(0, Math.min(width - 1, Math.round(x) - left));
  let v = Math.max(0, Math.min(height - 1, Math.round(y) - top));
  let count = 1;
  for (let p = u, q = v, k = came[q * width + p]; k !== 255; k = came[q * width + p]) {
    p -= stepX[k];
    q -= stepY[k];
    count++;
  }
  const path = new Int32Array(2 * count);
  for (let n = count - 1; n >= 0; n--) {
    path[2 * n] = left + u;
    path[2 * n + 1] = top + v;
    const k = came[v * width + u];
    if (k === 255) break;
    u -= stepX[k];
    v -= stepY[k];
  }
  return path;
}
