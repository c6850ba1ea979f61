import { grown } from '../math/raster/grow.ts';
import { partsOf } from '../math/raster/parts.ts';
import { intersect, subtract, union } from '../math/raster/set-operations.ts';
import { boundsOf, isEmpty, SpanList, type Spans } from '../math/raster/spans.ts';

/** What a particle gets of an overlap region. */
export interface SharedPart {
  readonly owner: number;
  readonly spans: Spans;
}

/** Contacts of two particles that come closer than this meet, px. */
const meeting = 4;

interface Point {
  readonly x: number;
  readonly y: number;
}

function pointsOf({ rows }: Spans): Point[] {
  const points: Point[] = [];
  for (let k = 0; k < rows.length; k += 3)
    for (let x = rows[k + 1]; x < rows[k + 2]; x++) points.push({ x, y: rows[k] });
  return points;
}

/** For each point the squared distance to the nearest one of `others`. */
function nearest(points: readonly Point[], others: readonly Point[]): Float64Array {
  return Float64Array.from(points, ({ x, y }) =>
    others.reduce((least, o) => Math.min(least, (o.x - x) ** 2 + (o.y - y) ** 2), Number.POSITIVE_INFINITY),
  );
}

/** Pixels of a set on the other side of the line through `a` and `b` than `home`; none where the three lie on a line. */
function beyond({ rows }: Spans, a: Point, b: Point, home: Point): Spans {
  const side = ({ x, y }: Point) => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
  const at = side(home);
  const kept = new SpanList();
  for (let k = 0; at !== 0 && k < rows.length; k += 3) {
    const y = rows[k];
    let from = -1;
    for (let x = rows[k + 1]; x <= rows[k + 2]; x++) {
      const away = x < rows[k + 2] && side({ x, y }) * at < 0;
      if (away && from < 0) from = x;
      if (!away && from >= 0) {
        kept.push(y, from, x);
        from = -1;
      }
    }
  }
  return kept.take();
}

/**
 * Shares an overlap region out to the particles around it, so that each gets what it reaches and no more. Two particles share all of it.
 * Where three meet, the outline of each runs through what the other two share, between the two places where it crosses theirs: these are
 * corners of the region, the points of the others' contacts that lie nearest to both of the rest. What lies beyond the straight line between
 * them is not its own. Every pixel stays with two particles at least.
 * @param contacts pixels around the region that are of one particle alone, by particle
 */
export function sharedParts(region: Spans, contacts: ReadonlyMap<number, Spans>): SharedPart[] {
  const owners = [...contacts.keys()];
  const whole = owners.map((owner) => ({ owner, spans: region }));
  if (owners.length < 3) return whole;
  const points = owners.map((owner) => pointsOf(contacts.get(owner) as Spans));
  if (points.some((own) => own.length === 0)) return whole;
  const distance = points.map((own) =>
    points.map((others) => (others === own ? new Float64Array(0) : nearest(own, others))),
  );
  /** The corner on the contact of `a` where the outlines of `b` and `c` cross. */
  const corner = (a: number, b: number, c: number): Point => {
    let best = 0;
    const far = (i: number) => Math.max(distance[a][b][i], distance[a][c][i]);
    for (let i = 1; i < points[a].length; i++) if (far(i) < far(best)) best = i;
    return points[a][best];
  };
  /** Where two particles lie on each other their outlines cross, so that their contacts meet there. */
  const share = (a: number, b: number) => distance[a][b].some((squared) => squared <= meeting ** 2);
  const parts = owners.map((_, own) => {
    const reach = grown(contacts.get(owners[own]) as Spans, 1.5);
    let spans = region;
    for (let b = 0; b < owners.length; b++) {
      for (let c = b + 1; c < owners.length; c++) {
        if (b === own || c === own || !share(b, c)) continue;
        const away = beyond(region, corner(b, own, c), corner(c, own, b), corner(own, b, c));
        for (const part of partsOf(away, 8)) if (isEmpty(intersect(part, reach))) spans = subtract(spans, part);
      }
    }
    return spans;
  });
  const lonely = subtract(region, withTwo(region, parts));
  return owners.map((owner, i) => ({ owner, spans: union(parts[i], lonely) }));
}

/** Pixels of a region that at least two of `parts` hold. */
function withTwo(region: Spans, parts: readonly Spans[]): Spans {
  const { x, y, width, height } = boundsOf(region);
  const count = new Uint8Array(width * height);
  for (const { rows } of parts)
    for (let k = 0; k < rows.length; k += 3) {
      const row = (rows[k] - y) * width - x;
      for (let i = row + rows[k + 1]; i < row + rows[k + 2]; i++) count[i]++;
    }
  const found = new SpanList();
  for (let row = 0; row < height; row++) {
    for (let i = 0; i < width; ) {
      if (count[row * width + i] < 2) {
        i++;
        continue;
      }
      const from = i;
      while (i < width && count[row * width + i] >= 2) i++;
      found.push(y + row, x + from, x + i);
    }
  }
  return found.take();
}
