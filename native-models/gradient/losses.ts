import { add, cast, div, equal, exp, mul, neg, pow, scale, sub } from '../graph/elementwise.ts';
import type { Graph } from '../graph/graph.ts';
import { logSoftmax, reduceMean, reduceSum } from '../graph/reduction.ts';
import { concat, reshape } from '../graph/shape.ts';
import { float32, type Tensor } from '../graph/tensor.ts';

/** What the losses of a segmentation see. Pixels without a label have a `truth` of zero in every class. */
interface Compared {
  readonly graph: Graph;
  /** Log probabilities and probabilities [N, K, H, W]. */
  readonly logs: Tensor;
  readonly probabilities: Tensor;
  /** 1 for the class of a pixel, else 0, [N, K, H, W]. */
  readonly truth: Tensor;
  /** Weight of each class [1, K, 1, 1], or null when all count alike. */
  readonly weights: Tensor | null;
  readonly classes: number;
  readonly options: LossOptions;
}

export type LossName = 'cross-entropy' | 'dice' | 'cross-entropy-dice' | 'focal';

export interface LossOptions {
  readonly loss: LossName;
  /** One a class; classes that matter more count more. */
  readonly classWeights?: readonly number[];
  /** Classes whose Dice is averaged; all by default. */
  readonly diceClasses?: readonly number[];
  /** Exponent of the focal loss, 2 by default. */
  readonly focus?: number;
}

/** Keeps quotients finite where nothing is labelled. */
const tiny = 1e-12;
/** Added above and below the fraction of the soft Dice, so that a class that is absent and not found scores 1. */
const smooth = 1;

/** Sum of the truth, each class by its weight: what a mean over labelled pixels divides by. */
function labelled({ graph, truth, weights }: Compared): Tensor {
  return add(graph, reduceSum(graph, weights ? mul(graph, truth, weights) : truth), graph.scalar(tiny));
}

/** - sum w_k t_k log p_k / sum w_k t_k over labelled pixels. */
function crossEntropy(c: Compared): Tensor {
  const weighted = c.weights ? mul(c.graph, c.truth, c.weights) : c.truth;
  return neg(c.graph, div(c.graph, reduceSum(c.graph, mul(c.graph, weighted, c.logs)), labelled(c)));
}

/** - sum w_k t_k (1 - p_k)^focus log p_k / sum w_k t_k. Reference: Lin et al. 2017. */
function focal(c: Compared): Tensor {
  const { graph } = c;
  const easy = pow(graph, sub(graph, graph.scalar(1), c.probabilities), c.options.focus ?? 2);
  const weighted = c.weights ? mul(graph, c.truth, c.weights) : c.truth;
  const sum = reduceSum(graph, mul(graph, mul(graph, weighted, easy), c.logs));
  return neg(graph, div(graph, sum, labelled(c)));
}

/** Per class: sum p t, sum p over labelled pixels, sum t; each [K]. */
function overlaps({ graph, probabilities, truth }: Compared): { both: Tensor; found: Tensor; there: Tensor } {
  const axes = [0, 2, 3];
  const known = reduceSum(graph, truth, [1], true);
  return {
    both: reduceSum(graph, mul(graph, probabilities, truth), axes),
    found: reduceSum(graph, mul(graph, probabilities, known), axes),
    there: reduceSum(graph, truth, axes),
  };
}

/** 1 - mean over classes of (2 sum p t + 1) / (sum p + sum t + 1), over all pixels of the batch. Reference: Milletari et al. 2016. */
function dice(c: Compared): Tensor {
  const { graph, classes } = c;
  const { both, found, there } = overlaps(c);
  const one = graph.scalar(smooth);
  const each = div(graph, add(graph, scale(graph, both, 2), one), add(graph, add(graph, found, there), one));
  const chosen = c.options.diceClasses ?? Array.from({ length: classes }, (_, k) => k);
  const share = Array.from({ length: classes }, (_, k) =>
    chosen.includes(k) ? (c.options.classWeights?.[k] ?? 1) : 0,
  );
  const total = share.reduce((a, b) => a + b, 0);
  const weights = graph.constant(
    float32(
      [classes],
      share.map((w) => w / total),
    ),
  );
  return sub(graph, graph.scalar(1), reduceSum(graph, mul(graph, each, weights)));
}

const losses: Readonly<Record<LossName, (c: Compared) => Tensor>> = {
  'cross-entropy': crossEntropy,
  dice,
  'cross-entropy-dice': (c) => add(c.graph, crossEntropy(c), dice(c)),
  focal,
};

export interface SegmentationLoss {
  /** A single number. */
  readonly loss: Tensor;
  /** Rows: sum of p t, of p over labelled pixels, of t; [3, K]. Soft Dice of class k: 2 row0 / (row1 + row2). */
  readonly overlaps: Tensor;
}

/**
 * Compares raw scores [N, K, H, W] with labels [N, 1, H, W] (int32; any value outside 0..K-1 is "not labelled" and counts nowhere).
 */
export function segmentationLoss(graph: Graph, scores: Tensor, labels: Tensor, options: LossOptions): SegmentationLoss {
  const classes = scores.shape[1];
  const numbers = graph.constant({
    type: 'int32',
    shape: [1, classes, 1, 1],
    data: Int32Array.from({ length: classes }, (_, k) => k),
  });
  const logs = logSoftmax(graph, scores, 1);
  const weights = options.classWeights ? graph.constant(float32([1, classes, 1, 1], options.classWeights)) : null;
  const compared: Compared = {
    graph,
    logs,
    probabilities: exp(graph, logs),
    truth: equal(graph, cast(graph, labels, 'int32'), numbers),
    weights,
    classes,
    options,
  };
  const { both, found, there } = overlaps(compared);
  const rows = [both, found, there].map((row) => reshape(graph, row, [1, classes]));
  return { loss: losses[options.loss](compared), overlaps: concat(graph, rows, 0) };
}

/** Mean of (prediction - truth)^2 over everything. */
export function meanSquaredError(graph: Graph, prediction: Tensor, truth: Tensor): Tensor {
  const difference = sub(graph, prediction, truth);
  return reduceMean(graph, mul(graph, difference, difference));
}
