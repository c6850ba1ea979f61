import { Failure } from '../../domain/failure.ts';
import { type LabelClass, unlabelled } from '../../domain/labels/label-class.ts';
import { writePalettePng, writePng } from '../png/write.ts';
import { writeTiff } from '../tiff/write.ts';
import { keyOfClasses } from './key.ts';
import { colourOf } from './read-image.ts';

/** Classes of one image frame: a class id a pixel, 0 = unlabelled; row-major. */
export interface ClassPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Class ids as an 8-bit grey TIFF. The same plane gives the same bytes. */
export function writeClassTiff(plane: ClassPlane, pixelSizeNm: number | null): Uint8Array<ArrayBuffer> {
  return writeTiff([plane], { deflate: true, pixelSizeNm });
}

/** Colour of every value 0..255, black for those without a class but 0, which has the key's. */
function colourTable(classes: readonly LabelClass[]): Uint8Array {
  const table = new Uint8Array(256 * 3);
  for (const { value = unlabelled, color } of keyOfClasses(classes)) {
    const colour = colourOf(color);
    table.set([colour >> 16, (colour >> 8) & 255, colour & 255], value * 3);
  }
  return table;
}

/** Class ids as an 8-bit PNG with a colour table: indices for programs, colours for people. */
export function writeClassPng(plane: ClassPlane, classes: readonly LabelClass[]): Uint8Array<ArrayBuffer> {
  return writePalettePng({ ...plane, palette: colourTable(classes) });
}

/** The colours of the classes as an RGB PNG. Throws `Failure` invalid-input when two classes share a colour. */
export function writeClassRgbPng(
  { width, height, data }: ClassPlane,
  classes: readonly LabelClass[],
): Uint8Array<ArrayBuffer> {
  const twin = classes.find(({ colour }, i) => classes.findIndex((c) => c.colour === colour) < i);
  if (twin !== undefined)
    throw new Failure(
      'invalid-input',
      `${twin.name} has the colour of another class, so colours can't tell them apart.`,
      'Give each class its own colour, or export class numbers.',
    );
  const table = colourTable(classes);
  const rgb = new Uint8Array(3 * data.length);
  for (let i = 0, to = 0; i < data.length; i++, to += 3) {
    const from = 3 * data[i];
    rgb[to] = table[from];
    rgb[to + 1] = table[from + 1];
    rgb[to + 2] = table[from + 2];
  }
  return writePng({ width, height, channels: 3, data: rgb });
}
