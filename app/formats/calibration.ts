import type { AcquiredImage } from '../domain/acquisition.ts';
import { type Axis, type Calibration, nanometresPer, reciprocalNanometresPer } from '../domain/calibration.ts';

/** nm a pixel that electron microscopes reach. */
const smallestPixel = 1e-3;
const largestPixel = 1e5;
/** 1/nm a pixel: a pattern from 0.1 nm to 10 mm wide fields. */
const smallestStep = 1e-7;
const largestStep = 1e2;
/** Sides of a pixel may differ that much, as a fraction, before it is said. */
const squareWithin = 0.01;
const nanometresPerInch = 2.54e7;
/** What programs write when they mean paper or screen, pixels an inch. */
const printerResolutions = [72, 96, 100, 150, 180, 200, 240, 300, 350, 400, 600, 720, 1200, 2400, 4800];

type Space = Calibration['space'];
interface PixelSide {
  readonly space: Space;
  readonly size: number;
}

/**
 * What one pixel of `image` is, in nm or 1/nm, from its last two axes; with the reasons why somebody should look at the
 * value, in plain words. A side the file leaves open takes the size of the other one, and that is said.
 */
export function calibrationOf(image: AcquiredImage): Calibration {
  const [y, x] = image.axes.slice(-2);
  const suspect: string[] = [];
  const sideX = sideOf(x, suspect);
  const sideY = sideOf(y, suspect);
  const known = sideX ?? sideY;
  if (known === null) return { space: 'real', x: null, y: null, source: 'none', suspect: [...new Set(suspect)] };
  if (sideX === null || sideY === null)
    suspect.push('only one side of the pixel is calibrated; the other is taken equal');
  const mixed = sideX !== null && sideY !== null && sideX.space !== sideY.space;
  if (mixed) {
    suspect.push('one axis is a length and the other a reciprocal length');
    return { space: 'real', x: null, y: null, source: 'none', suspect };
  }
  const calibration = { space: known.space, x: (sideX ?? known).size, y: (sideY ?? known).size };
  suspect.push(...doubts(calibration, image));
  const source = image.calibrationSource === 'none' ? 'file tag' : image.calibrationSource;
  return { ...calibration, source, suspect: [...new Set(suspect)] };
}

/** One side of a pixel, or null when its axis says nothing that is a length. */
function sideOf(axis: Axis | undefined, suspect: string[]): PixelSide | null {
  if (axis === undefined || axis.scale === null) return null;
  const { scale, units } = axis;
  if (units.trim() === '' || /^(px|pixels?)$/i.test(units.trim())) {
    suspect.push(scale === 1 ? 'the file says 1 without a unit' : `the file says ${brief(scale)} without a unit`);
    return null;
  }
  const metres = nanometresPer(units);
  const reciprocal = metres === null ? reciprocalNanometresPer(units) : null;
  const factor = metres ?? reciprocal;
  const size = Math.abs(scale) * (factor ?? 0);
  if (factor === null || !(size > 0 && Number.isFinite(size))) {
    suspect.push(`the file's unit "${units}" is no length`);
    return null;
  }
  if (scale < 0) suspect.push('the file gives a negative pixel size; its magnitude is used');
  return { space: metres === null ? 'reciprocal' : 'real', size };
}

function doubts(pixel: { space: Space; x: number; y: number }, image: AcquiredImage): string[] {
  const found: string[] = [];
  const { space, x, y } = pixel;
  const unit = space === 'real' ? 'nm' : '1/nm';
  if (Math.abs(x - y) > squareWithin * Math.max(x, y))
    found.push(`pixels are not square: ${brief(x)} ${unit} wide, ${brief(y)} ${unit} high`);
  const [least, most] = space === 'real' ? [smallestPixel, largestPixel] : [smallestStep, largestStep];
  if (Math.min(x, y) < least || Math.max(x, y) > most)
    found.push(`${brief(x)} ${unit} a pixel is outside what electron microscopes reach`);
  if (space === 'real' && looksPrinted(x)) {
    const dpi = Math.round(nanometresPerInch / x);
    found.push(`${dpi} pixels an inch is a printer's or a screen's resolution, not a microscope's`);
  }
  const xAxis = image.axes[image.axes.length - 1];
  if (xAxis.scale === 1 && /^(å|\u00c5|a|angstroms?)$/iu.test(xAxis.units.normalize('NFC')))
    found.push('exactly 1 Å a pixel is what programs write that know no pixel size');
  return found;
}

function looksPrinted(size: number): boolean {
  const dpi = nanometresPerInch / size;
  return printerResolutions.some((known) => Math.abs(dpi - known) < 0.005 * known);
}

/** A number as people say it: four digits. */
function brief(value: number): string {
  return String(Number(value.toPrecision(4)));
}
