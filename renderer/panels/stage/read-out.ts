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
    const reciprocal = (v: number): Quantity => ({ value: significant(v, 4), unit: 'nm⁻¹' });
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
  const calibrated = calibration.space === 'reciprocal' ? { value: significant(size), unit: 'nm⁻¹' } : length(size);
  return { pixels, calibrated, angle: angleOf({ x: a.x * x, y: a.y * y }, { x: b.x * x, y: b.y * y }) };
}

/** What a spot of a power spectrum means: 1/nm (1/px without calibration), its inverse in nm (px), degrees counter-clockwise. */
export interface Spot {
  readonly frequency: number;
  readonly spacing: number;
  readonly angle: number;
}

/** Width of a spectrum, and its reciprocal calibration. */
interface Spectrum {
  readonly width: number;
  readonly calibration: Calibration;
}

/** nm a pixel of the image that a spectrum was taken from; null when it had no calibration. */
export function spectrumPixelSize({ width, calibration }: Spectrum): number | null {
  return calibration.x === null ? null : 1 / (calibration.x * width);
}

/**
 * The spot at pixel index (`x`, `y`) of a spectrum, fractions allowed, by the pixel size of each axis. Null at the centre,
 * which has no spacing.
 */
export function spotAt({ width, calibration }: Spectrum, { x, y }: Place): Spot | null {
  const u = (x - width / 2) * (calibration.x ?? 1 / width);
  const v = (y - width / 2) * (calibration.y ?? 1 / width);
  const frequency = Math.hypot(u, v);
  if (frequency === 0) return null;
  return { frequency, spacing: 1 / frequency, angle: angleOf({ x: 0, y: 0 }, { x: u, y: v }) };
}

/** A spacing as crystallographers read it: nm and Å, or px. */
export function spacingText(spacing: number, calibrated: boolean): string {
  if (!calibrated) return `${significant(spacing, 4)}\u2009px`;
  return `${significant(spacing, 4)}\u2009nm (${significant(spacing * 10, 4)}\u2009Å)`;
}
