import type { ColourMap } from '../../state/view.ts';
import { colourTable } from '../colour-maps.ts';

/**
 * Colours that people of every colour vision tell apart: Okabe and Ito's eight without black and yellow's glare first,
 * then lighter and darker kin of the same hues. Linear RGB order of use: neighbours differ in hue and lightness.
 */
export const groupColours = [
  '#e69f00',
  '#56b4e9',
  '#009e73',
  '#f0e442',
  '#0072b2',
  '#d55e00',
  '#cc79a7',
  '#ffd27f',
  '#a6dcff',
  '#66d9b5',
  '#9a8f00',
  '#7aa6d6',
  '#ff9d66',
  '#f2b8d8',
] as const;

const bytes = groupColours.map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** Every instance its own colour; a fixed shuffle keeps neighbouring ids apart. */
export function paintEach(colours: Uint8Array): void {
  for (let i = 0; i * 4 < colours.length; i++) {
    const [r, g, b] = bytes[(Math.imul(i, 5) + (i >>> 3)) % bytes.length];
    set(colours, i, r, g, b);
  }
}

/** All instances one colour, 0..255 a channel. */
export function paintOne(colours: Uint8Array, rgb: readonly [number, number, number]): void {
  for (let i = 0; i * 4 < colours.length; i++) set(colours, i, rgb[0], rgb[1], rgb[2]);
}

/** By the group of each instance: 0-based, negative = none (grey). */
export function paintGroups(colours: Uint8Array, groups: ArrayLike<number>): void {
  for (let i = 0; i * 4 < colours.length; i++) {
    const [r, g, b] = groups[i] >= 0 ? bytes[groups[i] % bytes.length] : [158, 158, 158];
    set(colours, i, r, g, b);
  }
}

/** By a number, low to high through the map between `low` and `high`; not-a-number is grey. */
export function paintValues(
  colours: Uint8Array,
  values: ArrayLike<number>,
  low: number,
  high: number,
  map: ColourMap,
): void {
  const table = colourTable(map);
  for (let i = 0; i * 4 < colours.length; i++) {
    const t = (values[i] - low) / (high - low || 1);
    if (Number.isNaN(t)) {
      set(colours, i, 158, 158, 158);
      continue;
    }
    const at = Math.round(Math.min(1, Math.max(0, t)) * 255) * 4;
    set(colours, i, table[at], table[at + 1], table[at + 2]);
  }
}

function set(colours: Uint8Array, i: number, r: number, g: number, b: number): void {
  colours[i * 4] = r;
  colours[i * 4 + 1] = g;
  colours[i * 4 + 2] = b;
  colours[i * 4 + 3] = 255;
}
