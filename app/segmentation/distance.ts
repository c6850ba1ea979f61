import type { BinaryImage } from '../domain/plane.ts';
import { kernel, onSharedMemory, type Work } from '../ports/work.ts';

/** Squared Euclidean distance of each pixel to the nearest background pixel, px²; 0 on the background. Exact. */
export interface SquaredDistance {
  readonly width: number;
  readonly height: number;
  readonly data: Int32Array;
}

/** Distance along a column where there is nothing to measure to; squares of it and of an image's side add up in 32 bits. */
export const endless = 30_000;

/**
 * Columns [start, end): distance along the column to the nearest pixel of `target`; `out` comes zeroed, and pixels of
 * `target` stay 0. A band of columns is walked row by row, down and up again; four pixels of `target` are passed at once.
 */
export const columnDistance = kernel(
  'segmentation/column-distance',
  (start: number, end: number, data: Uint8Array, width: number, height: number, target: number, out: Uint16Array) => {
    const words = new Int32Array(data.buffer, data.byteOffset, data.length >> 2);
    const four = target * 0x01010101;
    for (let y = 0; y < height; y++) {
      const stop = y * width + end;
      const above = y === 0 ? 0 : width;
      for (let i = y * width + start; i < stop; i++) {
        if ((i & 3) === 0) while (i + 4 < stop && words[i >> 2] === four) i += 4;
        if (data[i] !== target) out[i] = above === 0 ? endless : out[i - above] + 1;
      }
    }
    for (let y = height - 2; y >= 0; y--) {
      const stop = y * width + end;
      for (let i = y * width + start; i < stop; i++) {
        if ((i & 3) === 0) while (i + 4 < stop && words[i >> 2] === four) i += 4;
        if (data[i] === target) continue;
        const d = out[i + width] + 1;
        if (d < out[i]) out[i] = d;
      }
    }
  },
);

/** Distance along the column of each pixel to the nearest pixel of `target`. */
export function columnDistances(binary: BinaryImage, target: 0 | 1, { threads }: Work): Uint16Array {
  const { width, height } = binary;
  const out = threads.allocate('uint16', width * height);
  const data = onSharedMemory('uint8', binary.data, threads);
  threads.forBands(columnDistance, width, data, width, height, target, out);
  return out;
}

/**
 * Rows [start, end): squared distances from the distances along columns. Between two pixels of distance 0 only what lies
 * between them counts, so every such stretch is a lower envelope of parabolas of its own.
 * A. Meijster, J. Roerdink, W. Hesselink, in Mathematical Morphology and its Applications (2000) 331.
 */
const rowEnvelope = kernel(
  'segmentation/row-envelope',
  (start: number, end: number, columns: Uint16Array, width: number, out: Int32Array) => {
    const squares = new Int32Array(width);
    const vertex = new Int32Array(width + 1);
    const begins = new Int32Array(width + 1);
    const pairs = new Int32Array(columns.buffer, columns.byteOffset, columns.length >> 1);
    for (let y = start; y < end; y++) {
      const row = y * width;
      for (let x = 0; x < width; x++) {
        if (((row + x) & 1) === 0) while (x + 2 < width && pairs[(row + x) >> 1] === 0) x += 2;
        if (columns[row + x] === 0) continue;
        const first = x > 0 ? x - 1 : x;
        for (; x < width; x++) {
          const g = columns[row + x];
          if (g === 0) break;
          squares[x] = g * g;
        }
        const last = x < width ? x : x - 1;
        if (first < x && columns[row + first] === 0) squares[first] = 0;
        if (last === x) squares[last] = 0;
        let q = 0;
        vertex[0] = first;
        begins[0] = first;
        for (let u = first + 1; u <= last; u++) {
          const square = squares[u];
          while (q >= 0) {
            const place = begins[q];
            const old = place - vertex[q];
            const mine = place - u;
            if (old * old + squares[vertex[q]] <= mine * mine + square) break;
            q--;
          }
          if (q < 0) {
            q = 0;
            vertex[0] = u;
            begins[0] = first;
          } else {
            const v = vertex[q];
            const from = 1 + Math.floor(((u - v) * (u + v) + square - squares[v]) / (2 * (u - v)));
            if (from <= last) {
              q++;
              vertex[q] = u;
              begins[q] = from;
            }
          }
        }
        for (let u = last; u >= first; u--) {
          const d = u - vertex[q];
          out[row + u] = d * d + squares[vertex[q]];
          if (u === begins[q]) q--;
        }
      }
    }
  },
);

function fromColumns(columns: Uint16Array, width: number, height: number, { threads }: Work): SquaredDistance {
  const data = threads.allocate('int32', width * height);
  threads.forBands(rowEnvelope, height, columns, width, data);
  threads.release(columns);
  return { width, height, data };
}

/**
 * Exact squared Euclidean distance to the nearest background pixel of the image (SciPy `distance_transform_edt`, squared).
 * What lies beyond the border is not background; without any background distances are at least `endless`².
 */
export function squaredDistance(binary: BinaryImage, work: Work): SquaredDistance {
  const { width, height } = binary;
  return fromColumns(columnDistances(binary, 0, work), width, height, work);
}

/** As `squaredDistance`, to the nearest pixel of the foreground: 0 on the foreground. */
export function squaredDistanceToForeground(binary: BinaryImage, work: Work): SquaredDistance {
  const { width, height } = binary;
  return fromColumns(columnDistances(binary, 1, work), width, height, work);
}

export const distanceKernels = [columnDistance, rowEnvelope];
