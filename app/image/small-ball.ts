import { lanes } from '../math/lanes/lanes.ts';
import { kernel } from '../ports/work.ts';

/** Columns worked on at a time. */
const stripWidth = 512;

/** Rows [start, end): the top of a ball of a few pixels' radius under each pixel, every pixel within the radius looked at. */
export const smallBall = kernel(
  'image/small-ball',
  (start: number, end: number, src: Float32Array, dst: Float32Array, width: number, height: number, radius: number) => {
    const unit = lanes();
    const reach = Math.floor(radius);
    const count = 2 * reach + 1;
    const pitch = stripWidth + 2 * reach;
    const [rows, pair, out] = unit.layOut(count * pitch, pitch, stripWidth);
    const { scratch, run } = unit;
    const slot = (y: number) => rows + ((y + count) % count) * pitch;
    for (let x = 0; x < width; x += stripWidth) {
      const n = Math.min(stripWidth, width - x);
      const load = (y: number) => {
        const at = slot(y);
        scratch.fill(Number.POSITIVE_INFINITY, at, at + pitch);
        if (y < 0 || y >= height) return;
        const from = Math.max(0, x - reach);
        scratch.set(src.subarray(y * width + from, y * width + Math.min(width, x + n + reach)), at + from - x + reach);
      };
      for (let y = start - reach; y < start + reach; y++) load(y);
      for (let y = start; y < end; y++) {
        load(y + reach);
        scratch.fill(Number.POSITIVE_INFINITY, out, out + n);
        for (let dy = 0; dy <= reach; dy++) {
          run.rowMinimum(pair, slot(y - dy), slot(y + dy), n + 2 * reach);
          for (let dx = 0; dx * dx + dy * dy <= radius * radius; dx++)
            run.lowerRow(out, pair + reach, dx, radius - Math.sqrt(radius * radius - dx * dx - dy * dy), n);
        }
        dst.set(scratch.subarray(out, out + n), y * width + x);
      }
    }
  },
);
