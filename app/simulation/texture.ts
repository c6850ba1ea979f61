import type { Random } from '../math/random.ts';

/**
 * Smooth random field of about zero mean and unit standard deviation with features of about `scale` px: random values on a grid
 * of that spacing, joined by cubic B-splines, plus `octaves` - 1 finer ones, each of half the spacing and `gain` the height.
 */
export function texture(
  width: number,
  height: number,
  scale: number,
  octaves: number,
  gain: number,
  dice: Random,
): Float32Array {
  const out = new Float32Array(width * height);
  let power = 0;
  let spacing = scale;
  let amplitude = 1;
  for (let o = 0; o < octaves && spacing >= 1; o++) {
    addOctave(out, width, height, spacing, amplitude, dice);
    power += amplitude * amplitude;
    spacing /= 2;
    amplitude *= gain;
  }
  // A cubic B-spline of independent values keeps (151/315)^2 of their variance on average; the values are uniform in +-1.
  const norm = 1 / Math.sqrt((power * (151 / 315) ** 2) / 3);
  for (let i = 0; i < out.length; i++) out[i] *= norm;
  return out;
}

function weights(at: Float64Array, index: Int32Array, length: number, spacing: number, shift: number): void {
  for (let i = 0; i < length; i++) {
    const u = i / spacing + shift;
    const cell = Math.floor(u);
    const t = u - cell;
    const s = 1 - t;
    index[i] = cell;
    at[4 * i] = (s * s * s) / 6;
    at[4 * i + 1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
    at[4 * i + 2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
    at[4 * i + 3] = (t * t * t) / 6;
  }
}

function addOctave(
  out: Float32Array,
  width: number,
  height: number,
  spacing: number,
  amplitude: number,
  dice: Random,
): void {
  const columns = Math.ceil(width / spacing) + 5;
  const rows = Math.ceil(height / spacing) + 5;
  const grid = new Float64Array(columns * rows);
  for (let g = 0; g < grid.length; g++) grid[g] = amplitude * (2 * dice.next() - 1);
  const [wx, wy] = [new Float64Array(4 * width), new Float64Array(4 * height)];
  const [ix, iy] = [new Int32Array(width), new Int32Array(height)];
  weights(wx, ix, width, spacing, dice.next());
  weights(wy, iy, height, spacing, dice.next());
  const line = new Float64Array(columns);
  for (let y = 0; y < height; y++) {
    const top = iy[y] * columns;
    for (let c = 0; c < columns; c++) {
      const g = top + c;
      line[c] =
        wy[4 * y] * grid[g] +
        wy[4 * y + 1] * grid[g + columns] +
        wy[4 * y + 2] * grid[g + 2 * columns] +
        wy[4 * y + 3] * grid[g + 3 * columns];
    }
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const c = ix[x];
      const w = 4 * x;
      out[row + x] += wx[w] * line[c] + wx[w + 1] * line[c + 1] + wx[w + 2] * line[c + 2] + wx[w + 3] * line[c + 3];
    }
  }
}
