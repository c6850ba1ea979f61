import type { Instance } from '../domain/instance.ts';
import { intersectionArea } from './overlap.ts';

/** Two lists of particles laid over each other. */
export interface Matching {
  /** Pairs of indices, each particle at most once, with their intersection over union. */
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly iou: number }[];
  /** The largest intersection over union of each particle of `a` with any of `b`, 0 without one. */
  readonly bestOfA: Float64Array;
  readonly bestOfB: Float64Array;
}

interface Overlap {
  readonly a: number;
  readonly b: number;
  readonly iou: number;
}

/** All pairs that share pixels. A sweep from top to bottom: particles far apart are never compared. */
function overlapping(as: readonly Instance[], bs: readonly Instance[]): Overlap[] {
  const byTop = (list: readonly Instance[]) =>
    list.map((_, i) => i).sort((i, j) => list[i].mask.y - list[j].mask.y || i - j);
  const found: Overlap[] = [];
  const orderB = byTop(bs);
  let next = 0;
  let open: number[] = [];
  for (const a of byTop(as)) {
    const { mask, area } = as[a];
    for (; next < orderB.length && bs[orderB[next]].mask.y < mask.y + mask.height; next++) open.push(orderB[next]);
    // The particles of `as` come by their top: what ends above this one meets none of the later ones.
    open = open.filter((b) => bs[b].mask.y + bs[b].mask.height > mask.y);
    for (const b of open) {
      const shared = intersectionArea(mask, bs[b].mask);
      if (shared > 0) found.push({ a, b, iou: shared / (area + bs[b].area - shared) });
    }
  }
  return found;
}

/**
 * Pairs up particles one to one, the pair with the largest intersection over union first, down to `least`. Over 0.5 no other
 * pairing exists (Kirillov et al., CVPR 2019); below, this is the greedy one.
 */
export function matchParticles(as: readonly Instance[], bs: readonly Instance[], least: number): Matching {
  const overlaps = overlapping(as, bs).sort((p, q) => q.iou - p.iou || p.a - q.a || p.b - q.b);
  const bestOfA = new Float64Array(as.length);
  const bestOfB = new Float64Array(bs.length);
  const takenA = new Uint8Array(as.length);
  const takenB = new Uint8Array(bs.length);
  const pairs: Overlap[] = [];
  for (const pair of overlaps) {
    bestOfA[pair.a] = Math.max(bestOfA[pair.a], pair.iou);
    bestOfB[pair.b] = Math.max(bestOfB[pair.b], pair.iou);
    if (pair.iou < least || takenA[pair.a] === 1 || takenB[pair.b] === 1) continue;
    takenA[pair.a] = 1;
    takenB[pair.b] = 1;
    pairs.push(pair);
  }
  return { pairs, bestOfA, bestOfB };
}
