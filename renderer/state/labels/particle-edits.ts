import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { cutAlong } from '../../../app/math/raster/cut.ts';
import { grown, shrunk, smoothed } from '../../../app/math/raster/grow.ts';
import { holesFilled } from '../../../app/math/raster/parts.ts';
import { intersect, unionOf } from '../../../app/math/raster/set-operations.ts';
import { areaOf, isEmpty, type Spans } from '../../../app/math/raster/spans.ts';
import type { LabelDocument } from './document.ts';

// Edits of whole labelled particles. Each is one step of undo; each gives the ids that stand for what was edited, for the selection.

const named = (verb: string, ids: readonly number[]) =>
  ids.length === 1 ? `${verb} particle ${ids[0]}` : `${verb} ${ids.length} particles`;

function known(document: LabelDocument, ids: readonly number[]): LabelledInstance[] {
  return ids.map((id) => document.instances.get(id)).filter((one) => one !== undefined);
}

const whole = ({ width, height }: LabelDocument) => ({ x: 0, y: 0, width, height });

export function removeParticles(document: LabelDocument, ids: readonly number[]): void {
  const gone = known(document, ids).map(({ id }) => id);
  if (gone.length > 0) document.setInstances(named('Remove', gone), [], gone);
}

/** The first one takes the pixels of all, and keeps its class. */
export function joinParticles(document: LabelDocument, ids: readonly number[]): readonly number[] {
  const parts = known(document, ids);
  if (parts.length < 2) return ids;
  const [first, ...rest] = parts;
  const spans = unionOf(parts.map(({ id }) => document.spansOf(id)));
  const made = document.instanceFrom(first.id, spans, first.classId);
  if (made === null) return ids;
  document.setInstances(
    named(
      'Merge',
      parts.map(({ id }) => id),
    ),
    [made],
    rest.map(({ id }) => id),
  );
  return [first.id];
}

/** Part of a particle's area under which a cut-off part is a sliver of the drawing and goes to its larger neighbour. */
const sliver = 0.002;

/** The parts that a line leaves of a set, the largest first; slivers belong to the largest. One part: the line does not cut. */
export function cutParts(spans: Spans, line: ArrayLike<number>): readonly Spans[] {
  const parts = [...cutAlong(spans, line)].sort((a, b) => areaOf(b) - areaOf(a));
  const least = Math.max(2, areaOf(spans) * sliver);
  const large = parts.filter((part) => areaOf(part) >= least);
  const small = parts.filter((part) => areaOf(part) < least);
  if (large.length === 0) return [spans];
  return [unionOf([large[0], ...small]), ...large.slice(1)];
}

/**
 * Splits particles along a line ((x, y) in turn, pixel centres at whole numbers): of those in `ids`, else of all that it crosses. The
 * largest part keeps the id. Returns the ids of all parts; none where nothing was parted.
 */
export function cutParticles(
  document: LabelDocument,
  ids: readonly number[],
  line: ArrayLike<number>,
): readonly number[] {
  const targets = ids.length > 0 ? known(document, ids) : [...document.instances.values()];
  const changed: LabelledInstance[] = [];
  const cut: number[] = [];
  for (const { id, classId, mask } of targets) {
    if (!meets(mask, line)) continue;
    const spans = document.spansOf(id);
    const before = cutAlong(spans, []).length;
    const parts = cutParts(spans, line);
    if (parts.length <= before && parts.length < 2) continue;
    cut.push(id);
    parts.forEach((part, i) => {
      const made = document.instanceFrom(i === 0 ? id : document.newId(), part, classId);
      if (made !== null) changed.push(made);
    });
  }
  if (changed.length > 0) document.setInstances(named('Split', cut), changed, []);
  return changed.map(({ id }) => id);
}

/** Whether the box of a line meets that of a mask. */
function meets(
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  line: ArrayLike<number>,
): boolean {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k + 1 < line.length; k += 2) {
    left = Math.min(left, line[k]);
    right = Math.max(right, line[k]);
    top = Math.min(top, line[k + 1]);
    bottom = Math.max(bottom, line[k + 1]);
  }
  return right >= x && left <= x + width && bottom >= y && top <= y + height;
}

/** Reshapes particles one by one; one that would lose every pixel stays as it is. */
function reshape(document: LabelDocument, verb: string, ids: readonly number[], shape: (spans: Spans) => Spans): void {
  const targets = known(document, ids);
  const changed = targets.flatMap(({ id, classId }) => {
    const spans = shape(document.spansOf(id));
    const made = isEmpty(spans) ? null : document.instanceFrom(id, spans, classId);
    return made === null ? [] : [made];
  });
  if (changed.length > 0) {
    document.setInstances(
      named(
        verb,
        changed.map(({ id }) => id),
      ),
      changed,
      [],
    );
  }
}

/** Moves outlines outwards by `by` px (Euclidean), or inwards when it is negative. */
export function growParticles(document: LabelDocument, ids: readonly number[], by: number): void {
  const image = whole(document);
  if (by > 0) reshape(document, 'Grow', ids, (spans) => grown(spans, by, image));
  else reshape(document, 'Shrink', ids, (spans) => shrunk(spans, -by, image));
}

/** Px around a pixel that decide where a smoothed outline runs. */
const smoothReach = 3;

export function smoothParticles(document: LabelDocument, ids: readonly number[]): void {
  reshape(document, 'Smooth', ids, (spans) => smoothed(spans, smoothReach, whole(document)));
}

export function fillParticles(document: LabelDocument, ids: readonly number[]): void {
  reshape(document, 'Fill holes of', ids, (spans) => holesFilled(spans));
}

/** Gives particles another class. */
export function giveClass(document: LabelDocument, ids: readonly number[], classId: number): void {
  const changed = known(document, ids)
    .filter((one) => one.classId !== classId)
    .map((one) => ({ ...one, classId }));
  if (changed.length > 0) {
    document.setInstances(
      named(
        'Change the class of',
        changed.map(({ id }) => id),
      ),
      changed,
      [],
    );
  }
}

/** Ids of particles whose pixels lie, at least by half, in a set. */
export function particlesInside(document: LabelDocument, area: Spans): readonly number[] {
  return [...document.instances.keys()].filter((id) => {
    const spans = document.spansOf(id);
    return 2 * areaOf(intersect(spans, area)) >= areaOf(spans);
  });
}
