import { lanes } from '../math/lanes/lanes.ts';
import { kernel } from '../ports/work.ts';
import { loadRow } from './rows.ts';

/** Columns worked on at a time: all rows at hand stay in the first-level cache. */
const stripWidth = 1024;

/** Rows [start, end): the median of the 3 x 3 square, by sorting columns of three, which neighbours share. */
export const median3 = kernel(
  'image/median-3',
  (start: number, end: number, src: Float32Array, dst: Float32Array, width: number, height: number) => {
    const unit = lanes();
    const pitch = stripWidth + 32;
    const [rows, low, mid, high, out] = unit.layOut(3 * pitch, pitch, pitch, pitch, pitch);
    const { scratch, run } = unit;
    for (let x = 0; x < width; x += stripWidth) {
      const n = Math.min(stripWidth, width - x);
      const load = (y: number): number => {
        const row = rows + ((y + 3) % 3) * pitch;
        loadRow(scratch, row, src, width, height, y, x - 1, n + 2, 'reflect');
        return row;
      };
      let above = load(start - 1);
      let here = load(start);
      for (let y = start; y < end; y++) {
        const below = load(y + 1);
        run.sortColumns3(low, mid, high, above, here, below, n + 2);
        run.medianOfColumns3(out, low, mid, high, n);
        dst.set(scratch.subarray(out, out + n), y * width + x);
        above = here;
        here = below;
      }
    }
  },
);
