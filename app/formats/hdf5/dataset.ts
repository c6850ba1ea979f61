import { truncated } from '../byte-reader.ts';
import { deflateRatio, expectUnpacks } from '../unpacked.ts';
import { copyBox, steps } from './box.ts';
import { chunkFinder, type FindChunk } from './chunks.ts';
import type { StoredType } from './datatype.ts';
import { expectKnownFilters, unpackChunk } from './filters.ts';
import {
  type Dataspace,
  datatypeOf,
  type Filter,
  fillOf,
  type Layout,
  readDataspace,
  readFilters,
  readLayout,
} from './messages.ts';
import { type Message, message } from './object-header.ts';
import { type Pixel, pixelOf } from './pixel.ts';
import { Cursor, type Store } from './store.ts';

/** Bytes read at once from data that lie in one piece, where only parts of them are wanted. */
const mostSpan = 32e6;
/** A file can list no more chunks than it has room for; some may be missing from small ones. */
const leastChunks = 4096;
const bytesPerChunkEntry = 8;
/** Pieces of structure that finding one chunk may need. */
const blocksPerChunk = 16;
const blocksToStart = 100_000;
/** Chunks kept unpacked because frames share them, bytes. */
const mostKept = 48e6;
/** How many times its file a dataset without packing may be, thanks to chunks that were never written. */
const sparsest = 16;

type ChunkedLayout = Extract<Layout, { kind: 'chunked' }>;

/** A dataset: described when made, its values read box by box. */
export class Dataset {
  readonly path: string;
  /** Slowest axis first; [] for a single value. */
  readonly shape: readonly number[];
  readonly type: StoredType;
  /** How its values become pixels, or null when they are not numbers. */
  readonly pixel: Pixel | null;
  private readonly store: Store;
  private readonly space: Dataspace;
  private readonly layout: Layout;
  private readonly filters: readonly Filter[];
  private readonly fill: Uint8Array | null;
  private find: FindChunk | null = null;
  private readonly kept = new Map<string, Uint8Array<ArrayBuffer>>();

  constructor(store: Store, path: string, messages: readonly Message[]) {
    const content = (type: number): Message | undefined => messages.find((m) => m.type === type);
    const [space, type, layout] = [content(message.dataspace), content(message.datatype), content(message.layout)];
    if (space === undefined || type === undefined || layout === undefined || space.shared || layout.shared)
      throw store.damaged(`${path} is described incompletely`);
    this.store = store;
    this.path = path;
    this.space = readDataspace(new Cursor(store, space.content));
    this.shape = this.space.shape ?? [0];
    this.type = datatypeOf(store, type.content, type.shared);
    this.pixel = pixelOf(this.type);
    this.layout = readLayout(new Cursor(store, layout.content), this.shape.length);
    const filters = content(message.filters);
    this.filters = filters === undefined || filters.shared ? [] : readFilters(new Cursor(store, filters.content));
    this.fill = fillOf(store, messages);
  }

  /** Sizes of the blocks in which it is stored, or null when it lies in one piece. */
  get chunk(): readonly number[] | null {
    return this.layout.kind === 'chunked' ? this.layout.chunk : null;
  }

  /**
   * The stored bytes of a box, C order: `start` and `count` one number an axis. Throws `truncated`, `malformed`,
   * `unsupported`, and refuses what the file can't hold before anything is allocated.
   */
  bytes(start: readonly number[], count: readonly number[]): Uint8Array<ArrayBuffer> {
    const { store, layout, type } = this;
    const length = count.reduce((n, c) => n * c, type.size);
    const inside = start.every((s, i) => s >= 0 && count[i] > 0 && s + count[i] <= this.shape[i]);
    if (!inside || !Number.isSafeInteger(length)) throw store.damaged(`${this.path} has no such part`);
    switch (layout.kind) {
      case 'compact':
        if (layout.values.length < length) throw truncated(store.source, `data of ${this.path}`);
        return this.gather(layout.values, 0, start, count);
      case 'contiguous': {
        const { address } = layout;
        if (address === null) return this.filled(length);
        if (length > store.left(address)) throw truncated(store.source, `data of ${this.path}`);
        return this.contiguous(address, start, count);
      }
      case 'chunked':
        return this.fromChunks(layout, start, count, length);
    }
  }

  /** A box of values that lie in one piece: one read where the box does too, else slice by slice along the first axis. */
  private contiguous(address: number, start: readonly number[], count: readonly number[]): Uint8Array<ArrayBuffer> {
    const width = this.type.size;
    const strides = steps(this.shape, width);
    const first = start.reduce((n, s, i) => n + s * strides[i], 0);
    const last = start.reduce((n, s, i) => n + (s + count[i] - 1) * strides[i], width);
    const length = count.reduce((n, c) => n * c, width);
    if (last - first === length) return this.store.bytes(address + first, length);
    const axis = count.findIndex((c) => c > 1);
    if (last - first <= mostSpan || axis < 0)
      return this.gather(this.store.bytes(address + first, last - first), first, start, count);
    const out = new Uint8Array(length);
    const one = count.map((c, i) => (i === axis ? 1 : c));
    for (let i = 0; i < count[axis]; i++) {
      const slice = this.contiguous(
        address,
        start.map((s, a) => (a === axis ? s + i : s)),
        one,
      );
      out.set(slice, i * slice.length);
    }
    return out;
  }

  /** The values of a box out of bytes that begin at byte `skipped` of the dataset. */
  private gather(
    from: Uint8Array,
    skipped: number,
    start: readonly number[],
    count: readonly number[],
  ): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(count.reduce((n, c) => n * c, this.type.size));
    if (count.length === 0) out.set(from.subarray(0, out.length));
    else
      copyBox(
        from,
        { shape: this.shape, start },
        out,
        { shape: count, start: count.map(() => 0) },
        count,
        this.type.size,
        skipped,
      );
    return out;
  }

  private fromChunks(
    layout: ChunkedLayout,
    start: readonly number[],
    count: readonly number[],
    length: number,
  ): Uint8Array<ArrayBuffer> {
    const { store, filters, type } = this;
    const { chunk } = layout;
    expectKnownFilters(store, filters);
    const packed = filters.length > 0;
    const chunkBytes = chunk.reduce((n, c) => n * c, type.size);
    const ratio = packed ? deflateRatio : sparsest;
    expectUnpacks(store.source, store.source.size, Math.max(length, chunkBytes), ratio);
    const first = start.map((s, i) => Math.floor(s / chunk[i]));
    const counts = start.map((s, i) => Math.floor((s + count[i] - 1) / chunk[i]) - first[i] + 1);
    const total = counts.reduce((n, c) => n * c, 1);
    if (total > Math.max(leastChunks, store.source.size / bytesPerChunkEntry))
      throw store.damaged(`${this.path} has more chunks than the file could list`);
    return store.within(blocksToStart + blocksPerChunk * total, () => {
      this.find ??= chunkFinder(store, layout.index, chunk, this.space, chunkBytes, packed);
      if (total === 1 && start.every((s, i) => s % chunk[i] === 0 && count[i] === chunk[i]))
        return this.readChunk(first, chunkBytes) ?? this.filled(length);
      const out = this.filled(length);
      const keep = total * chunkBytes > 2 * length && total * chunkBytes <= mostKept;
      for (let n = 0; n < total; n++) {
        const position = positionOf(n, counts).map((p, i) => p + first[i]);
        const values = keep ? this.keptChunk(position, chunkBytes) : this.readChunk(position, chunkBytes);
        if (values === null) continue;
        const from = position.map((p, i) => Math.max(start[i], p * chunk[i]));
        const size = position.map((p, i) => Math.min(start[i] + count[i], (p + 1) * chunk[i]) - from[i]);
        const inChunk = { shape: chunk, start: from.map((f, i) => f - position[i] * chunk[i]) };
        const inBox = { shape: count, start: from.map((f, i) => f - start[i]) };
        copyBox(values, inChunk, out, inBox, size, type.size);
      }
      return out;
    });
  }

  private readChunk(position: readonly number[], chunkBytes: number): Uint8Array<ArrayBuffer> | null {
    const { store, filters } = this;
    const entry = this.find?.(position) ?? null;
    if (entry === null) return null;
    const stored = filters.length > 0 ? (entry.length ?? chunkBytes) : chunkBytes;
    const packed = store.bytes(entry.address, stored);
    return filters.length > 0 ? unpackChunk(store, packed, filters, entry.mask, chunkBytes) : packed;
  }

  /** A chunk that holds more than is asked for: the next frame will want it too. */
  private keptChunk(position: readonly number[], chunkBytes: number): Uint8Array<ArrayBuffer> | null {
    const key = position.join();
    const known = this.kept.get(key);
    if (known) return known;
    const chunk = this.readChunk(position, chunkBytes);
    if ((this.kept.size + 1) * chunkBytes > mostKept) this.kept.clear();
    if (chunk !== null) this.kept.set(key, chunk);
    return chunk;
  }

  /** Bytes where nothing was written. */
  private filled(length: number): Uint8Array<ArrayBuffer> {
    expectUnpacks(this.store.source, this.store.source.size, length, deflateRatio);
    const out = new Uint8Array(length);
    const { fill } = this;
    if (fill !== null && fill.length === this.type.size && fill.some((byte) => byte !== 0))
      for (let at = 0; at < length; at += fill.length) out.set(fill, at);
    return out;
  }
}

/** Number along each axis of the `n`-th of `counts` things in C order. */
function positionOf(n: number, counts: readonly number[]): number[] {
  const position = counts.map(() => 0);
  let rest = n;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    position[axis] = rest % counts[axis];
    rest = Math.floor(rest / counts[axis]);
  }
  return position;
}
