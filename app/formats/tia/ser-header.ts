import type { Metadata } from '../../domain/acquisition.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { ByteReader, expectBytes, malformed } from '../byte-reader.ts';

/** One way in which the elements of a series are ordered. value = offset + (index - element) * delta. */
export interface SerDimension {
  readonly size: number;
  readonly offset: number;
  readonly delta: number;
  readonly element: number;
  readonly description: string;
  readonly units: string;
}

export interface SerHeader {
  readonly dataType: 'image' | 'spectrum';
  /** Where each valid element starts. */
  readonly elements: readonly number[];
  /** Fastest first. */
  readonly dimensions: readonly SerDimension[];
  readonly metadata: Metadata;
}

const dataTypes: Readonly<Record<number, SerHeader['dataType']>> = { 16672: 'spectrum', 16674: 'image' };

/** Version 0x220 has 8-byte offsets, 0x210 and before 4-byte ones. */
const wideFrom = 0x220;

/** Reads a TIA series header with its table of offsets. Throws `truncated`, `malformed`. */
export function readSerHeader(source: ByteSource): SerHeader {
  const reader = new ByteReader(source, true);
  if (reader.u16() !== 0x4949 || reader.u16() !== 0x0197) throw malformed(source, 'it does not start as a TIA series');
  const version = reader.u16();
  const dataType = dataTypes[reader.u32()];
  if (dataType === undefined) throw malformed(source, 'it says neither image nor spectrum');
  const tagType = reader.u32();
  const total = reader.u32();
  const valid = reader.u32();
  const wide = version >= wideFrom;
  const table = wide ? reader.u64() : reader.u32();
  const count = reader.u32();
  if (count > 8) throw malformed(source, `it claims ${count} dimensions`);
  const dimensions = Array.from({ length: count }, () => dimension(source, reader));
  if (valid > total) throw malformed(source, `it claims ${valid} valid elements of ${total}`);
  if (valid === 0) throw malformed(source, 'its acquisition was stopped before the first image');
  expectBytes(source, table, valid * (wide ? 8 : 4), 'table of images');
  reader.seek(table);
  const elements = Array.from({ length: valid }, () => (wide ? reader.u64() : reader.u32()));
  for (const offset of elements) expectBytes(source, offset, 1, 'images');
  const metadata: Metadata = {
    version: `0x${version.toString(16)}`,
    'tag type': `0x${tagType.toString(16)}`,
    'total elements': total,
    'valid elements': valid,
    dimensions: Object.fromEntries(dimensions.map((d, i) => [String(i + 1), { ...d }])),
  };
  return { dataType, elements, dimensions, metadata };
}

function dimension(source: ByteSource, reader: ByteReader): SerDimension {
  const size = reader.u32();
  const offset = reader.f64();
  const delta = reader.f64();
  const element = reader.u32();
  const text = () => {
    const length = reader.u32();
    if (length > 1024) throw malformed(source, `a text of its header claims ${length} characters`);
    return reader.latin1(length);
  };
  const description = text();
  return { size, offset, delta, element, description, units: text() };
}
