import { wasm } from './wasm.ts';

/**
 * Loops over rows of float32, four values at a time (WebAssembly SIMD; sources in assembly/, where each is described).
 * All arguments are counts of floats: offsets into the scratch array, strides, lengths.
 */
export interface LaneOperations {
  readonly symmetricFilter: (
    dst: number,
    src: number,
    stride: number,
    weights: number,
    radius: number,
    n: number,
  ) => void;
  readonly rowAffine: (
    dst: number,
    a: number,
    gain: number,
    offset: number,
    low: number,
    high: number,
    n: number,
  ) => void;
  readonly rowBlend: (dst: number, a: number, b: number, p: number, q: number, n: number) => void;
  readonly rowDifference: (dst: number, a: number, b: number, n: number) => void;
  readonly rowRatio: (dst: number, a: number, b: number, scale: number, least: number, n: number) => void;
  readonly rowSum: (dst: number, a: number, b: number, n: number) => void;
  readonly rowScale: (dst: number, a: number, scale: number, n: number) => void;
  readonly slidingSum: (dst: number, row: number, n: number, window: number) => void;
  readonly tileMaximum: (tile: number, pitch: number, size: number) => number;
  readonly lowerTile: (
    tile: number,
    pitch: number,
    size: number,
    x: number,
    y: number,
    base: number,
    radius: number,
  ) => number;
  readonly lowerRow: (dst: number, src: number, shift: number, rise: number, n: number) => void;
  readonly halveRows: (dst: number, a: number, b: number, c: number, d: number, n: number) => void;
  readonly halveColumns: (dst: number, src: number, n: number) => void;
  readonly mixRows4: (dst: number, src: number, stride: number, weights: number, n: number) => void;
  readonly enlargeRow: (dst: number, src: number, weights: number, factor: number, groups: number) => void;
  readonly rowMinimum: (dst: number, a: number, b: number, n: number) => void;
  readonly rowMaximum: (dst: number, a: number, b: number, n: number) => void;
  readonly rowRange: (found: number, row: number, n: number) => void;
  readonly slidingMinimum: (dst: number, row: number, n: number, window: number) => void;
  readonly slidingMaximum: (dst: number, row: number, n: number, window: number) => void;
  readonly sortColumns3: (low: number, mid: number, high: number, a: number, b: number, c: number, n: number) => void;
  readonly medianOfColumns3: (dst: number, low: number, mid: number, high: number, n: number) => void;
  readonly rankBlock: (values: number, ranks: number, work: number, side: number) => void;
  readonly medianBlock: (
    dst: number,
    pitch: number,
    values: number,
    ranks: number,
    bits: number,
    side: number,
    size: number,
    width: number,
    height: number,
  ) => void;
  readonly fftBatch: (batch: number, spare: number, roots: number, n: number) => number;
  readonly multiplyBatch: (batch: number, table: number, n: number) => void;
  readonly swapBatch: (batch: number, n: number) => void;
  readonly gatherColumns: (batch: number, re: number, im: number, pitch: number, n: number) => void;
  readonly scatterColumns: (batch: number, re: number, im: number, pitch: number, scale: number, n: number) => void;
  readonly gatherRows: (batch: number, half: number, rows: number, pitch: number, n: number) => void;
  readonly scatterRows: (batch: number, half: number, rows: number, pitch: number, scale: number, n: number) => void;
  readonly partReal: (batch: number, first: number, second: number, n: number, half: number) => void;
  readonly joinReal: (batch: number, first: number, second: number, n: number, half: number) => void;
  readonly blurBlock: (
    dst: number,
    between: number,
    src: number,
    pitch: number,
    x: number,
    y: number,
    width: number,
    height: number,
    step: number,
    weights: number,
    radius: number,
  ) => void;
  readonly rowProduct: (dst: number, a: number, b: number, n: number) => void;
  readonly gradientRow: (dst: number, src: number, pitch: number, n: number) => void;
  readonly tensorRow: (xx: number, xy: number, yy: number, src: number, pitch: number, n: number) => void;
  readonly eigenRow: (high: number, low: number, xx: number, xy: number, yy: number, n: number) => void;
  readonly hessianRow: (high: number, low: number, src: number, pitch: number, n: number) => void;
  readonly deviationRow: (dst: number, square: number, mean: number, n: number) => void;
  readonly lineRow: (
    largest: number,
    smallest: number,
    mean: number,
    deviation: number,
    src: number,
    lines: number,
    directions: number,
    length: number,
    n: number,
  ) => void;
  readonly encodeRow: (dst: number, src: number, stride: number, n: number) => void;
  readonly forestRow: (
    votes: number,
    codes: number,
    nodes: number,
    tops: number,
    leaves: number,
    trees: number,
    first: number,
    sure: number,
    lanes: number,
    n: number,
    list: number,
    spare: number,
    features: number,
  ) => void;
}

/** This thread's vector unit: a scratch array that only it sees, and the operations on it. */
export interface Lanes {
  /** The scratch array. Taken anew after every `layOut`, which may move it. */
  readonly scratch: Float32Array;
  readonly run: LaneOperations;
  /**
   * Reserves arrays of these lengths (floats) in the scratch array and returns their offsets. Earlier arrays are
   * given up; contents are undefined. Each array is followed by room for whole vectors (`laneSlack` floats), which
   * operations may overwrite.
   */
  layOut<const Lengths extends readonly number[]>(...lengths: Lengths): { [K in keyof Lengths]: number };
}

/** Floats after each array of a layout that operations may read and overwrite. */
export const laneSlack = 16;

interface WasmExports extends LaneOperations {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

// No room's library types declare WebAssembly, which every JavaScript runtime has.
const runtime = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => { readonly exports: WasmExports };
    };
  }
).WebAssembly;

const pageBytes = 65536;
/** Floats left free at the start, where the compiler may keep constants. */
const reserved = 256;

function decodeBase64(text: string): Uint8Array {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, '').length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of text) {
    if (digit === '=') break;
    held = ((held << 6) | digits.indexOf(digit)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 255;
    }
  }
  return bytes;
}

function open(): Lanes {
  const { exports } = new runtime.Instance(new runtime.Module(decodeBase64(wasm)), {
    env: {
      abort: () => {
        throw new Error('A vector operation left its memory.');
      },
    },
  });
  let scratch = new Float32Array(exports.memory.buffer);
  return {
    get scratch() {
      return scratch;
    },
    run: exports,
    layOut(...lengths) {
      let end = reserved;
      const offsets = lengths.map((length) => {
        const offset = end;
        end += (Math.ceil(length / laneSlack) + 1) * laneSlack;
        return offset;
      });
      if (end > scratch.length) {
        exports.memory.grow(Math.ceil(((end - scratch.length) * 4) / pageBytes));
        scratch = new Float32Array(exports.memory.buffer);
      }
      return offsets as never;
    },
  };
}

let mine: Lanes | undefined;

/** The vector unit of this thread, started at the first call. */
export function lanes(): Lanes {
  mine ??= open();
  return mine;
}
