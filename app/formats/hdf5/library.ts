// oxlint-disable-next-line typescript/triple-slash-reference -- every room that imports this file needs the declaration
/// <reference path="./h5wasm.d.ts" />
// The package's own entry creates one instance at import and can't replace it. A hostile file may leave an instance
// unusable, so the factory behind that entry is taken: each file gets a sound library.
import createModule from '../../../node_modules/h5wasm/dist/esm/hdf5_util.js';
import type { FileSystem } from './lazy-file.ts';

/** How HDF5 stores one value. Class numbers are the library's own (H5T_class_t). */
export interface StoredType {
  readonly type: number;
  readonly size: number;
  readonly signed: boolean;
  readonly littleEndian: boolean;
  /** A string of any length, held as a pointer. */
  readonly vlen: boolean;
  readonly cset?: number;
  readonly compound_type?: { readonly members: readonly (StoredType & { readonly name: string; offset: number })[] };
  readonly array_type?: StoredType;
  readonly enum_type?: { readonly members: Readonly<Record<string, number>> };
}

/** A dataset's or attribute's description. `shape` is null for an empty one and [] for a scalar. */
export interface StoredArray extends StoredType {
  readonly shape: readonly number[] | null;
  readonly chunks: readonly number[] | null;
  readonly total_size: number;
}

/** The part of h5wasm's binding that is used. Identifiers and pointers are 64-bit on its side. */
export interface Library {
  readonly FS: FileSystem;
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly H5F_ACC_RDONLY: number;
  readonly H5G_GROUP: number;
  readonly H5G_DATASET: number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  open(path: string, mode: number): bigint;
  close_file(file: bigint): number;
  get_names(file: bigint, path: string, recursive: boolean): readonly string[];
  get_type(file: bigint, path: string): number;
  get_attribute_names(file: bigint, path: string): readonly string[];
  get_attribute_metadata(file: bigint, path: string, name: string): StoredArray;
  get_attribute_data(file: bigint, path: string, name: string, pointer: bigint): number;
  get_dataset_metadata(file: bigint, path: string): StoredArray;
  get_dataset_data(
    file: bigint,
    path: string,
    count: readonly bigint[],
    offset: readonly bigint[],
    strides: readonly bigint[],
    pointer: bigint,
  ): number;
}

/** The library with a lid on its memory: it can't be stopped from outside, so it must not be able to take it all. */
export interface BoundedLibrary extends Library {
  /** Bytes its heap may reach; beyond them its allocations fail and the call that needed them reports an error. */
  limitHeap(bytes: number): void;
}

/** Above this an instance is dropped after use, since a WebAssembly heap never shrinks. */
const keepBytes = 96e6;

let current: Promise<BoundedLibrary> | null = null;

/** This thread's library; created when there is none. Takes about 0.1 s the first time, 30 ms later. */
export function library(): Promise<BoundedLibrary> {
  current ??= create();
  return current;
}

/** Forgets the instance: after an abort, whose state can't be trusted. */
export function discardLibrary(): void {
  current = null;
}

/** Lets an instance go whose heap has grown large. */
export function releaseLargeHeap(used: Library): void {
  if (used.HEAPU8.length > keepBytes) discardLibrary();
}

interface Memory {
  grow(pages: number): number;
  readonly buffer: ArrayBuffer;
}
interface WebAssemblyGlobal {
  instantiate: (
    this: void,
    bytes: Uint8Array,
    imports: object,
  ) => Promise<{ instance: { exports: { memory: Memory } } }>;
}
const pageBytes = 65_536;

/**
 * The module makes its own memory and hands it to nobody. Watching its one instantiation is the only way to put a limit
 * on its growth; every other instantiation in the thread passes untouched.
 */
async function create(): Promise<BoundedLibrary> {
  const engine = (globalThis as unknown as { WebAssembly: WebAssemblyGlobal }).WebAssembly;
  const instantiate = engine.instantiate;
  let limit = Number.POSITIVE_INFINITY;
  engine.instantiate = async (bytes, imports) => {
    engine.instantiate = instantiate;
    const made = await instantiate(bytes, imports);
    const memory = made.instance.exports.memory;
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      if (memory.buffer.byteLength + pages * pageBytes > limit) throw new RangeError('heap limit');
      return grow(pages);
    };
    return made;
  };
  try {
    const made = (await createModule({ noInitialRun: true, print: silent, printErr: silent })) as BoundedLibrary;
    made.limitHeap = (bytes) => {
      limit = bytes;
    };
    return made;
  } catch (thrown) {
    current = null;
    throw thrown;
  } finally {
    engine.instantiate = instantiate;
  }
}

/** The library reports every failed call on stderr; failures are told through `Failure` instead. */
function silent(): void {
  // nothing to say
}
