import type { GreyImage } from '../../domain/plane.ts';
import { forEachTextPixel, glyphHeight, textWidth } from './font.ts';

/** Red, green, blue, 0..255 each. */
export type Colour = readonly [red: number, green: number, blue: number];

/** An RGB picture, three bytes a pixel, row 0 at the top. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

export const white: Colour = [255, 255, 255];
export const black: Colour = [0, 0, 0];

/** A grey image as RGB: `low` and below black, `high` and above white, what is no number black. */
export function greyPicture(image: GreyImage, low: number, high: number): RgbPicture {
  const { width, height, data: source } = image;
  const data = new Uint8Array(3 * width * height);
  const scale = 255 / (high > low ? high - low : 1);
  for (let i = 0, to = 0; i < source.length; i++) {
    const value = (source[i] - low) * scale + 0.5;
    const grey = value >= 255 ? 255 : value > 0 ? value | 0 : 0;
    data[to++] = grey;
    data[to++] = grey;
    data[to++] = grey;
  }
  return { width, height, data };
}

/** Paints pixels [from, to) of a row; `opacity` 1 covers. Pixels outside the picture are left out. */
export function paintRow(
  picture: RgbPicture,
  row: number,
  from: number,
  to: number,
  [red, green, blue]: Colour,
  opacity = 1,
): void {
  if (row < 0 || row >= picture.height) return;
  const { data, width } = picture;
  const rest = 1 - opacity;
  const stop = 3 * (row * width + Math.min(width, to));
  for (let i = 3 * (row * width + Math.max(0, from)); i < stop; i += 3) {
    data[i] = Math.round(data[i] * rest + red * opacity);
    data[i + 1] = Math.round(data[i + 1] * rest + green * opacity);
    data[i + 2] = Math.round(data[i + 2] * rest + blue * opacity);
  }
}

/** Paints a filled rectangle. */
export function paintBox(
  picture: RgbPicture,
  x: number,
  y: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  for (let row = y; row < y + height; row++) paintRow(picture, row, x, x + width, colour);
}

/**
 * Writes a line of text with its upper left corner at (x, y), each font pixel `size` px, in `colour` on a dark halo one
 * font pixel wide, so that it can be read on any grey.
 */
export function paintText(picture: RgbPicture, text: string, x: number, y: number, size: number, colour: Colour): void {
  const halo = Math.max(1, Math.round(size * 0.75));
  forEachTextPixel(text, (px, py) => {
    paintBox(picture, x + px * size - halo, y + py * size - halo, size + 2 * halo, size + 2 * halo, black);
  });
  forEachTextPixel(text, (px, py) => {
    paintBox(picture, x + px * size, y + py * size, size, size, colour);
  });
}

/** Size of a line of text in px. */
export function textBox(text: string, size: number): { width: number; height: number } {
  return { width: textWidth(text) * size, height: glyphHeight * size };
}
