import type { NetworkMeasure } from '../../native-models/architectures/measure.ts';
import { float32 } from '../../native-models/graph/tensor.ts';
import type { Session } from './runtime.ts';
import { imageStatistics, mirrored, planTiles, type Span, type TilePlan, weightAt } from './tiles.ts';

export interface PredictInput {
  /** Grey levels of any scale, row by row. */
  readonly pixels: Float32Array;
  readonly width: number;
  readonly height: number;
}

export interface PredictLimits {
  readonly divisor: number;
  /** Input pixels a side for one pixel of the result; 1 by default. */
  readonly reduction?: number | undefined;
  readonly measure: NetworkMeasure;
  readonly classes: number;
  /** Longest side of a tile, px; 2048 by default. */
  readonly side?: number | undefined;
  /** Bytes that a tile may take. */
  readonly memory: number;
}

/** Beside the values of the network the runtime keeps columns of convolutions and copies. */
const overhead = 2;
const largestSide = 2048;

/** Longest side of a square tile within the memory. */
export function tileSide({ memory, measure, divisor, side: longest = largestSide }: PredictLimits): number {
  const side = Math.sqrt(memory / (overhead * measure.bytesPerPixel));
  return Math.max(divisor, Math.floor(Math.min(longest, side) / divisor) * divisor);
}

/**
 * Class probabilities [K, height, width] (or maps, each side divided by the reduction and rounded up) of a whole image, tile
 * by tile. The image is normalised by its own mean and deviation, continued by its mirror image to a multiple of the divisor,
 * and tiles overlap by what the network sees, so that the result does not depend on where tiles meet.
 * @param session of a network written with normalisation `given`
 * @param between called before each tile with the share that is done
 */
export async function predictImage(
  session: Session,
  input: PredictInput,
  limits: PredictLimits,
  between: (done: number) => Promise<void> = async () => undefined,
): Promise<Float32Array> {
  const { pixels, width, height } = input;
  const { mean, deviation } = imageStatistics(pixels);
  const normalisation = float32([2], [mean, deviation]);
  const side = tileSide(limits);
  const down = planTiles(height, side, limits.measure.radius, limits.divisor);
  const across = planTiles(width, side, limits.measure.radius, limits.divisor);
  const reduction = limits.reduction ?? 1;
  const size = { width: Math.ceil(width / reduction), height: Math.ceil(height / reduction) };
  const out = new Float32Array(limits.classes * size.width * size.height);
  const total = down.spans.length * across.spans.length;
  let done = 0;
  for (const rows of down.spans)
    for (const columns of across.spans) {
      await between(done++ / total);
      const image = cut(input, rows, columns);
      const { probabilities } = await session.run({ image, normalisation });
      place(out, probabilities.data as Float32Array, size, limits.classes, {
        rows: reducedSpan(rows, reduction),
        columns: reducedSpan(columns, reduction),
        down: reducedPlan(down, reduction),
        across: reducedPlan(across, reduction),
      });
    }
  return out;
}

function cut({ pixels, width, height }: PredictInput, rows: Span, columns: Span) {
  const [h, w] = [rows.end - rows.start, columns.end - columns.start];
  const tile = new Float32Array(h * w);
  const inside = Math.min(columns.end, width) - columns.start;
  for (let y = 0; y < h; y++) {
    const from = mirrored(rows.start + y, height) * width;
    tile.set(pixels.subarray(from + columns.start, from + columns.start + inside), y * w);
    for (let x = inside; x < w; x++) tile[y * w + x] = pixels[from + mirrored(columns.start + x, width)];
  }
  return float32([1, 1, h, w], tile);
}

/** Spans and plans in pixels of the result: all their ends are multiples of the divisor, which the reduction divides. */
const reducedSpan = ({ start, end, from, to }: Span, reduction: number): Span => ({
  start: start / reduction,
  end: end / reduction,
  from: from / reduction,
  to: to / reduction,
});
const reducedPlan = (plan: TilePlan, reduction: number): TilePlan => ({
  ...plan,
  padded: plan.padded / reduction,
  blend: plan.blend / reduction,
});

interface Placed {
  readonly rows: Span;
  readonly columns: Span;
  readonly down: TilePlan;
  readonly across: TilePlan;
}

/** Adds a tile's probabilities, weighted, to the image's. */
function place(
  out: Float32Array,
  tile: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  classes: number,
  { rows, columns, down, across }: Placed,
): void {
  const [h, w] = [rows.end - rows.start, columns.end - columns.start];
  const left = Math.max(columns.start, columns.from - across.blend);
  const right = Math.min(width, columns.end, columns.to + across.blend);
  const weights = Float32Array.from({ length: Math.max(0, right - left) }, (_, i) =>
    weightAt(columns, across, left + i),
  );
  const bottom = Math.min(height, rows.end, rows.to + down.blend);
  for (let y = Math.max(rows.start, rows.from - down.blend); y < bottom; y++) {
    const weight = weightAt(rows, down, y);
    for (let k = 0; k < classes; k++) {
      const to = (k * height + y) * width + left;
      const from = (k * h + y - rows.start) * w + left - columns.start;
      for (let i = 0; i < weights.length; i++) out[to + i] += weight * weights[i] * tile[from + i];
    }
  }
}
