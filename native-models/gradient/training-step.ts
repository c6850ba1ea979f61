import type { Architecture } from '../architectures/architecture.ts';
import { Layers, normMomentum } from '../architectures/layers.ts';
import { type Layout, layoutOf, place } from '../architectures/layout.ts';
import { add, mul, scale } from '../graph/elementwise.ts';
import { type ChannelBlock, Graph, type Target } from '../graph/graph.ts';
import { concat, reshape, slice } from '../graph/shape.ts';
import { float32, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { writeOnnx } from '../graph/write-onnx.ts';
import { backward } from './backward.ts';
import { type LossOptions, meanSquaredError, segmentationLoss } from './losses.ts';
import { type MapLossOptions, mapLoss } from './map-losses.ts';
import { memoryOf, type OptimiserOptions, optimise } from './optimisers.ts';

export interface StepOptions {
  readonly architecture: Architecture;
  /** Classes of a segmentation, or numbers of a regression. */
  readonly outputs: number;
  readonly batch: number;
  /** Rows and columns of a patch. */
  readonly height: number;
  readonly width: number;
  /** Of segmentations; regressions minimise the mean squared error. */
  readonly loss: LossOptions;
  /** Of maps. */
  readonly mapLoss?: MapLossOptions;
  readonly optimiser: OptimiserOptions;
  readonly target: Target;
  /** Of the processor that it will run on; 0 works everywhere. */
  readonly channelBlock?: ChannelBlock;
}

export interface DropoutMask {
  /** Input of the graph, float32. */
  readonly name: string;
  readonly shape: Shape;
  readonly rate: number;
}

/**
 * One step of training as a network of its own. Inputs: `image` [N, 1, H, W]; `labels` [N, 1, H, W] int32 (segmentation),
 * `maps` and their `importance` [N, outputs, h, w] float32 (maps, h and w reduced) or `values` [N, outputs] float32
 * (regression); the state `weights` [P], `memory0`... [P], `statistics` [S]; `rate` [] and `step` []
 * (from 1); the dropout masks. Outputs: `loss` []; `overlaps` [3, K] for segmentations; `norm` [] of the gradient when it is
 * limited; the state after the step under its names with `_next`.
 */
export interface TrainingStep {
  readonly model: Uint8Array<ArrayBuffer>;
  readonly layout: Layout;
  /** Vectors that the optimiser remembers. */
  readonly memory: number;
  readonly masks: readonly DropoutMask[];
}

interface Observed {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly count: number;
}

export function buildTrainingStep(options: StepOptions): TrainingStep {
  const { architecture, outputs, batch, height, width } = options;
  const layout = layoutOf(architecture, outputs);
  const graph = new Graph(options.target, options.channelBlock);
  const image = graph.input('image', 'float32', [batch, 1, height, width]);
  const weights = graph.input('weights', 'float32', [layout.size]);
  const variables = new Map<string, Tensor>();
  const observed = new Map<string, Observed>();
  const masks: DropoutMask[] = [];
  const layers = new Layers(graph, {
    parameter: (spec) => {
      const { offset } = place(layout, spec);
      const part = slice(graph, weights, [{ axis: 0, start: offset, end: offset + sizeOf(spec.shape) }]);
      const parameter = reshape(graph, part, spec.shape);
      variables.set(spec.name, parameter);
      return parameter;
    },
    statistics: () => null,
    observed: (name, mean, variance, count) => observed.set(name, { mean, variance, count }),
    mask: (name, shape, rate) => {
      masks.push({ name: `mask.${name}`, shape, rate });
      return graph.input(`mask.${name}`, 'float32', shape);
    },
  });
  const prediction = architecture.build(layers, image, outputs);
  const loss = compare(graph, options, prediction);
  graph.output('loss', loss);
  learn(graph, options, layout, weights, loss, variables);
  followStatistics(graph, layout, observed);
  return {
    model: writeOnnx(graph, { name: `${architecture.name} training step` }),
    layout,
    memory: memoryOf(options.optimiser.optimiser),
    masks,
  };
}

/** The loss of a prediction, with the inputs of the graph that it is compared with. */
function compare(graph: Graph, { architecture, batch, height, width, ...options }: StepOptions, found: Tensor): Tensor {
  switch (architecture.kind) {
    case 'segmentation': {
      const labels = graph.input('labels', 'int32', [batch, 1, height, width]);
      const { loss, overlaps } = segmentationLoss(graph, found, labels, options.loss);
      graph.output('overlaps', overlaps);
      return loss;
    }
    case 'maps': {
      const truth = graph.input('maps', 'float32', found.shape);
      const importance = graph.input('importance', 'float32', found.shape);
      return mapLoss(graph, found, truth, importance, options.mapLoss ?? {});
    }
    case 'regression':
      return meanSquaredError(graph, found, graph.input('values', 'float32', [batch, options.outputs]));
  }
}

/** Gradients of all parameters as one vector, then the optimiser. */
function learn(
  graph: Graph,
  options: StepOptions,
  layout: Layout,
  weights: Tensor,
  loss: Tensor,
  variables: ReadonlyMap<string, Tensor>,
): void {
  const names = [...layout.parameters.keys()];
  const parameters = names.map((name) => {
    const parameter = variables.get(name);
    if (!parameter) throw new Error(`Parameter ${name} is not used`);
    return parameter;
  });
  const gradients = backward(graph, loss, parameters).map((gradient, i) => {
    if (!gradient) throw new Error(`The loss does not depend on ${names[i]}`);
    return reshape(graph, gradient, [sizeOf(gradient.shape)]);
  });
  const memory = Array.from({ length: memoryOf(options.optimiser.optimiser) }, (_, i) =>
    graph.input(`memory${i}`, 'float32', [layout.size]),
  );
  const rate = graph.input('rate', 'float32', []);
  const step = graph.input('step', 'float32', []);
  const decaying = { ...options.optimiser, decaying: options.optimiser.decaying ?? layout.decaying };
  const updated = optimise({
    graph,
    weights,
    gradient: concat(graph, gradients, 0),
    memory,
    rate,
    step,
    options: decaying,
  });
  graph.output('weights_next', updated.weights);
  updated.memory.forEach((vector, i) => {
    graph.output(`memory${i}_next`, vector);
  });
  if (updated.norm) graph.output('norm', updated.norm);
}

/** Running statistics: 0.9 of the old and 0.1 of the batch's, its variance over n - 1, as PyTorch keeps them. */
function followStatistics(graph: Graph, layout: Layout, observed: ReadonlyMap<string, Observed>): void {
  if (layout.statisticsSize === 0) return;
  const running = graph.input('statistics', 'float32', [layout.statisticsSize]);
  const parts: Tensor[] = [];
  const unbiased = new Float32Array(layout.statisticsSize).fill(1);
  for (const { name, channels, offset } of layout.statistics.values()) {
    const batch = observed.get(name);
    if (!batch) throw new Error(`Normalisation ${name} is not used`);
    parts.push(batch.mean, batch.variance);
    unbiased.fill(batch.count / Math.max(1, batch.count - 1), offset + channels, offset + 2 * channels);
  }
  const now = mul(
    graph,
    concat(graph, parts, 0),
    graph.constant(
      float32(
        [layout.statisticsSize],
        unbiased.map((x) => x * normMomentum),
      ),
    ),
  );
  graph.output('statistics_next', add(graph, scale(graph, running, 1 - normMomentum), now));
}
