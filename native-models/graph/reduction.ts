import { type Graph, int, ints } from './graph.ts';
import type { Shape, Tensor } from './tensor.ts';

function reduced(shape: Shape, axes: readonly number[], keep: boolean): number[] {
  return keep ? shape.map((length, i) => (axes.includes(i) ? 1 : length)) : shape.filter((_, i) => !axes.includes(i));
}

const every = (x: Tensor) => x.shape.map((_, i) => i);

/** Sum over axes (all by default); with `keep` the axes stay with length 1. */
export function reduceSum(graph: Graph, x: Tensor, axes: readonly number[] = every(x), keep = false): Tensor {
  if (axes.length === 0) return x;
  return graph.add('ReduceSum', [x, graph.integers(axes)], reduced(x.shape, axes, keep), {
    keepdims: int(keep ? 1 : 0),
  });
}

export function reduceMean(graph: Graph, x: Tensor, axes: readonly number[] = every(x), keep = false): Tensor {
  return graph.add('ReduceMean', [x], reduced(x.shape, axes, keep), { axes: ints(axes), keepdims: int(keep ? 1 : 0) });
}

/** Sum of squares over everything. No gradient: used for norms of gradients. */
export function sumOfSquares(graph: Graph, x: Tensor): Tensor {
  return graph.add('ReduceSumSquare', [x], [], { keepdims: int(0) });
}

export function softmax(graph: Graph, x: Tensor, axis: number): Tensor {
  return graph.add('Softmax', [x], x.shape, { axis: int(axis) });
}

export function logSoftmax(graph: Graph, x: Tensor, axis: number): Tensor {
  return graph.add('LogSoftmax', [x], x.shape, { axis: int(axis) });
}
