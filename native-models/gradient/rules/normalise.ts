import { add, div, mul, scale, sqrt, sub } from '../../graph/elementwise.ts';
import { perChannel } from '../../graph/normalise.ts';
import { matMul } from '../../graph/products.ts';
import { reduceSum } from '../../graph/reduction.ts';
import { reshape, transpose } from '../../graph/shape.ts';
import { sizeOf } from '../../graph/tensor.ts';
import { unbroadcast } from './elementwise.ts';
import { input, intAttribute, type Rule, single } from './rule.ts';

/**
 * With xhat = (x - mean) * r, r = 1 / sqrt(variance + epsilon) and m values a channel:
 * dbeta = sum(dY), dgamma = sum(dY * xhat), dX = gamma * r * (dY - dbeta / m - xhat * dgamma / m), written as
 * a * dY + b * x + c with vectors a, b, c. Statistics that leave the step are not differentiated. Reference: Ioffe & Szegedy 2015.
 */
const batchNormRule: Rule = ({ graph, step, upstream, wants }) => {
  const dy = upstream[0];
  if (!dy) return [null, null, null];
  const [x, gamma] = [input(step, 0), input(step, 1)];
  const [mean, variance] = step.saved;
  const epsilon = step.attributes['epsilon'];
  if (epsilon?.kind !== 'float') throw new Error('Batch normalisation lacks epsilon');
  const rank = x.shape.length;
  const axes = rank === 4 ? [0, 2, 3] : [0];
  const count = sizeOf(x.shape) / x.shape[1];
  const deviation = sqrt(graph, add(graph, variance, graph.scalar(epsilon.value)));
  const dbeta = reduceSum(graph, dy, axes);
  const products = reduceSum(graph, mul(graph, dy, x), axes);
  const dgamma = div(graph, sub(graph, products, mul(graph, mean, dbeta)), deviation);
  if (!wants[0]) return [null, dgamma, dbeta];
  const a = div(graph, gamma, deviation);
  const b = scale(graph, mul(graph, div(graph, a, deviation), dgamma), -1 / count);
  const c = sub(graph, scale(graph, mul(graph, a, dbeta), -1 / count), mul(graph, b, mean));
  const vector = (v: typeof a) => perChannel(graph, v, rank);
  const dx = add(graph, mul(graph, dy, vector(a)), add(graph, mul(graph, x, vector(b)), vector(c)));
  return [dx, dgamma, dbeta];
};

const swapLast = (rank: number) => Array.from({ length: rank }, (_, i) => (i < rank - 2 ? i : 2 * rank - 3 - i));

export const productRules: Readonly<Record<string, Rule>> = {
  BatchNormTraining: batchNormRule,
  MatMul: single(({ graph, step, wants }, dy) => {
    const [a, b] = [input(step, 0), input(step, 1)];
    const turn = (t: typeof a) => transpose(graph, t, swapLast(t.shape.length));
    return [
      wants[0] ? unbroadcast(graph, matMul(graph, dy, turn(b)), a.shape) : null,
      wants[1] ? unbroadcast(graph, matMul(graph, turn(a), dy), b.shape) : null,
    ];
  }),
  Gemm: single(({ graph, step, wants }, dy) => {
    if (intAttribute(step, 'transB') !== 1) throw new Error('Full layers keep their weights transposed');
    const [x, w] = [input(step, 0), input(step, 1)];
    return [
      wants[0] ? matMul(graph, dy, w) : null,
      wants[1] ? reshape(graph, matMul(graph, transpose(graph, dy, [1, 0]), x), w.shape) : null,
    ];
  }),
};
