import { nanometresPer } from '../../domain/calibration.ts';
import type { Directory } from './directory.ts';
import { iniSections } from './ini.ts';
import { tags } from './page.ts';

/** Step and start of one side of an image, in `units`. */
export interface Side {
  readonly scale: number;
  readonly offset: number;
  readonly units: string;
}
/** The pixel as a file states it; null when it states none. */
export interface PixelSize {
  readonly x: Side;
  readonly y: Side;
}

/** What a microscope's own tags say of the pixel, in the order in which they are trusted. */
const readers: readonly ((directory: Directory) => PixelSize | null)[] = [
  fromDigitalMicrograph,
  fromFei,
  fromZeiss,
  fromOlympus,
  fromTescan,
  fromOme,
];

/** The pixel size from the first microscope tag that has one, or null. */
export function microscopePixelSize(directory: Directory): PixelSize | null {
  for (const read of readers) {
    const found = read(directory);
    if (found !== null) return found;
  }
  return null;
}

/** The same step on both sides, from the origin, where it is a sensible number. */
function square(scale: number, units: string): PixelSize | null {
  return sides(scale, scale, units);
}

function sides(x: number, y: number, units: string): PixelSize | null {
  if (!(x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y))) return null;
  return { x: { scale: x, offset: 0, units }, y: { scale: y, offset: 0, units } };
}

/** Gatan DigitalMicrograph: units 65003/65004, start 65006/65007, step 65009/65010 (x, y). */
function fromDigitalMicrograph(directory: Directory): PixelSize | null {
  const x = directory.number(65009, 0);
  const y = directory.number(65010, 0);
  const units = [directory.text(65003), directory.text(65004)];
  if (units[0] === '' || !(x > 0 && y > 0)) return null;
  return {
    x: { scale: x, offset: directory.number(65006, 0), units: units[0] },
    y: { scale: y, offset: directory.number(65007, 0), units: units[1] || units[0] },
  };
}

/** FEI and Thermo Fisher SEM: tag 34680 (SFEG) or 34682 (Helios), sections of "name=value", steps in m. */
function fromFei(directory: Directory): PixelSize | null {
  for (const tag of [34680, 34682]) {
    const sections = iniSections(directory.text(tag));
    for (const name of ['Scan', 'EScan', 'IScan']) {
      const { PixelWidth: width, PixelHeight: height } = sections[name] ?? {};
      const found = metres(Number(width), Number(height ?? width));
      if (found !== null) return found;
    }
  }
  return null;
}

/**
 * Zeiss SEM: tag 34118 (CZ_SEM), lines of names in capitals followed by "label = value unit"; without names, the fourth
 * line is the pixel in m.
 */
function fromZeiss(directory: Directory): PixelSize | null {
  const lines = directory.text(34118).split(/\r?\n/);
  for (const key of ['AP_IMAGE_PIXEL_SIZE', 'AP_PIXEL_SIZE']) {
    const at = lines.indexOf(key);
    const value = /=\s*([\d.eE+-]+)\s*(\S+)/.exec(at < 0 ? '' : (lines[at + 1] ?? ''));
    if (value === null || nanometresPer(value[2]) === null) continue;
    const found = square(Number(value[1]), value[2]);
    if (found !== null) return found;
  }
  const bare = Number(lines[3]);
  return bare > 0 && bare < 1e-3 ? metres(bare, bare) : null;
}

/** Olympus and EMSIS TEM cameras: tag 33560, a block "SIS0" that lists further blocks; the first kind has the pixel. */
function fromOlympus(directory: Directory): PixelSize | null {
  const offset = directory.number(33560, 0);
  if (offset === 0) return null;
  const head = viewAt(directory, offset, 64);
  if (head === null || head.getUint32(0, false) !== 0x53495330) return null;
  const count = Math.min(head.getUint16(58, true), 64);
  const list = viewAt(directory, offset + 60, count * 8);
  for (let i = 0; list !== null && i < count; i++) {
    if (list.getUint16(i * 8, true) !== 1) continue;
    const block = viewAt(directory, list.getUint32(i * 8 + 4, true), 28);
    if (block === null) return null;
    const unit = 10 ** block.getInt16(10, true);
    return metres(block.getFloat64(12, true) * unit, block.getFloat64(20, true) * unit);
  }
  return null;
}

function viewAt(directory: Directory, offset: number, length: number): DataView | null {
  const bytes = directory.source.read(offset, length);
  return bytes.length < length ? null : new DataView(bytes.buffer, bytes.byteOffset, length);
}

/** Tescan SEM: tag 50431, lines "PixelSizeX=..." in m, after a short binary head. */
function fromTescan(directory: Directory): PixelSize | null {
  const bytes = directory.bytes(50431);
  if (bytes.length === 0) return null;
  const text = String.fromCharCode(...bytes.subarray(0, 32_768));
  const x = /PixelSizeX=([\d.eE+-]+)/.exec(text)?.[1];
  const y = /PixelSizeY=([\d.eE+-]+)/.exec(text)?.[1];
  return metres(Number(x), Number(y ?? x));
}

/** OME-XML in the description: PhysicalSizeX and its unit (µm unless said). */
function fromOme(directory: Directory): PixelSize | null {
  const pixels = omePixels(directory.text(tags.description));
  const x = Number(pixels['PhysicalSizeX']);
  const y = Number(pixels['PhysicalSizeY'] ?? pixels['PhysicalSizeX']);
  return sides(x, y, pixels['PhysicalSizeXUnit'] ?? 'µm');
}

/** The attributes of the first `Pixels` element of an OME-XML text; {} for any other text. */
export function omePixels(text: string): Readonly<Record<string, string>> {
  if (!text.includes('<OME')) return {};
  const element = /<(?:\w+:)?Pixels\b([^>]*)>/.exec(text)?.[1] ?? '';
  return Object.fromEntries(Array.from(element.matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g), (m) => [m[1], m[2]]));
}

/** A pixel given in m, in nm or µm as people would say it. */
function metres(x: number, y: number): PixelSize | null {
  const unit = x < 1e-6 ? { factor: 1e9, name: 'nm' } : { factor: 1e6, name: 'µm' };
  return sides(x * unit.factor, y * unit.factor, unit.name);
}

/** Pixels an inch above which a resolution is no printer's, scanner's or screen's. */
const densestPaper = 9600;

/**
 * XResolution and YResolution with their unit, where they can mean the specimen: 72, 96, 150, 300 ... pixels an inch
 * are paper and are left out.
 */
export function resolutionPixelSize(directory: Directory): PixelSize | null {
  const unit = directory.number(tags.resolutionUnit, 2);
  // the unit, in inches
  const inches = unit === 2 ? 1 : unit === 3 ? 1 / 2.54 : 0;
  const x = directory.inverse(tags.xResolution);
  const y = directory.has(tags.yResolution) ? directory.inverse(tags.yResolution) : x;
  if (inches === 0 || !(x > 0 && y > 0) || Math.max(x, y) * inches * densestPaper >= 1) return null;
  return metres(0.0254 * inches * x, 0.0254 * inches * y);
}
