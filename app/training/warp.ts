import type { Augmentation } from '../domain/training/training-settings.ts';
import type { Random } from '../math/random.ts';
import type { TrainingFrame } from './frame.ts';

/** How a patch lies in its frame: its middle, px of the frame; turn, radians; frame px a patch px; mirrored left to right first. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly step: number;
  readonly mirrored: boolean;
  /** Shifts on a coarse grid, px of the patch: `side` x `side` of x, then of y; null for none. */
  readonly elastic: { readonly side: number; readonly shifts: Float32Array } | null;
}

/** Patch pixels between the points that an elastic deformation moves. */
const elasticSpacing = 32;

/** Draws how a patch around (x, y) lies. The order of the draws is part of what makes a training repeatable. */
export function drawPose(
  draw: Random,
  x: number,
  y: number,
  side: number,
  { flips, rotations, scale, elastic }: Augmentation,
): Pose {
  const mirrored = flips && draw.next() < 0.5;
  const turn = { none: 0, quarter: (Math.PI / 2) * draw.integer(0, 3), any: draw.uniform(0, 2 * Math.PI) }[rotations];
  const step = 1 / draw.uniform(1 - scale, 1 + scale);
  if (elastic === 0) return { x, y, turn, step, mirrored, elastic: null };
  // one point more on either side, for the cubic B-splines between them
  const points = Math.ceil(side / elasticSpacing) + 3;
  const shifts = Float32Array.from({ length: 2 * points * points }, () => draw.uniform(-elastic, elastic));
  return { x, y, turn, step, mirrored, elastic: { side: points, shifts } };
}

/** Weights of the four uniform cubic B-splines around a point at `t` (0..1) after the second. */
function splines(t: number, out: Float64Array): void {
  const s = 1 - t;
  out[0] = (s * s * s) / 6;
  out[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
  out[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
  out[3] = (t * t * t) / 6;
}

/** Shifts of a row of the patch, px: first `side` of x, then of y. */
function elasticRow(
  { side: points, shifts }: NonNullable<Pose['elastic']>,
  side: number,
  v: number,
  row: Float32Array,
) {
  const weights = new Float64Array(4);
  const blended = new Float32Array(2 * points);
  const down = Math.floor(v / elasticSpacing);
  splines(v / elasticSpacing - down, weights);
  for (let axis = 0; axis < 2; axis++)
    for (let k = 0; k < 4; k++) {
      const from = (axis * points + down + k) * points;
      for (let i = 0; i < points; i++) blended[axis * points + i] += weights[k] * shifts[from + i];
    }
  for (let u = 0; u < side; u++) {
    const at = Math.floor(u / elasticSpacing);
    splines(u / elasticSpacing - at, weights);
    let [dx, dy] = [0, 0];
    for (let k = 0; k < 4; k++) {
      dx += weights[k] * blended[at + k];
      dy += weights[k] * blended[points + at + k];
    }
    row[u] = dx;
    row[side + u] = dy;
  }
}

/** The pixel that stands at `i` when an axis goes on as its mirror image without repeating its last pixel. */
function reflected(i: number, length: number): number {
  if (i >= 0 && i < length) return i;
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const at = ((i % period) + period) % period;
  return at < length ? at : period - at;
}

/**
 * Writes the square patch of a frame that lies as `pose` says: grey levels between pixels by bilinear interpolation, labels from the
 * nearest pixel; beyond the frame both go on as its mirror image.
 * @param pixels @param labels side x side values from `from` on
 */
export function cutPatch(
  frame: TrainingFrame,
  pose: Pose,
  side: number,
  pixels: Float32Array,
  labels: Int32Array,
  from: number,
): void {
  const { width, height } = frame;
  const cosine = Math.cos(pose.turn) * pose.step;
  const sine = Math.sin(pose.turn) * pose.step;
  const middle = (side - 1) / 2;
  const shift = pose.elastic ? new Float32Array(2 * side) : null;
  for (let v = 0; v < side; v++) {
    if (pose.elastic && shift) elasticRow(pose.elastic, side, v, shift);
    for (let u = 0; u < side; u++) {
      let a = pose.mirrored ? middle - u : u - middle;
      let b = v - middle;
      if (shift) {
        a += shift[u];
        b += shift[side + u];
      }
      const x = pose.x + cosine * a - sine * b;
      const y = pose.y + sine * a + cosine * b;
      const left = Math.floor(x);
      const top = Math.floor(y);
      const p = x - left;
      const q = y - top;
      const inside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
      const x0 = inside ? left : reflected(left, width);
      const x1 = inside ? left + 1 : reflected(left + 1, width);
      const above = (inside ? top : reflected(top, height)) * width;
      const below = (inside ? top + 1 : reflected(top + 1, height)) * width;
      const upper = frame.pixels[above + x0] * (1 - p) + frame.pixels[above + x1] * p;
      const lower = frame.pixels[below + x0] * (1 - p) + frame.pixels[below + x1] * p;
      const i = from + v * side + u;
      pixels[i] = upper * (1 - q) + lower * q;
      labels[i] = frame.labels[(q < 0.5 ? above : below) + (p < 0.5 ? x0 : x1)];
    }
  }
}
