import type { ImageInfo } from '../../app/contract/nouns.ts';
import { type Calibration, nanometresPer, reciprocalNanometresPer } from '../../app/domain/calibration.ts';
import { edit } from './saving.ts';

/** Units that a pixel size can be typed in, as offered. */
export const pixelUnits = ['nm', 'µm', 'Å', 'pm', 'nm⁻¹'] as const;
export type PixelUnit = (typeof pixelUnits)[number];

/** A number as people type it: comma or point, spaces around; null when it is none. */
export function parseDecimal(text: string): number | null {
  const plain = text
    .trim()
    .replace(/[\u2009\u202f\u00a0 ]/g, '')
    .replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

type Size = Pick<Calibration, 'space' | 'x' | 'y'>;

/** A typed pixel size in nm (or 1/nm), or why it is none. `y` empty = square pixels. */
export function typedSize(x: string, y: string, unit: PixelUnit): Size | { readonly problem: string } {
  const first = parseDecimal(x);
  const second = y.trim() === '' ? first : parseDecimal(y);
  if (first === null || second === null) return { problem: 'This needs a number, such as 0.21.' };
  if (first <= 0 || second <= 0) return { problem: 'A pixel size is larger than zero.' };
  const real = nanometresPer(unit);
  const scale = real ?? reciprocalNanometresPer(unit) ?? 1;
  return { space: real === null ? 'reciprocal' : 'real', x: first * scale, y: second * scale };
}

/** The size of a pixel in `unit` as text to edit, six digits; empty when it is not known or of the other space. */
export function sizeIn(nm: number | null, space: Calibration['space'], unit: PixelUnit): string {
  if (nm === null) return '';
  const real = nanometresPer(unit);
  if ((real !== null) !== (space === 'real')) return '';
  return String(Number((nm / (real ?? reciprocalNanometresPer(unit) ?? 1)).toPrecision(6)));
}

/** The unit in which a pixel size is most readable. */
export function fittingUnit(calibration: Calibration, preferred: string): PixelUnit {
  const { space, x } = calibration;
  if (space === 'reciprocal') return 'nm⁻¹';
  if (x === null) return (pixelUnits as readonly string[]).includes(preferred) ? (preferred as PixelUnit) : 'nm';
  if (x >= 1000) return 'µm';
  return x < 0.001 ? 'pm' : 'nm';
}

/** A pixel size from a bar of known length: `label` in `unit` over `pixels`. */
export function sizeFromBar(label: string, unit: PixelUnit, pixels: number): Size | { readonly problem: string } {
  const value = parseDecimal(label);
  if (value === null || value <= 0) return { problem: 'Type the length that stands beside the bar.' };
  return typedSize(String(value / pixels), '', unit);
}

export interface CalibrationSummary {
  /** The calibration that all share, or null when they differ. */
  readonly common: Calibration | null;
  /** How many different pixel sizes there are, images without one left out. */
  readonly different: number;
  readonly uncalibrated: number;
  /** Reasons to check the value, each once, with how many images they concern. */
  readonly suspect: readonly { readonly reason: string; readonly images: number }[];
}

/** What several images' calibrations have in common. */
export function summarise(images: readonly ImageInfo[]): CalibrationSummary {
  const sizes = new Set<string>();
  const reasons = new Map<string, number>();
  let without = 0;
  for (const { calibration } of images) {
    if (calibration.x === null) without++;
    else sizes.add(`${calibration.space} ${calibration.x} ${calibration.y}`);
    for (const reason of calibration.suspect) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return {
    common: sizes.size + Math.min(1, without) === 1 ? images[0].calibration : null,
    different: sizes.size,
    uncalibrated: without,
    suspect: [...reasons].map(([reason, n]) => ({ reason, images: n })),
  };
}

/** Sets the pixel size of images; null takes it away. */
export async function calibrate(
  ids: readonly number[],
  size: Size | null,
  source: 'typed' | 'scale bar',
): Promise<void> {
  await edit('images.calibrate', { ids: [...ids], calibration: size === null ? null : { ...size, source } });
}

/** Back to what the files themselves say. */
export async function restoreCalibration(ids: readonly number[]): Promise<void> {
  await edit('images.calibrate', { ids: [...ids], calibration: null, fromFile: true });
}
