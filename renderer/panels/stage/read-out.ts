import type { Calibration } from '../../../app/domain/calibration.ts';
import type { ElementType } from '../../../app/domain/element-type.ts';
import type { Place } from '../../state/annotations.ts';
import { angleOf } from '../../tools/geometry.ts';
import { length, type Quantity, significant } from '../../ui/quantity.ts';

/** A pixel's value as the file has it: whole numbers in full, others with `digits` significant digits. */
export function pixelValue(values: readonly (number | bigint)[], type: ElementType): string {
  const digits = type === 'float64' ? 9 : 7;
  return values.map((v) => (typeof v === 'bigint' || Number.isInteger(v) ? String(v) : shortest(v, digits))).join(', ');
}

function shortest(value: number, digits: number): string {
  if (Number.isNaN(value)) return 'not a number';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  return String(Number(value.toPrecision(digits)));
}

/** A position along an axis: nm or 1/nm; null when the image has no calibration. */
export function positionIn(calibration: Calibration, at: Place): { x: Quantity; y: Quantity } | null {
  if (calibration.x === null || calibration.y === null) return null;
  if (calibration.space === 'reciprocal') {
    const reciprocal = (v: number): Quantity => ({ value: significant(v, 4), unit: '1/nm' });
    return { x: reciprocal(at.x * calibration.x), y: reciprocal(at.y * calibration.y) };
  }
  return { x: length(at.x * calibration.x), y: length(at.y * calibration.y) };
}

export interface Measured {
  readonly pixels: number;
  /** In nm or 1/nm; null when the image has no calibration. */
  readonly calibrated: Quantity | null;
  /** Degrees, counter-clockwise from the x axis as seen. */
  readonly angle: number;
}

/** Length and angle of a line, by the pixel size of each axis. */
export function measured(calibration: Calibration, a: Place, b: Place): Measured {
  const pixels = Math.hypot(b.x - a.x, b.y - a.y);
  if (calibration.x === null || calibration.y === null) return { pixels, calibrated: null, angle: angleOf(a, b) };
  const x = calibration.x;
  const y = calibration.y;
  const size = Math.hypot((b.x - a.x) * x, (b.y - a.y) * y);
  const calibrated = calibration.space === 'reciprocal' ? { value: significant(size), unit: '1/nm' } : length(size);
  return { pixels, calibrated, angle: angleOf({ x: a.x * x, y: a.y * y }, { x: b.x * x, y: b.y * y }) };
}

/**
 * What a position in a power spectrum means. `frequency` in 1/nm (1/px when `pixelSize` is null), `spacing` its inverse in
 * nm (px), `angle` in degrees counter-clockwise. Null at the centre, which has no spacing.
 */
export function spectrumPosition(
  side: number,
  pixelSize: number | null,
  at: Place,
): { frequency: number; spacing: number; angle: number } | null {
  const u = (Math.floor(at.x) - side / 2) / side;
  const v = (Math.floor(at.y) - side / 2) / side;
  const frequency = Math.hypot(u, v) / (pixelSize ?? 1);
  if (frequency === 0) return null;
  return { frequency, spacing: 1 / frequency, angle: angleOf({ x: 0, y: 0 }, { x: u, y: v }) };
}

/** nm (or px) of the spacing that stands at a position of a spectrum; null at its centre. `image` is the spectrum's. */
export function spacingAt(
  { image }: { readonly image: { readonly width: number; readonly calibration: Calibration } },
  at: Place,
) {
  return spectrumPosition(image.width, spectrumPixelSize(image), at)?.spacing ?? null;
}

/** nm a pixel of the image that a spectrum was taken from; null when it had no calibration. */
export function spectrumPixelSize(image: { readonly width: number; readonly calibration: Calibration }): number | null {
  return image.calibration.x === null ? null : 1 / (image.calibration.x * image.width);
}

/** A spacing as crystallographers read it: nm and Å, or px. */
export function spacingText(spacing: number, calibrated: boolean): string {
  if (!calibrated) return `${significant(spacing, 4)}\u2009px`;
  return `${significant(spacing, 4)}\u2009nm (${significant(spacing * 10, 4)}\u2009Å)`;
}
