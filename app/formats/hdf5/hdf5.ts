import type { Metadata } from '../../domain/acquisition.ts';
import { Failure } from '../../domain/failure.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, unsupported } from '../byte-reader.ts';
import { PagedSource, placeLazyFile } from './lazy-file.ts';
import {
  type BoundedLibrary,
  discardLibrary,
  library,
  releaseLargeHeap,
  type StoredArray,
  type StoredType,
} from './library.ts';
import { decodeText, type Pixel, pixelOf } from './stored-type.ts';

/** A value that hangs on a group or dataset. */
export type AttributeValue = string | number | boolean | null | readonly (string | number)[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A dataset before its values are read. */
export interface DatasetInfo {
  readonly path: string;
  /** Slowest axis first; [] for a single value. */
  readonly shape: readonly number[];
  /** Sizes of the blocks in which it is stored (and compressed), or null when it lies in one piece. */
  readonly chunks: readonly number[] | null;
  /** How its values become pixels, or null when they are not numbers. */
  readonly pixel: Pixel | null;
}

const headroom = 48e6;
const mostAttributeBytes = 1e6;
const mostNames = 20_000;
/** A group with more datasets than this is a table (a colour map, a device mode), not worth showing. */
const mostListsInGroup = 40;
/** Deflate makes at most 1032 bytes of one. */
const mostInflation = 1032;

/**
 * An HDF5 file, read lazily: only what a question needs is fetched. The library's handle lives for one `use`, so that
 * nothing has to be closed later and a damaged file can't harm the next one.
 */
export class Hdf5 {
  readonly source: ByteSource;
  private readonly pages: PagedSource;
  constructor(source: ByteSource) {
    this.source = source;
    this.pages = new PagedSource(source);
  }

  /** Runs `read` on the open file. Throws `Failure` malformed when the library gives up on it. */
  async use<T>(read: (file: Hdf5File) => T): Promise<T> {
    const lib = await library();
    const placed = placeLazyFile(lib.FS, this.pages);
    let sound = false;
    try {
      lib.limitHeap(Math.max(lib.HEAPU8.length, headroom));
      const id = lib.open(placed.path, lib.H5F_ACC_RDONLY);
      if (id < 0n) throw malformed(this.source, 'its HDF5 structure does not open; it may be cut short');
      let result: T;
      try {
        result = read(new Hdf5File(lib, id, this.source));
      } catch (thrown) {
        if (thrown instanceof Failure) sound = lib.close_file(id) >= 0;
        throw thrown;
      }
      sound = lib.close_file(id) >= 0;
      if (placed.failure() !== undefined) throw placed.failure();
      return result;
    } catch (thrown) {
      const cause = placed.failure() ?? thrown;
      if (cause instanceof Failure) throw cause;
      throw malformed(this.source, 'its HDF5 structure contradicts itself');
    } finally {
      if (sound) {
        placed.remove();
        releaseLargeHeap(lib);
      } else discardLibrary();
    }
  }
}

/** An open HDF5 file. Valid inside `Hdf5.use` only. Paths start with '/'. */
export class Hdf5File {
  readonly source: ByteSource;
  private readonly lib: BoundedLibrary;
  private readonly id: bigint;
  constructor(lib: BoundedLibrary, id: bigint, source: ByteSource) {
    this.lib = lib;
    this.id = id;
    this.source = source;
  }

  kind(path: string): 'group' | 'dataset' | 'other' {
    if (path === '/') return 'group';
    const type = this.lib.get_type(this.id, path);
    return type === this.lib.H5G_GROUP ? 'group' : type === this.lib.H5G_DATASET ? 'dataset' : 'other';
  }

  /** Names in a group, in the file's order; [] for anything else. */
  names(path: string): readonly string[] {
    if (this.kind(path) !== 'group') return [];
    const names = this.lib.get_names(this.id, path, false);
    if (names.length > mostNames) throw malformed(this.source, `its group ${path} lists ${names.length} entries`);
    return names;
  }

  has(group: string, name: string): boolean {
    return this.names(group).includes(name);
  }

  /** Every attribute of a group or dataset whose value is text, a number or a short list of them. */
  attributes(path: string): Attributes {
    const found: Record<string, AttributeValue> = {};
    for (const name of this.lib.get_attribute_names(this.id, path)) found[name] = this.attribute(path, name);
    return found;
  }

  dataset(path: string): DatasetInfo {
    const stored = this.lib.get_dataset_metadata(this.id, path);
    return { path, shape: stored.shape ?? [], chunks: stored.chunks, pixel: pixelOf(stored) };
  }

  /**
   * The values of a box as stored bytes, C order, little endian: `offset` and `count` one number an axis.
   * Refuses boxes that the file can't hold, so that an absurd size costs nothing.
   */
  bytes(data: DatasetInfo, offset: readonly number[], count: readonly number[]): Uint8Array<ArrayBuffer> {
    const pixel = data.pixel;
    if (pixel === null) throw unsupported(this.source, `${data.path} holds no numbers`, 'Choose another file.');
    const length = count.reduce((n, size) => n * size, pixel.storedBytes);
    const chunkBytes = data.chunks === null ? 0 : data.chunks.reduce((n, size) => n * size, pixel.storedBytes);
    this.expectStored(data, Math.max(length, chunkBytes));
    this.lib.limitHeap(Math.max(this.lib.HEAPU8.length, headroom + 2 * length + 4 * chunkBytes));
    return this.borrow(length, (pointer) => {
      const status = this.lib.get_dataset_data(
        this.id,
        data.path,
        count.map(BigInt),
        offset.map(BigInt),
        count.map(() => 1n),
        BigInt(pointer),
      );
      if (status < 0)
        throw malformed(
          this.source,
          `the values of ${data.path} can't be read (cut short, or packed in an unknown way)`,
        );
      return this.lib.HEAPU8.slice(pointer, pointer + length);
    });
  }

  /** Throws `truncated` when the file is too small to hold `length` bytes of a dataset, however well it is packed. */
  expectStored(data: DatasetInfo, length: number): void {
    const most = data.chunks === null ? this.source.size : Math.max(1e6, this.source.size * mostInflation);
    if (length <= most) return;
    throw new Failure(
      'truncated',
      `${this.source.name} is too small (${this.source.size} bytes) for the ${length} bytes of ${data.path}.`,
      'Copy the file again from the microscope; this copy is incomplete.',
      this.source.name,
    );
  }

  /** All values of a small dataset as numbers (axes, look-up tables); [] when it is none or longer than `most`. */
  numbers(path: string, most = 65_536): readonly number[] {
    const data = this.dataset(path);
    const length = data.shape.reduce((n, size) => n * size, 1);
    if (data.pixel === null || data.pixel.elementType.startsWith('complex') || length > most) return [];
    const bytes = this.bytes(
      data,
      data.shape.map(() => 0),
      data.shape,
    );
    return Array.from(data.pixel.decode(bytes), Number);
  }

  /** A group's attributes and those of the groups in it, as a tree; short numeric datasets become lists. */
  tree(path: string, budget = { left: 3000 }, depth = 0): Metadata {
    const found: Record<string, Metadata[string]> = { ...this.attributes(path) };
    const names = this.names(path);
    for (const name of names) {
      budget.left -= 1;
      if (budget.left < 0 || depth > 16) break;
      const below = `${path}/${name}`;
      const kind = this.kind(below);
      if (kind === 'group') found[name] = this.tree(below, budget, depth + 1);
      else if (kind === 'dataset' && names.length <= mostListsInGroup) found[name] = this.numbers(below, 64);
    }
    return found;
  }

  private attribute(path: string, name: string): AttributeValue {
    const stored = this.lib.get_attribute_metadata(this.id, path, name);
    const length = stored.size * stored.total_size;
    if (stored.shape === null || !(length > 0 && length <= mostAttributeBytes)) return null;
    return this.borrow(length, (pointer) => {
      if (this.lib.get_attribute_data(this.id, path, name, BigInt(pointer)) < 0) return null;
      const values = this.attributeValues(stored, pointer, length);
      if (values === null) return null;
      return stored.shape?.length === 0 ? (values[0] ?? null) : (values as readonly (string | number)[]);
    });
  }

  private attributeValues(
    stored: StoredArray,
    pointer: number,
    length: number,
  ): readonly (string | number | boolean)[] | null {
    const bytes = this.lib.HEAPU8.slice(pointer, pointer + length);
    if (isText(stored)) {
      if (stored.vlen) return Array.from(new Uint32Array(bytes.buffer), (at) => this.textAt(at));
      return Array.from({ length: stored.total_size }, (_, i) =>
        decodeText(bytes.subarray(i * stored.size, (i + 1) * stored.size)),
      );
    }
    const pixel = pixelOf(stored);
    if (pixel === null || pixel.elementType === 'rgb8') return null;
    const values = Array.from(pixel.decode(bytes), Number);
    return pixel.elementType === 'bool' ? values.map((v) => v !== 0) : values;
  }

  /** Text at an address of the library's heap, as it holds strings of any length. */
  private textAt(address: number): string {
    if (address === 0) return '';
    const heap = this.lib.HEAPU8;
    return decodeText(heap.subarray(address, Math.min(heap.length, address + mostAttributeBytes)));
  }

  private borrow<T>(length: number, use: (pointer: number) => T): T {
    const pointer = this.lib._malloc(length);
    if (pointer === 0)
      throw new Failure(
        'too-large',
        `${this.source.name}: ${length} bytes of it do not fit into memory at once.`,
        'Save the image in smaller frames.',
        this.source.name,
      );
    try {
      return use(pointer);
    } finally {
      this.lib._free(pointer);
    }
  }
}

function isText(stored: StoredType): boolean {
  return stored.type === 3;
}
