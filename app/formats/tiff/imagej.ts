import type { Axis } from '../../domain/calibration.ts';
import { axis, bareAxis } from '../image.ts';
import type { Directory } from './directory.ts';
import { tags } from './page.ts';
import type { PixelSize } from './pixel-size.ts';

/** What ImageJ notes in a file's description: "ImageJ=1.54f", then "name=value" lines. */
export type ImageJ = Readonly<Record<string, string>>;

/** ImageJ's notes, or null for a file of another program. */
export function imageJOf(directory: Directory): ImageJ | null {
  const text = directory.text(tags.description);
  if (!text.startsWith('ImageJ=')) return null;
  const pairs = text.split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(pairs.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

/** Planes that ImageJ says the file has; they may all hang on one page. */
export function imageJCount(notes: ImageJ): number {
  const count = Number(notes['images'] ?? 1);
  return Number.isSafeInteger(count) && count > 0 ? count : 1;
}

/** The pixel in ImageJ's unit: XResolution is pixels a unit. Null when ImageJ knew no unit. */
export function imageJPixelSize(notes: ImageJ, directory: Directory): PixelSize | null {
  const units = unitOf(notes['unit'] ?? '');
  const x = directory.inverse(tags.xResolution);
  const y = directory.inverse(tags.yResolution);
  if (units === '' || !(x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y))) return null;
  const yUnits = unitOf(notes['yunit'] ?? '') || units;
  return { x: { scale: x, offset: 0, units }, y: { scale: y, offset: 0, units: yUnits } };
}

/**
 * The axes of a stack of `count` planes, slowest first: time, depth, channel, without those of one. One plain axis when
 * ImageJ's numbers do not multiply to the count. The depth step is in the unit of the pixel size, unless
 * ImageJ notes another (`zunit`).
 */
export function imageJStackAxes(notes: ImageJ, count: number): readonly Axis[] {
  const size = (name: string): number => Math.max(1, Number(notes[name] ?? 1) || 1);
  const [frames, slices, channels] = [size('frames'), size('slices'), size('channels')];
  const interval = Number(notes['finterval']) || 1 / Number(notes['fps']);
  const spacing = Number(notes['spacing']);
  const depthUnits = unitOf(notes['zunit'] ?? '') || unitOf(notes['unit'] ?? '');
  const axes = [
    Number.isFinite(interval) && interval > 0 ? axis('time', frames, interval, 0, 's') : bareAxis('time', frames),
    Number.isFinite(spacing) && spacing > 0 ? axis('z', slices, spacing, 0, depthUnits) : bareAxis('z', slices),
    bareAxis('channel', channels),
  ].filter((a) => a.size > 1);
  return frames * slices * channels === count ? axes : [bareAxis('frame', count)];
}

/** ImageJ escapes what is not ASCII ("\u00B5m") and says "micron"; pixels are no unit. */
function unitOf(text: string): string {
  const plain = text.replace(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  if (/^(micron|microns|um|µm|\u03bcm)$/i.test(plain)) return 'µm';
  return /^(pixels?|px)?$/i.test(plain) ? '' : plain;
}
