import { z } from 'zod';

/** One axis as the file states it. `scale` is null when the file has no calibration. value = offset + index * scale, in `units`. */
export const Axis = z.object({
  name: z.string(),
  size: z.number().int().nonnegative(),
  scale: z.number().nullable(),
  offset: z.number(),
  units: z.string(),
});
export type Axis = z.infer<typeof Axis>;

export const CalibrationSource = z.enum(['file tag', 'typed', 'scale bar', 'none']);
export type CalibrationSource = z.infer<typeof CalibrationSource>;

/**
 * What one pixel of an image is. `space` real: `x`, `y` in nm a pixel. `space` reciprocal: in 1/nm a pixel, never shown
 * as a length. Both null when unknown. `suspect` lists in plain words why the value should be checked.
 */
export const Calibration = z.object({
  space: z.enum(['real', 'reciprocal']),
  x: z.number().positive().nullable(),
  y: z.number().positive().nullable(),
  source: CalibrationSource,
  suspect: z.array(z.string()),
});
export type Calibration = z.infer<typeof Calibration>;

export const uncalibrated: Calibration = Object.freeze({
  space: 'real',
  x: null,
  y: null,
  source: 'none',
  suspect: [],
}) as Calibration;

const lengths: Readonly<Record<string, number>> = {
  m: 1e9,
  cm: 1e7,
  mm: 1e6,
  um: 1e3,
  // micro sign and Greek mu
  '\u00b5m': 1e3,
  '\u03bcm': 1e3,
  micron: 1e3,
  microns: 1e3,
  micrometer: 1e3,
  nm: 1,
  nanometer: 1,
  // small and capital A-ring; the Angstrom sign U+212B is folded to U+00C5 by NFC below
  '\u00e5': 0.1,
  '\u00c5': 0.1,
  a: 0.1,
  angstrom: 0.1,
  angstroms: 0.1,
  pm: 1e-3,
  inch: 2.54e7,
};

/** nm in one of `units` (a length such as "µm"), or null when it is not a length. */
export function nanometresPer(units: string): number | null {
  const plain = units
    .normalize('NFC')
    .trim()
    .replace(/^\[|\]$/g, '');
  return lengths[plain] ?? lengths[plain.toLowerCase()] ?? null;
}

/** 1/nm in one of `units` (such as "1/nm", "nm^-1", "1/Å"), or null when it is not a reciprocal length. */
export function reciprocalNanometresPer(units: string): number | null {
  const plain = units.trim();
  const body = /^1\s*\/\s*(.+)$/.exec(plain)?.[1] ?? /^(.+?)\s*(?:\^\s*)?(?:-1|⁻¹)$/.exec(plain)?.[1];
  if (body === undefined) return null;
  const nm = nanometresPer(body);
  return nm === null ? null : 1 / nm;
}

/**
 * nm a pixel, or null when the image is uncalibrated or shows reciprocal space. For pixels that are not square the side
 * of the square pixel of equal area, so that areas stay right.
 */
export function pixelSizeOf(calibration: Calibration): number | null {
  if (calibration.space !== 'real' || calibration.x === null || calibration.y === null) return null;
  return calibration.x === calibration.y ? calibration.x : Math.sqrt(calibration.x * calibration.y);
}
