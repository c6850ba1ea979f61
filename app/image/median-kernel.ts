import { lanes } from '../math/lanes/lanes.ts';
import { kernel } from '../ports/work.ts';
import { loadRow } from './rows.ts';

/** Side of the blocks of results; with its border a block must not hold more than 65,536 pixels. */
export const medianBlockSide = 128;

/** Blocks [start, end), counted row by row: the median of a size x size window. */
export const medianOfBlocks = kernel(
  'image/median-blocks',
  (start: number, end: number, src: Float32Array, dst: Float32Array, width: number, height: number, size: number) => {
    const unit = lanes();
    const results = medianBlockSide;
    const side = results + size - 1;
    const area = side * side;
    const [values, ranks, work, bits, out] = unit.layOut(
      area,
      area / 2,
      4 * area + 2048,
      area / 32 + 4,
      results * results,
    );
    const { scratch, run } = unit;
    const across = Math.ceil(width / results);
    for (let block = start; block < end; block++) {
      const x0 = (block % across) * results;
      const y0 = Math.floor(block / across) * results;
      const columns = Math.min(results, width - x0);
      const rows = Math.min(results, height - y0);
      const before = size >> 1;
      for (let y = 0; y < side; y++)
        loadRow(scratch, values + y * side, src, width, height, y0 - before + y, x0 - before, side, 'reflect');
      run.rankBlock(values, ranks, work, side);
      run.medianBlock(out, results, values, ranks, bits, side, size, columns, rows);
      for (let y = 0; y < rows; y++) {
        const row = out + y * results;
        dst.set(scratch.subarray(row, row + columns), (y0 + y) * width + x0);
      }
    }
  },
);
