import { add, div, exp, log, mul, neg, relu, scale, sigmoid, sub } from '../graph/elementwise.ts';
import type { Graph } from '../graph/graph.ts';
import { reduceSum } from '../graph/reduction.ts';
import { float32, type Tensor } from '../graph/tensor.ts';

export interface MapLossOptions {
  /** Share of each map in the cross-entropy; all alike by default. */
  readonly mapWeights?: readonly number[];
  /** Maps that are areas: their soft Dice is added. None by default. */
  readonly diceMaps?: readonly number[];
}

/** Keeps quotients finite where nothing counts. */
const tiny = 1e-6;
/** Added above and below the fraction of the soft Dice, so that an empty map that stays empty scores 1. */
const smooth = 1;

/** log(1 + e^x) without overflow: max(x, 0) + log(1 + e^-|x|). */
function softplus(graph: Graph, x: Tensor): Tensor {
  const [above, below] = [relu(graph, x), relu(graph, neg(graph, x))];
  const tail = log(graph, add(graph, exp(graph, neg(graph, add(graph, above, below))), graph.scalar(1)));
  return add(graph, above, tail);
}

/**
 * Compares raw scores of independent maps with values 0..1 that may lie in between (a distance, a soft edge). Each map: the
 * cross-entropy sum w (log(1 + e^x) - t x) / sum w, which is least where sigmoid(x) = t; the maps by their weights; plus
 * 1 - (2 sum w p t + 1) / (sum w p + sum w t + 1), mean over the areas, p = sigmoid(x).
 * @param scores, truth, importance [N, K, H, W]; an importance of 0 means that nothing is known
 */
export function mapLoss(
  graph: Graph,
  scores: Tensor,
  truth: Tensor,
  importance: Tensor,
  { mapWeights, diceMaps = [] }: MapLossOptions,
): Tensor {
  const maps = scores.shape[1];
  const axes = [0, 2, 3];
  const each = sub(graph, softplus(graph, scores), mul(graph, truth, scores));
  const counted = add(graph, reduceSum(graph, importance, axes), graph.scalar(tiny));
  const entropy = div(graph, reduceSum(graph, mul(graph, importance, each), axes), counted);
  const shares = Array.from({ length: maps }, (_, k) => mapWeights?.[k] ?? 1);
  const loss = reduceSum(graph, mul(graph, entropy, graph.constant(float32([maps], shares))));
  if (diceMaps.length === 0) return loss;
  const p = mul(graph, importance, sigmoid(graph, scores));
  const both = reduceSum(graph, mul(graph, p, truth), axes);
  const total = reduceSum(graph, add(graph, p, mul(graph, importance, truth)), axes);
  const one = graph.scalar(smooth);
  const dice = div(graph, add(graph, scale(graph, both, 2), one), add(graph, total, one));
  const chosen = Array.from({ length: maps }, (_, k) => (diceMaps.includes(k) ? 1 / diceMaps.length : 0));
  const mean = reduceSum(graph, mul(graph, dice, graph.constant(float32([maps], chosen))));
  return add(graph, loss, sub(graph, graph.scalar(1), mean));
}
