import { type Graph, int } from './graph.ts';
import { broadcast, float32, type Tensor, type ValueType } from './tensor.ts';
import { dataTypeCodes } from './write-onnx.ts';

type Arithmetic = 'Add' | 'Sub' | 'Mul' | 'Div';

/** Constants up to this many values are computed while building. */
const foldLimit = 4096;

const arithmetic: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
};

function binary(graph: Graph, op: Arithmetic, a: Tensor, b: Tensor): Tensor {
  return fold(graph, op, a, b) ?? graph.add(op, [a, b], broadcast(a.shape, b.shape));
}

/** The result itself where both sides are small float32 constants, one of them perhaps a single number. */
function fold(graph: Graph, op: Arithmetic, a: Tensor, b: Tensor): Tensor | null {
  const [x, y] = [a.constant, b.constant];
  if (!(x instanceof Float32Array && y instanceof Float32Array)) return null;
  const [large, shape] = x.length >= y.length ? [x, a.shape] : [y, b.shape];
  if (large.length > foldLimit || (x.length !== y.length && x.length !== 1 && y.length !== 1)) return null;
  if (broadcast(a.shape, b.shape).length !== shape.length) return null;
  const data = large.map((_, i) => arithmetic[op](x[x.length === 1 ? 0 : i], y[y.length === 1 ? 0 : i]));
  return shape.length === 0 ? graph.scalar(data[0]) : graph.constant(float32(shape, data));
}

export const add = (graph: Graph, a: Tensor, b: Tensor): Tensor => binary(graph, 'Add', a, b);
export const sub = (graph: Graph, a: Tensor, b: Tensor): Tensor => binary(graph, 'Sub', a, b);
export const mul = (graph: Graph, a: Tensor, b: Tensor): Tensor => binary(graph, 'Mul', a, b);
export const div = (graph: Graph, a: Tensor, b: Tensor): Tensor => binary(graph, 'Div', a, b);

/** x times a number. */
export const scale = (graph: Graph, x: Tensor, factor: number): Tensor =>
  factor === 1 ? x : mul(graph, x, graph.scalar(factor));

const unary = (op: string) => (graph: Graph, x: Tensor) => graph.add(op, [x], x.shape);
export const neg = unary('Neg');
export const relu = unary('Relu');
export const sigmoid = unary('Sigmoid');
export const exp = unary('Exp');
export const log = unary('Log');
export const sqrt = unary('Sqrt');

/** x to the power of a number that is no variable. */
export function pow(graph: Graph, x: Tensor, exponent: number): Tensor {
  return graph.add('Pow', [x, graph.scalar(exponent)], x.shape);
}

/** The smaller of both. Has no gradient here: it only limits optimiser steps. */
export const minimum = (graph: Graph, a: Tensor, b: Tensor): Tensor =>
  graph.add('Min', [a, b], broadcast(a.shape, b.shape));

export function cast(graph: Graph, x: Tensor, type: ValueType): Tensor {
  return x.type === type ? x : graph.add('Cast', [x], x.shape, { to: int(dataTypeCodes[type]) }, type);
}

/** 1 where a > b, else 0. No gradient. Greater and Cast exist on every provider, Sign does not. */
export function greater(graph: Graph, a: Tensor, b: Tensor): Tensor {
  return cast(graph, graph.add('Greater', [a, b], broadcast(a.shape, b.shape), {}, 'bool'), 'float32');
}

/** 1 where a equals b, else 0. No gradient. */
export function equal(graph: Graph, a: Tensor, b: Tensor): Tensor {
  return cast(graph, graph.add('Equal', [a, b], broadcast(a.shape, b.shape), {}, 'bool'), 'float32');
}
