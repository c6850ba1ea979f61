import { type ConvGeometry, convTranspose, convWith, geometryOf, reach } from '../../graph/convolution.ts';
import { mul } from '../../graph/elementwise.ts';
import type { Graph } from '../../graph/graph.ts';
import { matMul } from '../../graph/products.ts';
import { reduceSum } from '../../graph/reduction.ts';
import { concat, gather, pad, reshape, slice, transpose } from '../../graph/shape.ts';
import type { Shape, Tensor } from '../../graph/tensor.ts';
import { input, type Rule, single } from './rule.ts';
import { stackLast } from './shape.ts';

/**
 * Up to this many values a pixel (channels of a group times kernel positions) the windows are laid out side by side and
 * multiplied at once; above, one product a kernel position moves less memory.
 */
const sideBySideLimit = 48;
/**
 * Up to this many pixels a map the samples are joined into one long product: adding up a product a sample would take longer
 * than the products. Measured on 512 channels of 8 x 8 pixels: 1.6 times as fast; no gain at 16 x 16.
 */
const joinedLimit = 128;

/** Weights [K, C / groups, kh, kw] as the correlation that takes K channels back to C: turned by 180 degrees, axes swapped. */
function turned(graph: Graph, w: Tensor, groups: number): Tensor {
  const [k, c, kh, kw] = w.shape;
  const area = kh * kw;
  const flat = reshape(graph, w, [groups, k / groups, c, area]);
  if (area === 1) return reshape(graph, transpose(graph, flat, [0, 2, 1, 3]), [groups * c, k / groups, 1, 1]);
  // kernel positions first: turning them then moves whole blocks
  const backwards = Array.from({ length: area }, (_, i) => area - 1 - i);
  const reversed = gather(graph, transpose(graph, flat, [3, 0, 2, 1]), backwards, 0);
  return reshape(graph, transpose(graph, reversed, [1, 2, 3, 0]), [groups * c, k / groups, kh, kw]);
}

/** Derivative by the input of a convolution. Stride 1: a convolution too; else the transposed one. */
function inputGradient(graph: Graph, dy: Tensor, w: Tensor, shape: Shape, g: ConvGeometry): Tensor {
  const [top, left, bottom, right] = g.pads.map((p, i) => reach(g, i % 2 === 0 ? 0 : 1) - 1 - p);
  if (g.strides.every((s) => s === 1) && Math.min(top, left, bottom, right) >= 0)
    return convWith(graph, dy, turned(graph, w, g.groups), null, { ...g, pads: [top, left, bottom, right] });
  const extra = ([0, 1] as const).map(
    (axis) =>
      shape[2 + axis] - ((dy.shape[2 + axis] - 1) * g.strides[axis] - g.pads[axis] - g.pads[axis + 2] + reach(g, axis)),
  );
  return convTranspose(graph, dy, w, null, g, [extra[0], extra[1]]);
}

/** What each kernel position saw: the padded input, shifted and thinned by the stride, [N, C, H', W'] each. */
export function windows(graph: Graph, x: Tensor, g: ConvGeometry, rows: number, columns: number, border = 0): Tensor[] {
  const padded = pad(graph, x, [0, 0, g.pads[0], g.pads[1]], [0, 0, g.pads[2], g.pads[3]], border);
  const out: Tensor[] = [];
  for (let i = 0; i < g.kernel[0]; i++)
    for (let j = 0; j < g.kernel[1]; j++) {
      const [top, left] = [i * g.dilations[0], j * g.dilations[1]];
      out.push(
        slice(graph, padded, [
          { axis: 2, start: top, end: top + (rows - 1) * g.strides[0] + 1, step: g.strides[0] },
          { axis: 3, start: left, end: left + (columns - 1) * g.strides[1] + 1, step: g.strides[1] },
        ]),
      );
    }
  return out;
}

/** Derivative by the weights: for each kernel position the products of dY with what that position saw, summed over pixels. */
function weightGradient(graph: Graph, x: Tensor, dy: Tensor, shape: Shape, g: ConvGeometry): Tensor {
  const [n, k, rows, columns] = dy.shape;
  const [, c, kh, kw] = shape;
  const pixels = rows * columns;
  if (pixels <= joinedLimit && g.groups === 1 && n > 1) return joinedGradient(graph, x, dy, shape, g);
  const seen = windows(graph, x, g, rows, columns);
  if (c === 1 && k === g.groups) {
    const parts = seen.map((window) => reduceSum(graph, mul(graph, dy, window), [0, 2, 3]));
    return reshape(graph, stackLast(graph, parts), shape);
  }
  const left = reshape(graph, dy, [n, g.groups, k / g.groups, pixels]);
  // [N, groups, k, pixels] x [N, groups, pixels, c]: the transposition is part of the product on the CPU
  const product = (window: Tensor, channels: number) => {
    const right = transpose(graph, reshape(graph, window, [n, g.groups, channels, pixels]), [0, 1, 3, 2]);
    return reshape(graph, reduceSum(graph, matMul(graph, left, right), [0]), [k, channels]);
  };
  if (c * kh * kw <= sideBySideLimit && kh * kw > 1) {
    const split = seen.map((window) => reshape(graph, window, [n, g.groups, c, 1, pixels]));
    return reshape(graph, product(concat(graph, split, 3), c * kh * kw), shape);
  }
  return reshape(
    graph,
    stackLast(
      graph,
      seen.map((window) => product(window, c)),
    ),
    shape,
  );
}

/** The same with channels last, so that the pixels of all samples are one axis: [K, N H W] x [N H W, C] a kernel position. */
function joinedGradient(graph: Graph, x: Tensor, dy: Tensor, shape: Shape, g: ConvGeometry): Tensor {
  const [n, k, rows, columns] = dy.shape;
  const c = shape[1];
  const last = transpose(graph, x, [0, 2, 3, 1]);
  const padded = pad(graph, last, [0, g.pads[0], g.pads[1], 0], [0, g.pads[2], g.pads[3], 0]);
  const left = reshape(graph, transpose(graph, dy, [1, 0, 2, 3]), [k, n * rows * columns]);
  const parts: Tensor[] = [];
  for (let i = 0; i < g.kernel[0]; i++)
    for (let j = 0; j < g.kernel[1]; j++) {
      const [top, side] = [i * g.dilations[0], j * g.dilations[1]];
      const window = slice(graph, padded, [
        { axis: 1, start: top, end: top + (rows - 1) * g.strides[0] + 1, step: g.strides[0] },
        { axis: 2, start: side, end: side + (columns - 1) * g.strides[1] + 1, step: g.strides[1] },
      ]);
      parts.push(matMul(graph, left, reshape(graph, window, [n * rows * columns, c])));
    }
  return reshape(graph, stackLast(graph, parts), shape);
}

export const convolutionRules: Readonly<Record<string, Rule>> = {
  Conv: single(({ graph, step, wants }, dy) => {
    const [x, w] = [input(step, 0), input(step, 1)];
    const g = geometryOf(step.attributes);
    return [
      wants[0] ? inputGradient(graph, dy, w, x.shape, g) : null,
      wants[1] ? weightGradient(graph, x, dy, w.shape, g) : null,
      wants[2] ? reduceSum(graph, dy, [0, 2, 3]) : null,
    ];
  }),
  // the adjoint of a convolution: input and output change places
  ConvTranspose: single(({ graph, step, wants }, dy) => {
    const [x, w] = [input(step, 0), input(step, 1)];
    const g = geometryOf(step.attributes);
    return [
      wants[0] ? convWith(graph, dy, w, null, g) : null,
      wants[1] ? weightGradient(graph, dy, x, w.shape, g) : null,
      wants[2] ? reduceSum(graph, dy, [0, 2, 3]) : null,
    ];
  }),
};
