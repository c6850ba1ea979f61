import { inflate } from '../compressed/zlib.ts';
import type { Filter } from './messages.ts';
import type { Store } from './store.ts';

const deflateFilter = 1;
const shuffleFilter = 2;
const checksumFilter = 3;
const lzfFilter = 32_000;
const known = [deflateFilter, shuffleFilter, checksumFilter, lzfFilter];

const names: Readonly<Record<number, string>> = {
  4: 'szip',
  5: 'n-bit',
  6: 'scale-offset',
  305: 'LZO',
  307: 'bzip2',
  32001: 'Blosc',
  32004: 'LZ4',
  32008: 'bitshuffle',
  32013: 'ZFP',
  32015: 'Zstandard',
  32026: 'Blosc2',
};
const checksumBytes = 4;

/** Throws `unsupported`, naming the packing, unless all filters are known. */
export function expectKnownFilters(store: Store, filters: readonly Filter[]): void {
  const strange = filters.find((filter) => !known.includes(filter.id));
  if (strange === undefined) return;
  throw store.unknown(`its data are packed with ${names[strange.id] ?? `filter ${strange.id}`}`);
}

/** Undoes the packing of a chunk, last step first; `length` bytes come out. `mask` marks steps that were left out. */
export function unpackChunk(
  store: Store,
  packed: Uint8Array<ArrayBuffer>,
  filters: readonly Filter[],
  mask: number,
  length: number,
): Uint8Array<ArrayBuffer> {
  const used = filters.filter((_, i) => (mask & (1 << i)) === 0);
  // a checksum that was added before packing is part of what unpacks
  const before = used.map((_, i) => length + checksumBytes * used.slice(0, i).filter(isChecksum).length);
  let bytes = packed;
  for (let i = used.length - 1; i >= 0; i--) bytes = undo(store, bytes, used[i], before[i]);
  if (bytes.length < length) throw store.damaged('a chunk in it is too short');
  return bytes.length === length ? bytes : bytes.slice(0, length);
}

function isChecksum(filter: Filter): boolean {
  return filter.id === checksumFilter;
}

function undo(store: Store, bytes: Uint8Array<ArrayBuffer>, filter: Filter, length: number): Uint8Array<ArrayBuffer> {
  switch (filter.id) {
    case deflateFilter:
      return inflate(store.source, bytes, length, 'data');
    case shuffleFilter:
      return unshuffle(bytes, filter.values[0] ?? 1);
    case checksumFilter:
      return checked(store, bytes);
    default:
      return unpackLzf(store, bytes, length);
  }
}

/** Shuffled: all first bytes of the values, then all second ones; what does not fill a value stays behind. */
function unshuffle(bytes: Uint8Array<ArrayBuffer>, width: number): Uint8Array<ArrayBuffer> {
  const count = Math.floor(bytes.length / width);
  if (width < 2 || count < 2) return bytes;
  const out = new Uint8Array(bytes.length);
  for (let part = 0; part < width; part++)
    for (let from = part * count, to = part, end = from + count; from < end; from++, to += width) out[to] = bytes[from];
  out.set(bytes.subarray(count * width), count * width);
  return out;
}

/** Fletcher's sum of 16-bit words (first byte high) in the last four bytes. */
function checked(store: Store, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const end = bytes.length - checksumBytes;
  if (end < 0) throw store.damaged('a chunk in it is too short');
  let a = 0;
  let b = 0;
  for (let i = 0; i < end; i += 2) {
    a = (a + bytes[i] * 256 + (i + 1 < end ? bytes[i + 1] : 0)) % 65_535;
    b = (b + a) % 65_535;
  }
  const stored = bytes[end] | (bytes[end + 1] << 8) | (bytes[end + 2] << 16) | (bytes[end + 3] << 24);
  // 0 and 65535 are one number to this sum
  const same = (x: number, y: number): boolean => x % 65_535 === y % 65_535;
  if (!same(stored & 0xffff, a) || !same(stored >>> 16, b)) throw store.damaged('a chunk in it fails its checksum');
  return bytes.slice(0, end);
}

/** LibLZF: runs of literals (up to 32), and copies of 3 to 264 bytes from up to 8192 back. */
function unpackLzf(store: Store, bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(length);
  let at = 0;
  let made = 0;
  while (at < bytes.length && made < length) {
    const control = bytes[at++];
    if (control < 32) {
      const run = Math.min(control + 1, length - made, bytes.length - at);
      out.set(bytes.subarray(at, at + run), made);
      at += control + 1;
      made += run;
      continue;
    }
    let count = control >> 5;
    if (count === 7) count += bytes[at++] ?? 0;
    const from = made - ((control & 31) << 8) - (bytes[at++] ?? 0) - 1;
    if (from < 0) throw store.damaged('a chunk in it is packed wrongly');
    const end = Math.min(length, made + count + 2);
    for (let i = from; made < end; i++) out[made++] = out[i];
  }
  if (made < length) throw store.damaged('a chunk in it is too short');
  return out;
}
