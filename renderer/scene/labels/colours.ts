import type { ColourMap } from '../../state/view.ts';
import { groupColours } from '../../ui/tokens.ts';
import { colourTable } from '../colour-maps.ts';

/** Grey would vanish on a micrograph. */
const bytes = groupColours
  .filter((hex) => hex !== '#999999')
  .map((hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));

/** Every instance its own colour; a fixed shuffle keeps neighbouring ids apart. */
export function paintEach(colours: Uint8Array): void {
  for (let i = 0; i * 4 < colours.length; i++) set(colours, i, ...colourOf(i + 1));
}

/** The colour of its own that an instance of this id has. */
export function colourOf(id: number): readonly [number, number, number] {
  const i = id - 1;
  const [r, g, b] = bytes[(Math.imul(i, 4) + (i >>> 3)) % bytes.length];
  return [r, g, b];
}

/** All instances one colour, 0..255 a channel. */
export function paintOne(colours: Uint8Array, rgb: readonly [number, number, number]): void {
  for (let i = 0; i * 4 < colours.length; i++) set(colours, i, rgb[0], rgb[1], rgb[2]);
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
