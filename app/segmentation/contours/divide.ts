import type { LabelMap } from '../../domain/plane.ts';
import { quietWork } from '../../ports/work.ts';
import { separateAtNecks } from '../separate.ts';
import type { LevelImage } from './levels.ts';
import { type Cut, describeOutline, type Outline } from './outline-features.ts';
import { type OutlineMask, partsOfBox, rim } from './outline-mask.ts';

/** Contours less convex than `solidity` are tried in pieces, cut at necks narrower than `neck` of their piece. */
const atNecks = { solidity: 0.93, most: 400, neck: { depth: 0.75, neck: 0.85 } };
/** Smallest contour that is divided and smallest piece, px. */
const leastWhole = 80;
const leastPiece = 20;
/** An overlap is at most this share of what holds it; what it leaves must be at least this share. */
const overlapShare = 0.4;
const restShare = 0.12;
/** The edge of an overlap is nearly as steep as that of a particle; texture is less so. */
const overlapEdge = 0.5;
const mostSets = 2;
/** Levels between the outlines of an overlap and of its group, over the contrast of the group: 1 where signals add up. */
const leastMore = 0.6;
const mostMore = 1.5;
/** How near to the outline of the group an overlap ends, px; less than the rim of a box. */
const reach = 3;
/** The edge of an overlap is soft: pixels this near to it belong to it while the rest is looked at. */
const overlapRim = 2;

/** What an outline was measured as, for its pieces: pixels above the level over the filled area, and stability. */
export interface Whole {
  readonly outline: Outline;
  readonly filled: number;
  readonly stability: number;
}

const count = (data: Uint8Array): number => data.reduce((sum, v) => sum + v, 0);

function describePieces(
  image: LevelImage,
  { outline, filled, stability }: Whole,
  labels: Int32Array,
  pieces: number,
  overlap: Uint8Array | null,
  overlapsOf: (part: number) => readonly OutlineMask[] = () => [],
): Outline[] {
  // What is cut at a neck is judged as it stands, as any outline; what an overlap hides is not held against a particle.
  const cut: Cut | null = overlap === null ? null : { whole: outline.mask, overlap };
  return partsOfBox(outline.mask, labels, pieces, leastPiece).flatMap(({ label, mask }) => {
    const piece = describeOutline(image, mask, outline.level, count(mask.data) * filled, stability, cut);
    if (piece === null) return [];
    const overlaps = overlapsOf(label);
    return overlaps.length === 0 ? piece : { ...piece, overlaps };
  });
}

/** An outline cut at its necks; null when it has none. */
function cutAtNecks({ mask, solidity }: Outline): LabelMap | null {
  if (solidity >= atNecks.solidity) return null;
  const labels = separateAtNecks(mask, atNecks.neck, quietWork);
  return labels.count < 2 || labels.count > atNecks.most ? null : labels;
}

/** Marks in the box of `mask` the pixels of other masks, each widened by `by` px; nothing outside the mask. */
function paintInside(mask: OutlineMask, others: readonly OutlineMask[], by: number): Uint8Array {
  const out = new Uint8Array(mask.data.length);
  for (const other of others) {
    for (let y = rim; y < other.height - rim; y++) {
      for (let x = rim; x < other.width - rim; x++) {
        if (other.data[y * other.width + x] === 0) continue;
        for (let v = y + other.y - mask.y - by; v <= y + other.y - mask.y + by; v++) {
          for (let u = x + other.x - mask.x - by; u <= x + other.x - mask.x + by; u++) {
            if (u < 0 || v < 0 || u >= mask.width || v >= mask.height) continue;
            out[v * mask.width + u] = mask.data[v * mask.width + u];
          }
        }
      }
    }
  }
  return out;
}

/** Takes away labels of fewer than `least` pixels and renumbers the others; returns how many are left. In place. */
function dropSmall(labels: Int32Array, most: number, least: number): number {
  const areas = new Int32Array(most + 1);
  for (let p = 0; p < labels.length; p++) areas[labels[p]]++;
  let kept = 0;
  const names = areas.map((area, label) => (label > 0 && area >= least ? ++kept : 0));
  for (let p = 0; p < labels.length; p++) labels[p] = names[labels[p]];
  return kept;
}

/** Where two particles lie on each other the signal is about twice that of one; a particle on a support is anything. */
function addsUp(whole: Outline, overlap: Outline): boolean {
  const more = (overlap.level - whole.level) / Math.max(1, whole.contrast);
  return more > leastMore && more < mostMore;
}

/** An overlap ends where the outlines of two particles cross, on the outline of the group; a particle on a support lies inside. */
function reachesOut(mask: OutlineMask, { x, y, width, height, data }: OutlineMask): boolean {
  for (let v = rim; v < height - rim; v++) {
    for (let u = rim; u < width - rim; u++) {
      if (data[v * width + u] === 0) continue;
      const row = v + y - mask.y;
      const column = u + x - mask.x;
      for (let dv = -reach; dv <= reach; dv++)
        for (let du = -reach; du <= reach; du++)
          if (mask.data[(row + dv) * mask.width + column + du] === 0) return true;
    }
  }
  return false;
}

/** For each label the overlaps of which it holds a part: all particles of an overlap own all of it. */
function ownersOf(mask: OutlineMask, labels: Int32Array, overlaps: readonly OutlineMask[]): Map<number, OutlineMask[]> {
  const owned = new Map<number, OutlineMask[]>();
  for (const overlap of overlaps) {
    const owners = new Set<number>();
    paintInside(mask, [overlap], 0).forEach((inside, p) => {
      if (inside === 1 && labels[p] !== 0) owners.add(labels[p]);
    });
    if (owners.size > 1) for (const owner of owners) owned.set(owner, [...(owned.get(owner) ?? []), overlap]);
  }
  return owned;
}

/** Grows labels over the rest of a mask, ring by ring, so that every pixel goes to the nearest part. In place. */
function growInside({ width, data }: OutlineMask, labels: Int32Array): void {
  let front: number[] = [];
  for (let p = 0; p < data.length; p++) if (labels[p] !== 0) front.push(p);
  while (front.length > 0) {
    const next: number[] = [];
    for (const p of front) {
      for (const q of [p - 1, p + 1, p - width, p + width]) {
        if (data[q] === 0 || labels[q] !== 0) continue;
        labels[q] = labels[p];
        next.push(q);
      }
    }
    front = next;
  }
}

/**
 * The pieces that overlaps leave. Where thin particles lie on each other their signals add up, so an overlap is a contour inside
 * that of the group, and the group without its overlaps falls apart, or nearly so, into what each particle has of its own.
 * Each half of an overlap goes to the particle that is nearer; both own all of it (`Outline.overlaps`).
 */
function dividedByOverlaps(
  image: LevelImage,
  whole: Whole,
  overlaps: readonly Outline[],
  atNeck: LabelMap | null,
): Outline[] {
  const { mask, area } = whole.outline;
  const masks = overlaps.map((o) => o.mask);
  const wide = paintInside(mask, masks, overlapRim);
  const alone = { ...mask, data: mask.data.map((v, p) => (wide[p] === 1 ? 0 : v)) };
  const { data, count: found } = separateAtNecks(alone, atNecks.neck, quietWork);
  if (found < 2) return [];
  // A group may hold both overlapping and touching particles.
  const necks = atNeck?.data;
  const labels = new Int32Array(data.length);
  for (let p = 0; p < data.length; p++)
    labels[p] = data[p] === 0 ? 0 : data[p] + found * (necks === undefined ? 0 : necks[p]);
  const parts = dropSmall(labels, found * (1 + (atNeck?.count ?? 0)), Math.max(leastPiece, restShare * area));
  if (parts < 2 || parts > atNecks.most) return [];
  growInside(mask, labels);
  const owned = ownersOf(mask, labels, masks);
  return describePieces(image, whole, labels, parts, wide, (part) => owned.get(part) ?? []);
}

/**
 * Every way to take an outline as several particles.
 * @param inside for each set of overlaps that the outline may consist of, their outlines
 */
export function divisionsOf(image: LevelImage, whole: Whole, inside: readonly (readonly Outline[])[]): Outline[][] {
  const { area, edge } = whole.outline;
  if (area < leastWhole) return [];
  const sets = inside
    .map((overlaps) =>
      overlaps.filter(
        (o) =>
          o.area < overlapShare * area &&
          o.edge > overlapEdge * edge &&
          addsUp(whole.outline, o) &&
          reachesOut(whole.outline.mask, o.mask),
      ),
    )
    .filter((overlaps) => overlaps.length > 0)
    .slice(0, mostSets);
  const atNeck = cutAtNecks(whole.outline);
  return [
    atNeck === null ? [] : describePieces(image, whole, atNeck.data, atNeck.count, null),
    ...sets.map((overlaps) => dividedByOverlaps(image, whole, overlaps, atNeck)),
  ].filter((pieces) => pieces.length > 1);
}
