/** A loop body over items [start, end) that may run in any thread; the kernels of `app/ports/work.ts` fit it. */
export interface BandKernel<Args extends readonly unknown[]> {
  readonly name: string;
  readonly run: (start: number, end: number, ...args: Args) => void;
}

/** The cores of a computation, as far as arithmetic needs them; `Threads` of `app/ports/work.ts` fits it. */
export interface Bands {
  /** An array on memory that all threads see, zeroed unless `content` is `any`. */
  allocate(kind: 'float32', length: number, content?: 'zero' | 'any'): Float32Array;
  forBands<Args extends readonly unknown[]>(kernel: BandKernel<Args>, total: number, ...args: Args): void;
}
