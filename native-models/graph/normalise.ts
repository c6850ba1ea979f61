import { add, div, mul, scale, sqrt, sub } from './elementwise.ts';
import { float, type Graph, int } from './graph.ts';
import { reduceMean } from './reduction.ts';
import { reshape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** A batch-normalised tensor with the mean and (population) variance [C] of the batch. */
export interface Normalised {
  readonly y: Tensor;
  readonly mean: Tensor;
  readonly variance: Tensor;
}

/** A vector [C] so that it broadcasts over [N, C, H, W] (or [N, C]). */
export const perChannel = (graph: Graph, v: Tensor, rank: number): Tensor =>
  reshape(graph, v, rank === 4 ? [1, v.shape[0], 1, 1] : [1, v.shape[0]]);

/**
 * Batch normalisation from the batch's own statistics: y = gamma (x - mean) / sqrt(variance + epsilon) + beta, with mean
 * and variance over all axes but the channel's. The CPU has an operator for it; elsewhere the same is spelled out.
 */
export function batchNormTraining(graph: Graph, x: Tensor, gamma: Tensor, beta: Tensor, epsilon: number): Normalised {
  const channels = x.shape[1];
  const rank = x.shape.length;
  const axes = rank === 4 ? [0, 2, 3] : [0];
  const [y, mean, variance] = graph.block('BatchNormTraining', [x, gamma, beta], { epsilon: float(epsilon) }, () => {
    if (graph.target === 'cpu') {
      // The runtime writes both statistics over the memory of these inputs: two constants would be merged into one and
      // then hold both, and would keep a NaN for ever. So they are computed anew, from different values.
      const [first, second] = [scale(graph, gamma, 0), scale(graph, beta, 0)];
      const outputs = [{ shape: x.shape }, { shape: [channels] }, { shape: [channels] }];
      // momentum 0: what leaves as "running" statistics is the batch's own
      const attributes = { training_mode: int(1), momentum: float(0), epsilon: float(epsilon) };
      const made = graph.addMany('BatchNormalization', [x, gamma, beta, first, second], outputs, attributes);
      return { outputs: made, saved: [made[1], made[2]] };
    }
    const mean = reduceMean(graph, x, axes);
    const centred = sub(graph, x, perChannel(graph, mean, rank));
    const variance = reduceMean(graph, mul(graph, centred, centred), axes);
    const factor = div(graph, gamma, sqrt(graph, add(graph, variance, graph.scalar(epsilon))));
    const y = add(graph, mul(graph, centred, perChannel(graph, factor, rank)), perChannel(graph, beta, rank));
    return { outputs: [y, mean, variance], saved: [mean, variance] };
  });
  return { y, mean, variance };
}

/** x times `mask`, whose values are 0 or 1 / (1 - rate), drawn outside from a seed. */
export const dropout = (graph: Graph, x: Tensor, mask: Tensor): Tensor => mul(graph, x, mask);
