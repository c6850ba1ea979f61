import { thinSpace } from '../../ui/quantity.ts';

/** A scale bar: how long it is on the screen and what stands on it. */
export interface ScaleBar {
  /** CSS px. */
  readonly width: number;
  readonly value: number;
  readonly unit: string;
  readonly label: string;
}

/** The unit in which a length of `nm` reads best: 50 µm, 200 nm, 2 Å. */
const lengthUnits = [
  { unit: 'mm', size: 1e6 },
  { unit: 'µm', size: 1e3 },
  { unit: 'nm', size: 1 },
  { unit: 'Å', size: 0.1 },
  { unit: 'pm', size: 1e-3 },
] as const;

/** The largest of 1, 2, 5 x 10^k that is not above `most`. */
export function roundLength(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  const lead = most / power;
  // 1e-9: a bar of exactly 5 stays 5 when the division says 4.999...
  return (lead >= 5 - 1e-9 ? 5 : lead >= 2 - 1e-9 ? 2 : 1) * power;
}

/**
 * The bar for a view in which one CSS px is `size` units wide: nm (real space), 1/nm (reciprocal space, never a length),
 * or px when the image has no calibration. At most `most` CSS px long.
 */
export function scaleBar(size: number, space: 'real' | 'reciprocal' | 'px', most = 160): ScaleBar | null {
  if (!(size > 0 && Number.isFinite(size))) return null;
  const value = roundLength(size * most);
  if (space === 'real') {
    const { unit, size: nm } =
      lengthUnits.find((u) => value >= u.size * (1 - 1e-9)) ?? lengthUnits[lengthUnits.length - 1];
    return bar(value / nm, unit, value / size);
  }
  if (space === 'reciprocal') return bar(value, 'nm⁻¹', value / size);
  const pixels = Math.max(1, value);
  return bar(pixels, 'px', pixels / size);
}

function bar(value: number, unit: string, width: number): ScaleBar {
  const exact = Number(value.toPrecision(3));
  return { width, value: exact, unit, label: `${exact}${thinSpace}${unit}` };
}
