import { div, greater, mul, neg, pow, scale, sub } from '../../graph/elementwise.ts';
import type { Graph } from '../../graph/graph.ts';
import { reduceSum } from '../../graph/reduction.ts';
import { reshape } from '../../graph/shape.ts';
import { type Shape, sameShape, type Tensor } from '../../graph/tensor.ts';
import { input, type Rule, single } from './rule.ts';

/** The derivative by something that was stretched to meet its partner: summed over the stretched axes. */
export function unbroadcast(graph: Graph, gradient: Tensor, shape: Shape): Tensor {
  if (sameShape(gradient.shape, shape)) return gradient;
  const extra = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, i) =>
    i < extra || (shape[i - extra] === 1 && length !== 1) ? [i] : [],
  );
  return reshape(graph, reduceSum(graph, gradient, axes), shape);
}

/** dY where y > 0, else 0. */
function reluGradient(graph: Graph, y: Tensor, dy: Tensor): Tensor {
  const mask = graph.target === 'cpu' ? graph.add('Sign', [y], y.shape) : greater(graph, y, graph.scalar(0));
  return mul(graph, dy, mask);
}

export const elementwiseRules: Readonly<Record<string, Rule>> = {
  Add: single(({ graph, step, wants }, dy) =>
    [0, 1].map((i) => (wants[i] ? unbroadcast(graph, dy, input(step, i).shape) : null)),
  ),
  Sub: single(({ graph, step, wants }, dy) => [
    wants[0] ? unbroadcast(graph, dy, input(step, 0).shape) : null,
    wants[1] ? neg(graph, unbroadcast(graph, dy, input(step, 1).shape)) : null,
  ]),
  Mul: single(({ graph, step, wants }, dy) =>
    [0, 1].map((i) => (wants[i] ? unbroadcast(graph, mul(graph, dy, input(step, 1 - i)), input(step, i).shape) : null)),
  ),
  Div: single(({ graph, step, wants }, dy) => {
    const [a, b] = [input(step, 0), input(step, 1)];
    const quotient = div(graph, dy, b);
    return [
      wants[0] ? unbroadcast(graph, quotient, a.shape) : null,
      wants[1] ? neg(graph, unbroadcast(graph, mul(graph, quotient, step.outputs[0]), b.shape)) : null,
    ];
  }),
  Neg: single(({ graph }, dy) => [neg(graph, dy)]),
  Relu: single(({ graph, step }, dy) => [reluGradient(graph, step.outputs[0], dy)]),
  Sigmoid: single(({ graph, step }, dy) => {
    const y = step.outputs[0];
    return [mul(graph, dy, mul(graph, y, sub(graph, graph.scalar(1), y)))];
  }),
  Exp: single(({ graph, step }, dy) => [mul(graph, dy, step.outputs[0])]),
  Log: single(({ graph, step }, dy) => [div(graph, dy, input(step, 0))]),
  Sqrt: single(({ graph, step }, dy) => [scale(graph, div(graph, dy, step.outputs[0]), 0.5)]),
  Pow: single(({ graph, step }, dy) => {
    const exponent = Number(input(step, 1).constant?.[0]);
    if (exponent === 2) return [mul(graph, dy, scale(graph, input(step, 0), 2)), null];
    return [mul(graph, dy, scale(graph, pow(graph, input(step, 0), exponent - 1), exponent)), null];
  }),
};
