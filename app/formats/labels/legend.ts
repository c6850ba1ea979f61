import type { LabelClass } from '../../domain/labels/label-class.ts';
import { colourDistance, countValues, meantColours, mostColours, nearestColour, noise } from './colours.ts';
import { indexValue, type KeyEntry, unlabelledName } from './key.ts';
import { colourOf, hexOf, type LabelImage } from './read-image.ts';

/** One value or colour of a label image and the class that it most likely is. */
export interface LegendEntry {
  readonly value: number | null;
  readonly colour: string | null;
  /** Pixels of it, those of noise and soft edges around it included. */
  readonly pixels: number;
  /** Null: unlabelled, or nothing fits. */
  readonly classId: number | null;
  /** In words. */
  readonly reason: string;
}

/** What a label image holds. */
export interface Legend {
  /** instances: each value is a particle of its own. */
  readonly kind: 'index' | 'rgb' | 'instances';
  readonly width: number;
  readonly height: number;
  /** Most frequent first; empty for instances and for more values than classes can be. */
  readonly entries: readonly LegendEntry[];
  /** Values other than 0 or colours that were found. */
  readonly distinct: number;
  /** Pixels whose colour lies far from every entry's, so that their class is a guess. */
  readonly uncertain: number;
}

/** Values up to here are read as classes. */
const mostValues = 250;

/**
 * Reads the legend off a label image: kind, values or colours with their pixels, and the likely class of each.
 * @param asClasses values are classes, whatever they look like
 */
export function guessLegend(
  image: LabelImage,
  classes: readonly LabelClass[],
  key: readonly KeyEntry[] | null,
  asClasses = false,
): Legend {
  const counts = countValues(image.pages);
  const distinct = counts.size - (image.kind === 'index' && counts.has(0) ? 1 : 0);
  const found = { width: image.width, height: image.height, distinct };
  if (image.kind === 'index' && !asClasses && !isNamed(counts, key) && looksLikeInstances(image, counts))
    return { ...found, kind: 'instances', entries: [], uncertain: 0 };
  const grey = image.kind === 'index' && image.palette === null && image.bits === 8 && distinct > 12;
  const meant = image.kind === 'rgb' ? meantColours(counts) : grey ? meantGreys(counts) : [...counts.keys()];
  if (meant.length > (image.kind === 'rgb' ? mostColours : mostValues))
    return { ...found, kind: image.kind, entries: [], uncertain: 0 };
  const { pixels, uncertain } = gathered(counts, meant, image.kind === 'rgb' || grey);
  const rows = meant
    .map((value, i) => {
      const table = image.palette?.[value] ?? null;
      const isColour = image.kind === 'rgb';
      return { value: isColour ? null : value, colour: isColour ? hexOf(value) : table, pixels: pixels[i] };
    })
    .sort((a, b) => b.pixels - a.pixels);
  return { ...found, kind: image.kind, entries: withClasses(rows, classes, key), uncertain };
}

/** Whether a key names every value. */
function isNamed(counts: ReadonlyMap<number, number>, key: readonly KeyEntry[] | null): boolean {
  const named = new Set(key?.map(indexValue));
  return key !== null && [...counts.keys()].every((value) => value === 0 || named.has(value));
}

/** Grey levels that were meant, in an image whose levels were blurred or packed with loss. */
function meantGreys(counts: ReadonlyMap<number, number>): number[] {
  const asColours = new Map([...counts].map(([v, n]) => [v * 0x010101, n]));
  return meantColours(asColours).map((colour) => colour & 255);
}

function gathered(counts: ReadonlyMap<number, number>, meant: readonly number[], byDistance: boolean) {
  const pixels = new Float64Array(meant.length);
  const place = new Map(meant.map((value, i) => [value, i]));
  const asColour = (v: number) => (v < 256 ? v * 0x010101 : v);
  const grey = byDistance && meant.every((v) => v < 256);
  const colours = grey ? meant.map(asColour) : meant;
  let uncertain = 0;
  for (const [value, count] of counts) {
    const exact = place.get(value);
    if (exact !== undefined) {
      pixels[exact] += count;
      continue;
    }
    const { index, distance } = nearestColour(grey ? asColour(value) : value, colours);
    if (index >= 0) pixels[index] += count;
    if (distance >= noise) uncertain += count;
  }
  return { pixels, uncertain };
}

/**
 * Whether values number particles rather than classes: integers of 16 bits or more, or several values each of which fills
 * a good part of its own bounding box and none of which spans the image.
 */
function looksLikeInstances(image: LabelImage, counts: ReadonlyMap<number, number>): boolean {
  if (image.palette !== null) return false;
  const values = [...counts.keys()].filter((v) => v !== 0);
  if (values.length === 0) return false;
  if (values.length > mostValues) return image.bits > 8;
  if (image.bits <= 8 && values.length < 3) return false;
  const place = new Map(values.map((value, i) => [value, i]));
  const boxes = values.map(() => [image.width, image.height, -1, -1]);
  for (const page of image.pages) {
    for (let y = 0, i = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++, i++) {
        if (page[i] === 0) continue;
        const box = boxes[place.get(page[i]) as number];
        if (x < box[0]) box[0] = x;
        if (x > box[2]) box[2] = x;
        if (y < box[1]) box[1] = y;
        box[3] = y;
      }
    }
  }
  let compact = 0;
  for (const [i, [left, top, right, bottom]] of boxes.entries()) {
    const [width, height] = [right - left + 1, bottom - top + 1];
    if (values.length > 1 && width > 0.9 * image.width && height > 0.9 * image.height) return false;
    if ((counts.get(values[i]) ?? 0) >= 0.25 * width * height) compact++;
  }
  return compact >= 0.8 * values.length;
}

type Row = Omit<LegendEntry, 'classId' | 'reason'>;

/** How near a class's colour an image's colour must be to be taken for it. */
const alike = 60;

function withClasses(
  rows: readonly Row[],
  classes: readonly LabelClass[],
  key: readonly KeyEntry[] | null,
): LegendEntry[] {
  const free = new Set(classes.map(({ id }) => id));
  const entries = rows.map((row): LegendEntry => ({ ...row, classId: null, reason: '' }));
  const give = (i: number, found: { readonly id: number | null; readonly reason: string } | null) => {
    if (found === null || entries[i].reason !== '') return;
    if (found.id !== null && !free.delete(found.id)) return;
    entries[i] = { ...entries[i], classId: found.id, reason: found.reason };
  };
  if (key !== null) for (const [i, row] of rows.entries()) give(i, byKey(row, key, classes));
  for (const [i, row] of rows.entries()) give(i, byColour(row, classes));
  // One more than there are classes: black or 0 stands for what nobody labelled.
  const spare = rows.length > classes.length ? rows.findIndex((r) => r.value === 0 || r.colour === '#000000') : -1;
  if (spare >= 0) give(spare, { id: null, reason: 'one more than there are classes' });
  const background = classes.find(({ role, id }) => role === 'background' && free.has(id));
  const most = entries.findIndex((entry) => entry.reason === '');
  const isZero = entries.findIndex((entry) => entry.value === 0 && entry.reason === '');
  if (background !== undefined && most >= 0)
    give(isZero >= 0 ? isZero : most, { id: background.id, reason: isZero >= 0 ? '0' : 'the most frequent' });
  // What is left of both, in their order.
  for (const [i, entry] of entries.entries()) {
    if (entry.reason !== '') continue;
    const next = classes.find(({ id }) => free.has(id));
    if (next === undefined) entries[i] = { ...entry, reason: 'no class is left' };
    else give(i, { id: next.id, reason: 'the next class' });
  }
  return entries;
}

function byKey(row: Row, key: readonly KeyEntry[], classes: readonly LabelClass[]) {
  const colour = row.colour === null ? null : colourOf(row.colour);
  const entry = key.find((e, place) =>
    row.value === null
      ? colour !== null && colourDistance(colourOf(e.color), colour) < noise
      : indexValue(e, place) === row.value,
  );
  if (entry === undefined) return null;
  if (entry.name.toLowerCase() === unlabelledName) return { id: null, reason: `${unlabelledName} in the key` };
  const same = classes.find(({ name }) => name.toLowerCase() === entry.name.toLowerCase());
  const found = same ?? classes.find(({ role }) => entry.role !== undefined && role === entry.role);
  return found === undefined ? null : { id: found.id, reason: `${entry.name} in the key` };
}

function byColour(row: Row, classes: readonly LabelClass[]) {
  if (row.colour === null) return null;
  const { index, distance } = nearestColour(
    colourOf(row.colour),
    classes.map(({ colour }) => colourOf(colour)),
  );
  if (index < 0 || distance >= alike) return null;
  return { id: classes[index].id, reason: distance === 0 ? 'its colour' : 'nearest colour' };
}
