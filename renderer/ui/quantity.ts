// Numbers as people read them: units after a thin space, never more digits than the number deserves.
import type { Calibration } from '../../app/domain/calibration.ts';

export const thinSpace = '\u2009';

/** A value and the unit it is shown in. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** At most `digits` significant digits, without an exponent from 1e-4 up to 1e6, without trailing zeros. */
export function significant(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) {
    const [mantissa, exponent] = value.toExponential(digits - 1).split('e');
    return `${trimZeros(mantissa)}e${Number(exponent)}`;
  }
  if (size >= 10 ** digits) return Math.round(value).toString();
  return trimZeros(value.toPrecision(digits));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** A length given in nm, in the unit a microscopist would say it in. */
export function length(nm: number, digits = 4): Quantity {
  const size = Math.abs(nm);
  if (size >= 1e6) return { value: significant(nm / 1e6, digits), unit: 'mm' };
  if (size >= 1e3) return { value: significant(nm / 1e3, digits), unit: 'µm' };
  if (size !== 0 && size < 0.001) return { value: significant(nm * 1e3, digits), unit: 'pm' };
  return { value: significant(nm, digits), unit: 'nm' };
}

/** An area given in nm², in the unit a microscopist would say it in. */
export function area(nm2: number, digits = 3): Quantity {
  if (Math.abs(nm2) >= 1e6) return { value: significant(nm2 / 1e6, digits), unit: 'µm²' };
  return { value: significant(nm2, digits), unit: 'nm²' };
}

/** The area of pixels: nm² by their size, or px where it is not known. */
export function pixelArea({ space, x, y }: Calibration, pixels: number): Quantity {
  if (space !== 'real' || x === null || y === null) return { value: grouped(pixels), unit: 'px' };
  return area(pixels * x * y);
}

/** The size of a pixel as one or two quantities, or null when it is not known. Reciprocal space is never a length. */
export function pixelSize(calibration: Calibration): Quantity | null {
  const { space, x, y } = calibration;
  if (x === null || y === null) return null;
  if (space === 'reciprocal') {
    const value = x === y ? significant(x) : `${significant(x)} × ${significant(y)}`;
    return { value, unit: 'nm⁻¹' };
  }
  const first = length(x);
  if (x === y) return first;
  const scale = x / Number(first.value);
  return { value: `${first.value} × ${significant(y / scale)}`, unit: first.unit };
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** An integer with thin spaces between thousands, from five digits on. */
export function grouped(n: number): string {
  const text = Math.trunc(n).toString();
  return Math.abs(n) < 10_000 ? text : text.replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** Bytes in powers of 1000, as systems show file sizes now. */
export function bytes(n: number): Quantity {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = n;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return { value: unit === 0 || size >= 9.95 ? String(Math.round(size)) : size.toFixed(1), unit: units[unit] };
}

/** A duration in words: "8 s", "3 min", "1 h 20 min". */
export function duration(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s}${thinSpace}s`;
  const minutes = Math.round(s / 60);
  if (minutes < 60) return `${minutes}${thinSpace}min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)}${thinSpace}h${rest === 0 ? '' : ` ${rest}${thinSpace}min`}`;
}

/** How long ago an ISO time was: "just now", "5 min ago", "yesterday", or the date. */
export function ago(iso: string, now: number): string {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return '';
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes}${thinSpace}min ago`;
  if (minutes < 60 * 24) return `${Math.floor(minutes / 60)}${thinSpace}h ago`;
  const days = Math.floor(minutes / (60 * 24));
  if (days === 1) return 'yesterday';
  if (days < 7) return `${days} days ago`;
  return iso.slice(0, 10);
}

/** Local date and time to the minute, in a form that sorts: "2026-11-20 14:05"; empty when `iso` is no time. */
export function dateTime(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '';
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `path` as the system would find it from `folder`: made absolute, with its `..` steps taken. */
export function resolvePath(folder: string, path: string): string {
  if (/^([\\/]|[a-z]:)/i.test(path)) return path;
  const separator = folder.includes('\\') ? '\\' : '/';
  const parts = folder.split(/[\\/]/);
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join(separator);
}

/** The last part of a path, and the folder before it. */
export function splitPath(path: string): { readonly folder: string; readonly name: string } {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return { folder: path.slice(0, Math.max(0, at)), name: path.slice(at + 1) };
}
