import type { ByteSource } from '../../ports/byte-source.ts';
import { latin1, malformed, readBytes } from '../byte-reader.ts';

/** Bytes of one value of each TIFF field type (TIFF 6.0 and BigTIFF). */
const fieldBytes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its values stand in the file. */
  readonly offset: number;
}

/** Bytes of a tag's text that are kept; some programs write whole reports. */
const mostText = 4 << 20;
/** Entries of all directories together: a million-page stack is no file that anybody has. */
const mostEntries = 4_000_000;
const mostEntriesEach = 4096;

/** One image file directory: the tags of a page. Values are read when asked for. */
export class Directory {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  private readonly fields: ReadonlyMap<number, Field>;
  constructor(source: ByteSource, littleEndian: boolean, fields: ReadonlyMap<number, Field>) {
    this.source = source;
    this.littleEndian = littleEndian;
    this.fields = fields;
  }

  has(tag: number): boolean {
    return this.fields.has(tag);
  }

  /** The first value of a numeric tag, or `otherwise`. */
  number(tag: number, otherwise: number): number {
    return this.list(tag, 1)[0] ?? otherwise;
  }

  /** 1 over the first value of a tag, exactly as its fraction says; 0 when it has none. */
  inverse(tag: number): number {
    const field = this.fields.get(tag);
    if (field?.type !== 5) return 1 / this.number(tag, Number.POSITIVE_INFINITY);
    const view = viewOf(readBytes(this.source, field.offset, 8, `tag ${tag}`));
    const numerator = view.getUint32(0, this.littleEndian);
    return numerator === 0 ? 0 : view.getUint32(4, this.littleEndian) / numerator;
  }

  /** Up to `most` values of a numeric tag; [] when it is missing or no number. */
  list(tag: number, most = Number.POSITIVE_INFINITY): readonly number[] {
    const field = this.fields.get(tag);
    const size = field === undefined ? undefined : fieldBytes[field.type];
    if (field === undefined || size === undefined || field.type === 2) return [];
    const count = Math.min(field.count, most);
    const bytes = readBytes(this.source, field.offset, count * size, `tag ${tag}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const values: number[] = [];
    for (let i = 0; i < count; i++) values.push(valueAt(view, i * size, field.type, this.littleEndian));
    return values;
  }

  /** A text tag (also one declared as bytes), up to its first NUL; '' when it is missing. */
  text(tag: number): string {
    const bytes = this.bytes(tag);
    const end = bytes.indexOf(0);
    return textOf(end < 0 ? bytes : bytes.subarray(0, end));
  }

  /** The raw bytes of a tag; empty when it is missing. */
  bytes(tag: number): Uint8Array<ArrayBuffer> {
    const field = this.fields.get(tag);
    const size = field === undefined ? undefined : fieldBytes[field.type];
    if (field === undefined || size === undefined) return new Uint8Array(0);
    return readBytes(this.source, field.offset, Math.min(field.count * size, mostText), `tag ${tag}`);
  }
}

/** Text as UTF-8 where it is that, else as Latin-1 (older programs write "µm" so). */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return latin1(bytes);
  }
}

function valueAt(view: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, little);
    case 4:
    case 13:
      return view.getUint32(at, little);
    case 5:
      return view.getUint32(at, little) / view.getUint32(at + 4, little);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, little);
    case 9:
      return view.getInt32(at, little);
    case 10:
      return view.getInt32(at, little) / view.getInt32(at + 4, little);
    case 11:
      return view.getFloat32(at, little);
    case 12:
      return view.getFloat64(at, little);
    case 16:
    case 18:
      return Number(view.getBigUint64(at, little));
    case 17:
      return Number(view.getBigInt64(at, little));
    default:
      return view.getUint8(at);
  }
}

/** Whether bytes start a TIFF or BigTIFF, of either byte order. */
export function isTiff(head: Uint8Array): boolean {
  const little = head[0] === 0x49 && head[1] === 0x49;
  const big = head[0] === 0x4d && head[1] === 0x4d;
  const version = little ? head[2] | (head[3] << 8) : (head[2] << 8) | head[3];
  return (little || big) && (version === 42 || version === 43);
}

/** All directories of the main chain, in file order. Throws `truncated` or `malformed`. */
export function readDirectories(source: ByteSource): readonly Directory[] {
  const head = readBytes(source, 0, Math.min(16, Math.max(8, source.size)), 'header');
  if (!isTiff(head)) throw malformed(source, 'it does not start as a TIFF');
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const little = head[0] === 0x49;
  const big = view.getUint16(2, little) === 43;
  if (big && head.length < 16) throw malformed(source, 'its BigTIFF header is cut short');
  const layout: Layout = { little, big };
  let offset = big ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little);
  const found: Directory[] = [];
  const seen = new Set<number>();
  let entries = 0;
  while (offset !== 0) {
    if (seen.has(offset)) throw malformed(source, 'its pages form a circle');
    seen.add(offset);
    const { fields, next, count } = readDirectory(source, offset, layout);
    entries += count;
    if (entries > mostEntries) throw malformed(source, 'its directories have no end');
    found.push(new Directory(source, little, fields));
    offset = next;
  }
  if (found.length === 0) throw malformed(source, 'it has no page');
  return found;
}

interface Layout {
  readonly little: boolean;
  readonly big: boolean;
}

function readDirectory(
  source: ByteSource,
  offset: number,
  { little, big }: Layout,
): { readonly fields: Map<number, Field>; readonly next: number; readonly count: number } {
  const countBytes = big ? 8 : 2;
  const wordBytes = big ? 8 : 4;
  const entryBytes = big ? 20 : 12;
  const start = viewOf(readBytes(source, offset, countBytes, 'page list'));
  const count = big ? Number(start.getBigUint64(0, little)) : start.getUint16(0, little);
  if (count > mostEntriesEach) throw malformed(source, `a page has ${count} tags`);
  const first = offset + countBytes;
  const view = viewOf(readBytes(source, first, count * entryBytes + wordBytes, 'page list'));
  const word = (at: number): number => (big ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const fields = new Map<number, Field>();
  for (let i = 0; i < count; i++) {
    const at = i * entryBytes;
    const type = view.getUint16(at + 2, little);
    const values = word(at + 4);
    const inside = values * (fieldBytes[type] ?? 1) <= wordBytes;
    const value = at + 4 + wordBytes;
    const tag = view.getUint16(at, little);
    if (!fields.has(tag)) fields.set(tag, { type, count: values, offset: inside ? first + value : word(value) });
  }
  return { fields, next: word(count * entryBytes), count };
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
