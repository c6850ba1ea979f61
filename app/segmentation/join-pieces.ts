import { opened } from '../math/raster/grow.ts';
import { unionOf } from '../math/raster/set-operations.ts';
import { areaOf, boundsOf, centroidOf, isEmpty, type Spans } from '../math/raster/spans.ts';
import { RowHull } from '../math/row-hull.ts';

/** An overlap and the pieces that touch it, by number. */
export interface SharedRegion {
  readonly spans: Spans;
  readonly owners: readonly number[];
}

/** Area over that of the convex hull, 0..1. */
export function solidityOf(spans: Spans, hull: RowHull): number {
  const { y, height } = boundsOf(spans);
  const first = new Int32Array(height);
  const last = new Int32Array(height).fill(-1);
  for (let k = 0, { rows } = spans; k < rows.length; k += 3) {
    const row = rows[k] - y;
    if (last[row] < first[row]) first[row] = rows[k + 1];
    last[row] = rows[k + 2] - 1;
  }
  hull.build(first, last, height);
  return areaOf(spans) / hull.area();
}

/** Rims thinner than this come from where the outlines of two particles cross, px. */
const rim = 1.5;

function bodyConvexity(piece: Spans, hull: RowHull): number {
  const body = opened(piece, rim);
  return isEmpty(body) ? 0 : solidityOf(body, hull);
}

/** Pieces that go on into each other lie on opposite sides of what crosses them: seen from its middle, at least this far apart. */
const leastAngle = (3 * Math.PI) / 4;

function areOpposite(a: Spans, middle: Spans, b: Spans): boolean {
  const m = centroidOf(middle);
  const p = centroidOf(a);
  const q = centroidOf(b);
  if (m === undefined || p === undefined || q === undefined) return false;
  const turn = Math.atan2(p.y - m.y, p.x - m.x) - Math.atan2(q.y - m.y, q.x - m.x);
  return Math.cos(turn) < Math.cos(leastAngle);
}

/**
 * Which pieces are one particle that another one crosses: for each piece the number of the first piece of its particle. Two pieces
 * at one overlap are joined when both with the overlap between them are more convex (solidity) than `convexity`, and each alone at
 * least half as near to convex, and they lie on opposite sides of it; the most convex pairs first, as long as the overlap still has two
 * particles. A rod across a rod leaves four convex ends of which the opposite ones join, while the bitten discs of a cluster stay apart.
 * @param pieces entry 0 is unused
 * @param classOf pieces of different classes are never one particle
 */
export function joinedPieces(
  pieces: readonly Spans[],
  classOf: readonly number[],
  regions: readonly SharedRegion[],
  convexity: number,
): Int32Array {
  const root = Int32Array.from(pieces, (_, k) => k);
  const hull = new RowHull();
  const find = (k: number): number => {
    let at = k;
    while (root[at] !== at) at = root[at];
    return at;
  };
  const alone = new Map<number, boolean>();
  const isConvex = (k: number): boolean => {
    const known = alone.get(k) ?? bodyConvexity(pieces[k], hull) > 1 - 2 * (1 - convexity);
    alone.set(k, known);
    return known;
  };
  for (const { spans, owners } of regions) {
    if (owners.length < 3) continue;
    const convex = owners.filter(isConvex);
    const pairs: { a: number; b: number; solidity: number }[] = [];
    for (const a of convex) {
      for (const b of convex) {
        if (b <= a || classOf[a] !== classOf[b] || !areOpposite(pieces[a], spans, pieces[b])) continue;
        const solidity = solidityOf(unionOf([pieces[a], spans, pieces[b]]), hull);
        if (solidity > convexity) pairs.push({ a, b, solidity });
      }
    }
    pairs.sort((p, q) => q.solidity - p.solidity);
    const joined = new Set<number>();
    for (const { a, b } of pairs) {
      const particles = new Set(owners.map(find));
      if (particles.size < 3) break;
      const [low, high] = [find(a), find(b)].sort((p, q) => p - q);
      // A piece goes straight on to one other, not to several.
      if (low === high || joined.has(a) || joined.has(b)) continue;
      root[high] = low;
      joined.add(a).add(b);
    }
  }
  return root.map((_, k) => find(k));
}
