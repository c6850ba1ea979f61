import type { Random } from '../math/random.ts';
import type { Frame } from './scene.ts';
import { newSurface, type Solid } from './solids/solid.ts';

/** How particles lie to each other; heaps and carpets lie on each other, carpets all over the frame. */
export type Arrangement = 'scattered' | 'clusters' | 'packed' | 'lattice' | 'row' | 'heap' | 'carpet';

/** Where a body covers the plane: points inside it, px from its origin, and how many pixels each stands for. */
interface Footprint {
  readonly dx: readonly number[];
  readonly dy: readonly number[];
}

/** Points of a body on a grid of at most 15 x 15, widened by `gap` (share of its size). */
export function footprintOf(solid: Solid, gap: number): Footprint {
  const side = Math.max(3, Math.min(15, Math.ceil(solid.reach)));
  const [xs, ys] = [new Float32Array(side), new Float32Array(side)];
  const surface = newSurface(side);
  const [dx, dy]: [number[], number[]] = [[], []];
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      xs[i] = solid.reach * ((2 * i + 1) / side - 1);
      ys[i] = solid.reach * ((2 * j + 1) / side - 1);
    }
    solid.probe(xs, ys, side, surface);
    for (let i = 0; i < side; i++)
      if (surface.thickness[i] > 0) {
        dx.push(xs[i] * (1 + gap));
        dy.push(ys[i] * (1 + gap));
      }
  }
  return { dx, dy };
}

/**
 * Share of a body's footprint inside the frame, were it at (x, y), that others already cover; 1 when a part of it would lie over `stack`
 * others, 0 when it is outside the frame.
 */
export function coveredShare(
  foot: Footprint,
  x: number,
  y: number,
  stack: number,
  count: Uint8Array,
  frame: Frame,
): number {
  let [hits, deep, seen] = [0, 0, 0];
  for (let k = 0; k < foot.dx.length; k++) {
    const px = Math.floor(x + foot.dx[k]);
    const py = Math.floor(y + foot.dy[k]);
    if (px < 0 || py < 0 || px >= frame.width || py >= frame.height) continue;
    seen++;
    const there = count[py * frame.width + px];
    if (there > 0) hits++;
    if (there >= stack) deep++;
  }
  return deep > 0.04 * seen ? 1 : hits / Math.max(1, seen);
}

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What a place is looked for by. */
export interface PlaceRule {
  readonly arrangement: Arrangement;
  /** Greatest share of a particle that others may cover, 0..1. */
  readonly overlap: number;
  /** No place may get more particles over each other than this. */
  readonly stack: number;
  /** Free room around it, share of its size. */
  readonly gap: number;
  /** Share of particles that start a new cluster. */
  readonly founders: number;
  readonly tries: number;
  /** 1 where a particle's centre may be, a pixel; null: anywhere, also a little outside the frame. */
  readonly ground: Uint8Array | null;
}

/** Moves towards a particle that is there until it touches, in steps of a twentieth of its size; null when others stand in the way. */
function besides(
  to: Circle,
  solid: Solid,
  foot: Footprint,
  rule: PlaceRule,
  count: Uint8Array,
  frame: Frame,
  dice: Random,
): { x: number; y: number } | null {
  const angle = dice.uniform(0, 2 * Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const most = to.radius + solid.reach;
  const step = Math.max(0.5, most / 24);
  let found: { x: number; y: number } | null = null;
  for (let r = most; r > 0.15 * most; r -= step) {
    const [x, y] = [to.x + c * r, to.y + s * r];
    if (coveredShare(foot, x, y, rule.stack, count, frame) > rule.overlap) break;
    found = { x, y };
  }
  return found;
}

function allowed(ground: Uint8Array, { x, y }: { x: number; y: number }, { width, height }: Frame): boolean {
  return x >= 0 && y >= 0 && x < width && y < height && ground[Math.floor(y) * width + Math.floor(x)] === 1;
}

/** A place for a body among those already drawn into `count`, or null when none was found. */
export function findPlace(
  solid: Solid,
  rule: PlaceRule,
  others: readonly Circle[],
  count: Uint8Array,
  frame: Frame,
  dice: Random,
): { x: number; y: number } | null {
  const foot = footprintOf(solid, rule.gap);
  const beyond = 0.45 * solid.reach;
  for (let attempt = 0; attempt < rule.tries; attempt++) {
    const free = {
      x: dice.uniform(-beyond, frame.width + beyond),
      y: dice.uniform(-beyond, frame.height + beyond),
    };
    const joins =
      others.length > 0 &&
      rule.arrangement !== 'scattered' &&
      rule.arrangement !== 'carpet' &&
      dice.next() > rule.founders;
    if (!joins) {
      const large = solid.reach > 0.12 * Math.min(frame.width, frame.height) && dice.next() < 0.8;
      if (large || ['clusters', 'row', 'heap'].includes(rule.arrangement)) {
        // large ones, and the first of a cluster, mostly stand well inside the frame, where an operator puts them
        free.x = dice.uniform(0.1, 0.9) * frame.width;
        free.y = dice.uniform(0.1, 0.9) * frame.height;
      }
      if (rule.ground !== null && !allowed(rule.ground, free, frame)) continue;
      if (coveredShare(foot, free.x, free.y, rule.stack, count, frame) <= rule.overlap) return free;
      continue;
    }
    // a row grows at its end, a cluster anywhere, mostly near its beginning
    const at = rule.arrangement === 'row' ? others.length - 1 : Math.floor(others.length * dice.next());
    const place = besides(others[at], solid, foot, rule, count, frame, dice);
    if (place === null) continue;
    if (place.x > -beyond && place.y > -beyond && place.x < frame.width + beyond && place.y < frame.height + beyond)
      return place;
  }
  return null;
}

/** Points of a hexagonal or square lattice over the frame, turned, shaken by `jitter` (share of the spacing), `missing` left out; in order of rows. */
export function latticePoints(
  frame: Frame,
  spacing: number,
  square: boolean,
  jitter: number,
  missing: number,
  dice: Random,
): { x: number; y: number }[] {
  const angle = dice.uniform(0, Math.PI);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const half = Math.hypot(frame.width, frame.height) / 2 + spacing;
  const n = Math.ceil(half / spacing);
  const rise = square ? 1 : Math.sqrt(3) / 2;
  const rows = Math.ceil(n / rise);
  const points: { x: number; y: number }[] = [];
  for (let j = -rows; j <= rows; j++)
    for (let i = -n; i <= n; i++) {
      const u = (i + (square || j % 2 === 0 ? 0 : 0.5)) * spacing + dice.normal(0, jitter) * spacing;
      const v = j * rise * spacing + dice.normal(0, jitter) * spacing;
      const [x, y] = [frame.width / 2 + c * u - s * v, frame.height / 2 + s * u + c * v];
      const left = dice.next() < missing;
      const margin = spacing / 2;
      if (!left && x > -margin && y > -margin && x < frame.width + margin && y < frame.height + margin)
        points.push({ x, y });
    }
  return points;
}
