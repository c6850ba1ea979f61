import { exp, mul, scale, sub } from '../../graph/elementwise.ts';
import type { Graph } from '../../graph/graph.ts';
import { reduceSum } from '../../graph/reduction.ts';
import { expand, reshape } from '../../graph/shape.ts';
import { sizeOf, type Tensor } from '../../graph/tensor.ts';
import { input, intAttribute, integersOf, type Rule, single } from './rule.ts';

/** The derivative of a sum spread over what was summed. */
function spread(graph: Graph, dy: Tensor, x: Tensor, axes: readonly number[]): Tensor {
  const kept = x.shape.map((length, i) => (axes.includes(i) ? 1 : length));
  return expand(graph, reshape(graph, dy, kept), x.shape);
}

export const reductionRules: Readonly<Record<string, Rule>> = {
  ReduceSum: single(({ graph, step }, dy) => [spread(graph, dy, input(step, 0), integersOf(step, 1)), null]),
  ReduceMean: single(({ graph, step }, dy) => {
    const axes = step.attributes['axes'];
    if (axes?.kind !== 'ints') throw new Error('ReduceMean lacks its axes');
    const x = input(step, 0);
    const count = sizeOf(axes.value.map((axis) => x.shape[axis]));
    return [spread(graph, scale(graph, dy, 1 / count), x, axes.value)];
  }),
  GlobalAveragePool: single(({ graph, step }, dy) => {
    const x = input(step, 0);
    return [expand(graph, scale(graph, dy, 1 / (x.shape[2] * x.shape[3])), x.shape)];
  }),
  Softmax: single(({ graph, step }, dy) => {
    const axis = intAttribute(step, 'axis');
    const y = step.outputs[0];
    const weighted = mul(graph, dy, y);
    return [sub(graph, weighted, mul(graph, y, reduceSum(graph, weighted, [axis], true)))];
  }),
  LogSoftmax: single(({ graph, step }, dy) => {
    const axis = intAttribute(step, 'axis');
    return [sub(graph, dy, mul(graph, exp(graph, step.outputs[0]), reduceSum(graph, dy, [axis], true)))];
  }),
};
