import type { Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, malformed } from '../byte-reader.ts';

/** An array of a tag, left in the file. `type` is the code of its elements, 0 when they are structures or arrays. */
export interface TagArray {
  readonly kind: 'array';
  readonly type: number;
  readonly offset: number;
  readonly count: number;
  readonly bytes: number;
}
export interface TagGroup {
  readonly kind: 'group';
  /** In file order; a tag without a name is known by its place: '0', '1', ... */
  readonly tags: ReadonlyMap<string, Tag>;
}
export type Tag = TagGroup | TagArray | number | boolean | string | readonly number[];

/** A whole DM3 or DM4 file but its arrays. */
export interface TagTree {
  readonly version: 3 | 4;
  /** Byte order of values; the tree itself is big-endian always. */
  readonly littleEndian: boolean;
  readonly root: TagGroup;
}

const groupMark = 20;
const valueMark = 21;
const deepest = 64;
/** Files of microscopes have some ten thousand. */
const mostTags = 200_000;
/** Longer texts and arrays stay in the file. */
const longestText = 65_536;
const longestList = 256;

const simpleBytes: Readonly<Record<number, number>> = {
  2: 2,
  3: 4,
  4: 2,
  5: 4,
  6: 4,
  7: 8,
  8: 1,
  9: 1,
  10: 1,
  11: 8,
  12: 8,
};
const structType = 15;
const textType = 18;
const arrayType = 20;

/**
 * Reads the tag tree of a Gatan DM3 or DM4 file: groups of named tags, each tag a value with its own type description.
 * Throws `truncated` and `malformed`; nesting and number of tags are bounded.
 */
export function readTags(source: ByteSource): TagTree {
  const reader = new ByteReader(source, false);
  const version = reader.u32();
  if (version !== 3 && version !== 4) throw malformed(source, `it is DigitalMicrograph version ${version}, not 3 or 4`);
  if (version === 3) reader.u32();
  else reader.u64();
  const order = reader.u32();
  if (order > 1) throw malformed(source, `its byte order mark is ${order}`);
  const parser: Parser = { reader, wide: version === 4, littleEndian: order === 1, tags: 0 };
  return { version, littleEndian: order === 1, root: readGroup(parser, 0) };
}

interface Parser {
  readonly reader: ByteReader;
  /** DM4: counts and type descriptions take 8 bytes. */
  readonly wide: boolean;
  readonly littleEndian: boolean;
  tags: number;
}

function count(parser: Parser): number {
  return parser.wide ? parser.reader.u64() : parser.reader.u32();
}

function readGroup(parser: Parser, depth: number): TagGroup {
  const { reader } = parser;
  if (depth > deepest) throw malformed(reader.source, `its tags nest deeper than ${deepest} levels`);
  reader.skip(2);
  const length = count(parser);
  const tags = new Map<string, Tag>();
  for (let i = 0; i < length; i++) {
    if (++parser.tags > mostTags) throw malformed(reader.source, `it has more than ${mostTags} tags`);
    const mark = reader.u8();
    if (mark === 0) break;
    const label = reader.latin1(reader.u16());
    if (parser.wide) reader.skip(8);
    if (mark !== groupMark && mark !== valueMark)
      throw malformed(reader.source, `tag ${i + 1} of a group starts with ${mark}`);
    const tag = mark === groupMark ? readGroup(parser, depth + 1) : readValue(parser, label === 'Data');
    tags.set(freeName(tags, label === '' ? String(i) : label), tag);
  }
  return { kind: 'group', tags };
}

function freeName(taken: ReadonlyMap<string, Tag>, name: string): string {
  if (!taken.has(name)) return name;
  return `${name} (${taken.size})`;
}

/** `stays`: an array of pixels is not read, however short. */
function readValue(parser: Parser, stays: boolean): Tag {
  const { reader } = parser;
  if (reader.u32() !== 0x25_25_25_25) throw malformed(reader.source, 'a tag lacks its %%%% mark');
  const length = count(parser);
  if (length < 1 || length > 4096) throw malformed(reader.source, `a tag describes its type in ${length} numbers`);
  const description: number[] = [];
  for (let i = 0; i < length; i++) description.push(count(parser));
  const shape = describe(parser, description, 0, 0);
  reader.littleEndian = parser.littleEndian;
  const tag = readShape(parser, shape, stays);
  reader.littleEndian = false;
  return tag;
}

/** What a type description says: `size` in bytes, `next` the index after it. */
interface Shape {
  readonly type: number;
  readonly size: number;
  readonly next: number;
  readonly fields: readonly Shape[];
  readonly count: number;
}

/** A type description is a list of numbers: a code, and for structures, texts and arrays what they are made of. */
function describe(parser: Parser, numbers: readonly number[], at: number, depth: number): Shape {
  const type = numbers[at];
  const source = parser.reader.source;
  if (type === undefined || depth > 8) throw malformed(source, 'a type description is incomplete');
  const simple = simpleBytes[type];
  if (simple !== undefined) return { type, size: simple, next: at + 1, fields: [], count: 1 };
  if (type === structType) {
    const length = numbers[at + 2] ?? 0;
    const fields: Shape[] = [];
    let next = at + 3;
    for (let i = 0; i < length; i++) {
      const field = describe(parser, numbers, next + 1, depth + 1);
      fields.push(field);
      next = field.next;
    }
    return { type, size: fields.reduce((sum, f) => sum + f.size, 0), next, fields, count: 1 };
  }
  if (type === textType) {
    const length = numbers[at + 1] ?? 0;
    return { type, size: 2 * length, next: at + 2, fields: [], count: length };
  }
  if (type === arrayType) {
    const element = describe(parser, numbers, at + 1, depth + 1);
    const length = numbers[element.next];
    if (length === undefined) throw malformed(source, 'an array has no length');
    return { type, size: element.size * length, next: element.next + 1, fields: [element], count: length };
  }
  throw malformed(source, `a tag has the unknown type ${type}`);
}

function readShape(parser: Parser, shape: Shape, stays: boolean): Tag {
  const { reader } = parser;
  if (shape.type === structType) return shape.fields.map((f) => Number(readShape(parser, f, false)));
  if (shape.type === textType) return text(parser, shape.count);
  if (shape.type !== arrayType) return readSimple(reader, shape.type);
  const element = shape.fields[0];
  const simple = simpleBytes[element.type] !== undefined;
  // DigitalMicrograph writes texts as arrays of 16-bit characters
  if (element.type === 4 && shape.count <= longestText && !stays) return text(parser, shape.count);
  if (simple && shape.count <= longestList && !stays)
    return Array.from({ length: shape.count }, () => Number(readSimple(reader, element.type)));
  const offset = reader.position;
  reader.skip(shape.size);
  return { kind: 'array', type: simple ? element.type : 0, offset, count: shape.count, bytes: shape.size };
}

function text(parser: Parser, length: number): string {
  const bytes = parser.reader.bytes(2 * length);
  return new TextDecoder(parser.littleEndian ? 'utf-16le' : 'utf-16be').decode(bytes);
}

function readSimple(reader: ByteReader, type: number): number | boolean {
  switch (type) {
    case 2:
      return reader.i16();
    case 3:
      return reader.i32();
    case 4:
      return reader.u16();
    case 5:
      return reader.u32();
    case 6:
      return reader.f32();
    case 7:
      return reader.f64();
    case 8:
      return reader.u8() !== 0;
    case 9:
      return reader.i8();
    case 10:
      return reader.u8();
    case 11:
      return reader.i64();
    default:
      return reader.u64();
  }
}

/** The tag at a path of names, or undefined. */
export function tagAt(tag: Tag | undefined, ...path: readonly string[]): Tag | undefined {
  let here = tag;
  for (const name of path) here = isGroup(here) ? here.tags.get(name) : undefined;
  return here;
}
export function isGroup(tag: Tag | undefined): tag is TagGroup {
  return typeof tag === 'object' && 'kind' in tag && tag.kind === 'group';
}
export function isArray(tag: Tag | undefined): tag is TagArray {
  return typeof tag === 'object' && 'kind' in tag && tag.kind === 'array';
}
export function numberAt(tag: Tag | undefined, ...path: readonly string[]): number | undefined {
  const value = tagAt(tag, ...path);
  return typeof value === 'number' ? value : undefined;
}
export function textAt(tag: Tag | undefined, ...path: readonly string[]): string {
  const value = tagAt(tag, ...path);
  return typeof value === 'string' ? value : '';
}

/** Tags as metadata, word for word; an array left in the file is named by its length. */
export function metadataOf(group: TagGroup): Metadata {
  return Object.fromEntries(Array.from(group.tags, ([name, tag]) => [name, plainValue(tag)]));
}

function plainValue(tag: Tag): Metadata[string] {
  if (isGroup(tag)) return metadataOf(tag);
  if (isArray(tag)) return `array of ${tag.count} values, ${tag.bytes} bytes`;
  return tag;
}
