import { lanes } from '../math/lanes/lanes.ts';
import { kernel } from '../ports/work.ts';
import { loadRow } from './rows.ts';

/** Columns worked on at a time: a window of filtered rows of this width stays in the first-level cache. */
const stripWidth = 1024;
/** Rows filtered before the window's tail is moved back to the buffer's start. */
const batchRows = 64;

/**
 * Convolves rows [start, end) with a symmetric kernel along both axes; `weights` = half a kernel, centre first.
 * A strip at a time, so that each pixel is read once and written once: rows come in, are filtered along x into a
 * window of 2 radius + 1 rows, and the window is filtered along y.
 */
export const separableFilter = kernel(
  'image/separable-filter',
  (
    start: number,
    end: number,
    src: Float32Array,
    dst: Float32Array,
    width: number,
    height: number,
    weights: Float32Array,
  ) => {
    const unit = lanes();
    const radius = weights.length - 1;
    const pitch = stripWidth;
    const capacity = 2 * radius + batchRows;
    const [half, line, window, out] = unit.layOut(weights.length, pitch + 2 * radius, capacity * pitch, pitch);
    const { scratch, run } = unit;
    scratch.set(weights, half);
    for (let x = 0; x < width; x += pitch) {
      const n = Math.min(pitch, width - x);
      let row = 0;
      for (let y = start - radius; y < end + radius; y++) {
        if (row === capacity) {
          row = 2 * radius;
          scratch.copyWithin(window, window + (capacity - row) * pitch, window + capacity * pitch);
        }
        loadRow(scratch, line, src, width, height, y, x - radius, n + 2 * radius, 'nearest');
        run.symmetricFilter(window + row * pitch, line + radius, 1, half, radius, n);
        row++;
        if (y < start + radius) continue;
        run.symmetricFilter(out, window + (row - 1 - radius) * pitch, pitch, half, radius, n);
        dst.set(scratch.subarray(out, out + n), (y - radius) * width + x);
      }
    }
  },
);
