import { averagePool, type ConvGeometry, convTranspose, convWith, poolGeometryOf } from '../../graph/convolution.ts';
import { add, div, equal, mul, scale } from '../../graph/elementwise.ts';
import type { Graph, Step } from '../../graph/graph.ts';
import { upsample } from '../../graph/resize.ts';
import { concat, pad, reshape } from '../../graph/shape.ts';
import { float32, type Tensor } from '../../graph/tensor.ts';
import { windows } from './convolution.ts';
import { input, type Rule, single } from './rule.ts';

/** Less than any value of an image. */
const lowest = -3.4e38;

const halves = (g: ConvGeometry, x: Tensor): boolean =>
  [...g.kernel, ...g.strides].every((n) => n === 2) &&
  g.pads.every((p) => p === 0) &&
  x.shape[2] % 2 === 0 &&
  x.shape[3] % 2 === 0;

/**
 * Adds the values of window positions back onto the pixels that they came from: `parts` are [N, C, H', W'], one a kernel
 * position, the result is [N, C, H, W].
 */
function gatherBack(graph: Graph, parts: readonly Tensor[], x: Tensor, g: ConvGeometry): Tensor {
  const [n, c, h, w] = x.shape;
  const [, , rows, columns] = parts[0].shape;
  const area = parts.length;
  const stacked = concat(
    graph,
    parts.map((part) => reshape(graph, part, [n * c, 1, rows, columns])),
    1,
  );
  const identity = new Float32Array(area * area);
  for (let i = 0; i < area; i++) identity[i * area + i] = 1;
  const kernel = graph.constant(float32([area, 1, g.kernel[0], g.kernel[1]], identity));
  const extra = ([0, 1] as const).map((axis) => {
    const reached = (parts[0].shape[2 + axis] - 1) * g.strides[axis] + g.kernel[axis];
    return x.shape[2 + axis] - (reached - g.pads[axis] - g.pads[axis + 2]);
  });
  return reshape(graph, convTranspose(graph, stacked, kernel, null, g, [extra[0], extra[1]]), [n, c, h, w]);
}

/** Each window passes its derivative to its largest values; equals share it. */
function maxPoolGradient(graph: Graph, step: Step, dy: Tensor): Tensor {
  const x = input(step, 0);
  const y = step.outputs[0];
  const g = poolGeometryOf(step.attributes);
  if (halves(g, x)) {
    const mask = equal(graph, x, upsample(graph, y, 'nearest'));
    const share = div(graph, scale(graph, dy, 0.25), averagePool(graph, mask, 2));
    return mul(graph, mask, upsample(graph, share, 'nearest'));
  }
  const masks = windows(graph, x, g, y.shape[2], y.shape[3], lowest).map((window) => equal(graph, window, y));
  const share = div(
    graph,
    dy,
    masks.reduce((sum, mask) => add(graph, sum, mask)),
  );
  return gatherBack(
    graph,
    masks.map((mask) => mul(graph, mask, share)),
    x,
    g,
  );
}

function averagePoolGradient(graph: Graph, step: Step, dy: Tensor): Tensor {
  const x = input(step, 0);
  const g = poolGeometryOf(step.attributes);
  const area = g.kernel[0] * g.kernel[1];
  const share = scale(graph, dy, 1 / area);
  if (halves(g, x)) return upsample(graph, share, 'nearest');
  return gatherBack(graph, Array<Tensor>(area).fill(share), x, g);
}

/** Doubling by repetition: the sum of each block of four. Linear doubling: weights 1/4, 3/4, 3/4, 1/4 along each axis. */
function upsampleGradient(graph: Graph, step: Step, dy: Tensor): Tensor {
  const mode = step.attributes['mode'];
  if (mode?.kind === 'string' && mode.value === 'nearest') return scale(graph, averagePool(graph, dy, 2), 4);
  const [n, c, h, w] = dy.shape;
  const tent = [0.25, 0.75, 0.75, 0.25];
  const kernel = graph.constant(
    float32(
      [1, 1, 4, 4],
      tent.flatMap((a) => tent.map((b) => a * b)),
    ),
  );
  const bordered = pad(graph, reshape(graph, dy, [n * c, 1, h, w]), [0, 0, 1, 1], [0, 0, 1, 1], 'edge');
  const geometry: ConvGeometry = { kernel: [4, 4], strides: [2, 2], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 };
  return reshape(graph, convWith(graph, bordered, kernel, null, geometry), [n, c, h / 2, w / 2]);
}

export const poolingRules: Readonly<Record<string, Rule>> = {
  MaxPool: single(({ graph, step }, dy) => [maxPoolGradient(graph, step, dy)]),
  AveragePool: single(({ graph, step }, dy) => [averagePoolGradient(graph, step, dy)]),
  Resize: single(({ graph, step }, dy) => [upsampleGradient(graph, step, dy), null, null]),
};
