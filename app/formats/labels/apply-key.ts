import { Failure } from '../../domain/failure.ts';
import { unlabelled } from '../../domain/labels/label-class.ts';
import { nearestColour, noise } from './colours.ts';
import type { PixelMeaning } from './key.ts';
import { colourOf, type LabelImage } from './read-image.ts';

/** A page of a label image as classes. */
export interface AppliedKey {
  /** A class id a pixel, 0 = unlabelled; row-major. */
  readonly classes: Uint8Array<ArrayBuffer>;
  /** Pixels whose colour lies far from every colour of the key; they have the nearest one's class. */
  readonly uncertain: number;
}

/**
 * Turns a page of a label image into classes. Values must be in the key, but for 0, which is unlabelled when the key
 * leaves it out; colours take the nearest of the key. An image of grey colours under a key of colours is read by colour.
 * Throws `Failure` invalid-input naming the values that the key lacks.
 */
export function applyKey(name: string, image: LabelImage, page: number, key: readonly PixelMeaning[]): AppliedKey {
  const pixels = image.pages[page];
  return image.kind === 'rgb' ? byColour(name, pixels, key) : byValue(name, pixels, image, key);
}

function byValue(name: string, pixels: Uint32Array, image: LabelImage, key: readonly PixelMeaning[]): AppliedKey {
  const meaning = valueMeanings(image, key);
  const unknown = new Map<number, number>();
  const classes = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; ) {
    const value = pixels[i];
    const from = i++;
    while (i < pixels.length && pixels[i] === value) i++;
    const classId = meaning.get(value);
    if (classId === undefined && value !== 0) unknown.set(value, (unknown.get(value) ?? 0) + i - from);
    else if (classId) classes.fill(classId, from, i);
  }
  if (unknown.size > 0) {
    const list = [...unknown].sort((a, b) => b[1] - a[1]).slice(0, 5);
    const told = list.map(([value, count]) => `${value} (${count} px)`).join(', ');
    throw new Failure(
      'invalid-input',
      `${name} has ${unknown.size === 1 ? 'a value' : `${unknown.size} values`} that the key does not name: ${told}${unknown.size > 5 ? ' ...' : ''}.`,
      'Add them to the key, or import the file as particles if each value is one.',
      name,
    );
  }
  return { classes, uncertain: 0 };
}

/** Class ids by value. A key that tells colours only goes by the colour table, or by grey levels where all values are such. */
function valueMeanings({ palette, pages }: LabelImage, key: readonly PixelMeaning[]): Map<number, number | null> {
  const byValue = new Map(
    key.flatMap(({ value, classId }) => (value === undefined ? [] : [[value, classId] as const])),
  );
  if (byValue.size > 0) return byValue;
  const byColour = new Map(
    key.flatMap(({ colour, classId }) => (colour === undefined ? [] : [[colour, classId] as const])),
  );
  const found = new Map<number, number | null>();
  const values = palette === null ? new Set(pages.flatMap((page) => [...new Set(page)])) : palette.keys();
  for (const value of values) {
    const grey = value < 256 ? value.toString(16).padStart(2, '0').repeat(3) : '';
    const classId = byColour.get(palette === null ? `#${grey}` : palette[value]);
    if (classId !== undefined) found.set(value, classId);
  }
  return found;
}

function byColour(name: string, pixels: Uint32Array, key: readonly PixelMeaning[]): AppliedKey {
  const known = key.flatMap(({ colour, classId }) =>
    colour === undefined ? [] : [{ colour: colourOf(colour), classId }],
  );
  if (known.length === 0)
    throw new Failure(
      'invalid-input',
      `${name} holds colours, and the key tells only values.`,
      'Give each class its "color" in the key.',
      name,
    );
  const colours = known.map(({ colour }) => colour);
  const places = new Map(known.map(({ colour, classId }) => [colour, { id: classId ?? unlabelled, far: false }]));
  const classes = new Uint8Array(pixels.length);
  let uncertain = 0;
  for (let i = 0; i < pixels.length; ) {
    const colour = pixels[i];
    const from = i++;
    while (i < pixels.length && pixels[i] === colour) i++;
    let place = places.get(colour);
    if (place === undefined) {
      const { index, distance } = nearestColour(colour, colours);
      place = { id: known[index].classId ?? unlabelled, far: distance >= noise };
      places.set(colour, place);
    }
    if (place.id !== unlabelled) classes.fill(place.id, from, i);
    if (place.far) uncertain += i - from;
  }
  return { classes, uncertain };
}
