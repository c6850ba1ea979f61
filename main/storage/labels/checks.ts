import { Failure } from '../../../app/domain/failure.ts';
import type { RunMask } from '../../../app/domain/instance.ts';
import { tileBox, tileGrid, unpackTiles } from '../../../app/domain/labels/class-tiles.ts';
import { type LabelClasses, unlabelled } from '../../../app/domain/labels/label-class.ts';
import type { ClassSpan } from '../../../app/domain/labels/label-edit.ts';
import type { LabelledInstance } from '../../../app/domain/labels/labelled-instance.ts';
import { xorMasks } from '../../../app/domain/labels/mask-xor.ts';
import { instanceOf } from '../../../app/domain/run-mask.ts';
import { rewriteTile } from './tile-runs.ts';

// What comes in from outside is checked as a whole before anything is changed. All throw `Failure` invalid-input.

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Numbers that a stroke may leave out before its new particles: a tool may have given some up. */
const spareNumbers = 65_536;
const largestNumber = 2 ** 31 - 1;

function refused(what: string, remedy = 'Load the labels of this frame again; if it comes back, report it.'): Failure {
  return new Failure('invalid-input', what, remedy);
}

/** Refuses classes that the set does not have. */
export function classCheck(classes: LabelClasses): (classId: number) => void {
  const known = new Set(classes.map(({ id }) => id));
  return (classId) => {
    if (!known.has(classId))
      throw refused(`The label set has no class ${classId}.`, 'Choose a class of the list, or add it to the set.');
  };
}

/** Spans must lie inside the image, ascending and apart, with a class of the set or none. */
export function checkSpans(spans: readonly ClassSpan[], { width, height }: Size, classes: LabelClasses): void {
  const check = classCheck(classes);
  let y = 0;
  let end = 0;
  for (const span of spans) {
    if (span.y >= height || span.to > width)
      throw refused(
        `Row ${span.y}, columns ${span.from} to ${span.to} are outside the image of ${width} × ${height} px.`,
      );
    if (span.from >= span.to) throw refused(`A stretch of pixels in row ${span.y} is empty.`);
    if (span.y < y || (span.y === y && span.from < end)) throw refused('Pixels of a stroke are not in order.');
    if (span.value !== unlabelled) check(span.value);
    y = span.y;
    end = span.to;
  }
}

/** The mask in its shortest form. */
function checkedMask({ id, mask }: { id: number; mask: RunMask }, size: Size): RunMask {
  const { x, y, width, height, runs } = mask;
  const outside = x + width > size.width || y + height > size.height;
  if (width < 1 || height < 1 || outside)
    throw refused(`Particle ${id} reaches outside the image of ${size.width} × ${size.height} px.`);
  let end = 0;
  for (let r = 0; r < runs.length; r += 2) {
    const [start, length] = [runs[r], runs[r + 1]];
    const crosses = (start % width) + length > width;
    if (length === undefined || length < 1 || start < end || crosses || start + length > width * height)
      throw refused(`The pixels of particle ${id} are damaged.`);
    end = start + length;
  }
  const shortest = xorMasks(mask, null);
  if (shortest === null) throw refused(`Particle ${id} has no pixels.`, 'Remove it instead.');
  return shortest;
}

/** Particles with their masks in the shortest form, their area and border mark worked out. */
export function checkedParticles(
  particles: readonly LabelledInstance[],
  size: Size,
  classes: LabelClasses,
): LabelledInstance[] {
  const check = classCheck(classes);
  const seen = new Set<number>();
  return particles.map((particle) => {
    const { id, classId, reviewed } = particle;
    if (id < 1 || id > largestNumber || seen.has(id)) throw refused(`Particle number ${id} can't be used.`);
    seen.add(id);
    check(classId);
    return { ...instanceOf(id, checkedMask(particle, size), size.width, size.height), classId, reviewed };
  });
}

/** A stroke's new particles must have numbers that no particle of this frame ever had. */
export function checkNewNumber(id: number, used: number, next: number): void {
  if (id < used) throw refused(`Particle number ${id} was used before.`);
  if (id >= next + spareNumbers) throw refused(`Particle number ${id} is too large; ${next} is the next one.`);
}

/** Tiles of a whole frame, each in its shortest form. */
export function checkedTiles(packed: Uint8Array, size: Size, classes: LabelClasses): Map<number, Uint8Array | null> {
  const { columns, rows } = tileGrid(size.width, size.height);
  const check = classCheck(classes);
  const tiles = new Map<number, Uint8Array | null>();
  for (const { tile, bytes } of unpackTiles(packed)) {
    if (tile >= columns * rows || tiles.has(tile))
      throw refused(`Tile ${tile} does not belong to an image of ${size.width} × ${size.height} px.`);
    const box = tileBox(tile, size.width, size.height);
    const value = (from: number) => {
      if (from !== unlabelled) check(from);
      return from;
    };
    tiles.set(tile, bytes.length === 0 ? null : rewriteTile(bytes, box.width * box.height, value));
  }
  return tiles;
}
