import { colourTable } from '../../scene/colour-maps.ts';
import { groupColours } from '../../ui/tokens.ts';

const grey = [139, 145, 152] as const;

/** Colours of points as RGB bytes: one grey, one a sample, or 256 along a colour map. */
export function paletteOf(by: 'nothing' | 'sample' | 'column'): Uint8Array {
  const palette = new Uint8Array(256 * 3);
  const map = by === 'column' ? colourTable('viridis') : null;
  for (let i = 0; i < 256; i++) {
    const hex = groupColours[i % groupColours.length];
    const rgb =
      map !== null
        ? [map[i * 4], map[i * 4 + 1], map[i * 4 + 2]]
        : by === 'sample' && i !== 255
          ? [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
          : grey;
    palette.set(rgb, i * 3);
  }
  return palette;
}
