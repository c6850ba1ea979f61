import { zipSync } from 'fflate';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, malformed, readBytes, truncated, unsupported } from '../byte-reader.ts';
import { deflateRatio, expectUnpacks } from '../unpacked.ts';
import { Inflater } from './inflate.ts';

/** A file inside a ZIP archive; unpacked when it is read. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  /** Throws `Failure` truncated, malformed, unsupported, too-large. */
  read(): Uint8Array<ArrayBuffer>;
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const endBytes = 22;
/** An archive's comment is at most 65,535 bytes, so its end is found near the file's. */
const searchBytes = endBytes + 65_535;
const encrypted = 1;

/** Whether bytes begin as a ZIP archive does. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

/**
 * The files of a ZIP archive (PKWARE's application note; stored or deflated, under 4 GB), in the order of its directory. Folders are
 * left out. Throws `Failure` truncated or malformed.
 */
export function zipEntries(source: ByteSource): ZipEntry[] {
  const start = Math.max(0, source.size - searchBytes);
  const tail = readBytes(source, start, source.size - start, 'directory');
  const view = new DataView(tail.buffer, tail.byteOffset, tail.length);
  let end = tail.length - endBytes;
  while (end >= 0 && view.getUint32(end, true) !== endMark) end--;
  if (end < 0) throw truncated(source, 'directory');
  const count = view.getUint16(end + 10, true);
  const reader = new ByteReader(source, true, 0);
  reader.seek(view.getUint32(end + 16, true));
  const entries: ZipEntry[] = [];
  for (let i = 0; i < count; i++) {
    const entry = readEntry(source, reader);
    if (!entry.name.endsWith('/')) entries.push(entry);
  }
  return entries;
}

function readEntry(source: ByteSource, reader: ByteReader): ZipEntry {
  if (reader.u32() !== entryMark) throw malformed(source, 'its directory is broken');
  reader.skip(4);
  const flags = reader.u16();
  const method = reader.u16();
  reader.skip(8);
  const packed = reader.u32();
  const size = reader.u32();
  const [nameBytes, extraBytes, commentBytes] = [reader.u16(), reader.u16(), reader.u16()];
  reader.skip(8);
  const at = reader.u32();
  const name = new TextDecoder().decode(reader.bytes(nameBytes));
  reader.skip(extraBytes + commentBytes);
  return { name, size, read: () => unpack(source, { name, flags, method, packed, size, at }) };
}

interface Packed {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

function unpack(source: ByteSource, { name, flags, method, packed, size, at }: Packed): Uint8Array<ArrayBuffer> {
  if ((flags & encrypted) !== 0) throw unsupported(source, `${name} is encrypted`, 'Pack it without a password.');
  const head = new ByteReader(source, true, 0);
  head.seek(at);
  head.skip(26);
  const skipped = head.u16() + head.u16();
  const bytes = readBytes(source, at + 30 + skipped, packed, name);
  if (method === 0) return bytes;
  if (method !== 8)
    throw unsupported(source, `${name} is packed by method ${method}`, 'Pack it anew as an ordinary ZIP archive.');
  expectUnpacks(source, packed, size, deflateRatio);
  const out = new Uint8Array(size);
  const stream = new Inflater(bytes, 0, out);
  if (stream.run() !== 'done' || stream.made !== size) throw malformed(source, `${name} can't be unpacked`);
  return out;
}

/** The oldest date that ZIP can tell: equal content makes equal bytes. */
const noDate = new Date(1980, 0, 1);

/** Files as a ZIP archive, deflated, in their order. Names must differ. Throws `Failure` invalid-input. */
export function writeZip(
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Uint8Array<ArrayBuffer> {
  const tree = Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]));
  if (Object.keys(tree).length !== files.length || files.length > 65_535)
    throw new Failure(
      'invalid-input',
      files.length > 65_535
        ? `A ZIP archive holds no ${files.length} files.`
        : 'Two files of an archive have one name.',
      'Export fewer particles into one file.',
    );
  return zipSync(tree, { level: 6, mtime: noDate });
}
