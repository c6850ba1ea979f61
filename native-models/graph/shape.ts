import { type Graph, int, ints, text } from './graph.ts';
import { broadcast, type Shape, sameShape, sizeOf, type Tensor } from './tensor.ts';

export function reshape(graph: Graph, x: Tensor, shape: Shape): Tensor {
  if (sizeOf(shape) !== sizeOf(x.shape))
    throw new Error(`[${x.shape.join(', ')}] can't be read as [${shape.join(', ')}]`);
  return sameShape(shape, x.shape) ? x : graph.add('Reshape', [x, graph.integers(shape)], shape);
}

/** [N, ...] as [N, everything else]; N may stay free in a file. */
export function flatten(graph: Graph, x: Tensor): Tensor {
  const [n, ...rest] = x.shape;
  return graph.add('Flatten', [x], [n, sizeOf(rest)], { axis: int(1) });
}

/** @param order which axis of x comes at each place */
export function transpose(graph: Graph, x: Tensor, order: readonly number[]): Tensor {
  if (order.every((axis, i) => axis === i)) return x;
  return graph.add(
    'Transpose',
    [x],
    order.map((axis) => x.shape[axis]),
    { perm: ints(order) },
  );
}

export function concat(graph: Graph, parts: readonly Tensor[], axis: number): Tensor {
  if (parts.length === 1) return parts[0];
  const shape = [...parts[0].shape];
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis], 0);
  return graph.add('Concat', parts, shape, { axis: int(axis) });
}

export interface SliceRange {
  readonly axis: number;
  readonly start: number;
  /** One past the last. */
  readonly end: number;
  readonly step?: number;
}

/** Part of x along some axes; positions count from the front, steps are positive. */
export function slice(graph: Graph, x: Tensor, ranges: readonly SliceRange[]): Tensor {
  const cut = ranges.filter((r) => r.start !== 0 || r.end !== x.shape[r.axis] || (r.step ?? 1) !== 1);
  if (cut.length === 0) return x;
  const shape = [...x.shape];
  for (const { axis, start, end, step = 1 } of cut) shape[axis] = Math.ceil((end - start) / step);
  return graph.add(
    'Slice',
    [
      x,
      graph.integers(cut.map((r) => r.start)),
      graph.integers(cut.map((r) => r.end)),
      graph.integers(cut.map((r) => r.axis)),
      graph.integers(cut.map((r) => r.step ?? 1)),
    ],
    shape,
  );
}

/**
 * Adds a border.
 * @param before elements per axis @param after elements per axis
 * @param border a number, or 'edge' to repeat the outermost elements (without a gradient)
 */
export function pad(
  graph: Graph,
  x: Tensor,
  before: readonly number[],
  after: readonly number[],
  border: number | 'edge' = 0,
): Tensor {
  if ([...before, ...after].every((n) => n === 0)) return x;
  const shape = x.shape.map((length, i) => before[i] + length + after[i]);
  const amounts = graph.integers([...before, ...after]);
  if (border === 'edge') return graph.add('Pad', [x, amounts], shape, { mode: text('edge') });
  return graph.add('Pad', border === 0 ? [x, amounts] : [x, amounts, graph.scalar(border)], shape);
}

/** x repeated along axes of length 1 until it has this shape. */
export function expand(graph: Graph, x: Tensor, shape: Shape): Tensor {
  if (!sameShape(broadcast(x.shape, shape), shape)) throw new Error('A tensor can only be expanded to a larger shape');
  return sameShape(x.shape, shape) ? x : graph.add('Expand', [x, graph.integers(shape)], shape);
}

/** Values at constant positions along an axis. No gradient: used on weights inside gradients. */
export function gather(graph: Graph, x: Tensor, indices: readonly number[], axis: number): Tensor {
  const shape = [...x.shape];
  shape[axis] = indices.length;
  return graph.add('Gather', [x, graph.integers(indices)], shape, { axis: int(axis) });
}

/** [H, W] of an image [N, C, H, W] as it is when the graph runs. No gradient. */
const sizeNow = (graph: Graph, image: Tensor): Tensor =>
  graph.add('Shape', [image], [2], { start: int(2), end: int(4) }, 'int64');

/**
 * An image of any size continued at its right and lower edge by its mirror image (whose edge is not repeated) until both sides are
 * multiples of the divisor, which must be at most the shorter side. The graph's own size is one already. No gradient.
 */
export function mirrorToMultiple(graph: Graph, image: Tensor, divisor: number): Tensor {
  const negative = graph.add('Neg', [sizeNow(graph, image)], [2], {}, 'int64');
  const missing = graph.add('Mod', [negative, graph.integers([divisor])], [2], {}, 'int64');
  const amounts = graph.add('Concat', [graph.integers([0, 0, 0, 0, 0, 0]), missing], [8], { axis: int(0) }, 'int64');
  return graph.add('Pad', [image, amounts], image.shape, { mode: text('reflect') });
}

/** The upper left part of x that belongs to an image of any size, each side divided by the reduction and rounded up. No gradient. */
export function cutToSize(graph: Graph, x: Tensor, image: Tensor, reduction: number): Tensor {
  let size = sizeNow(graph, image);
  if (reduction > 1) {
    size = graph.add('Add', [size, graph.integers([reduction - 1])], [2], {}, 'int64');
    size = graph.add('Div', [size, graph.integers([reduction])], [2], {}, 'int64');
  }
  return graph.add('Slice', [x, graph.integers([0, 0]), size, graph.integers([2, 3])], x.shape);
}
