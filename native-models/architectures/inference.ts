import { add, div, mul, sigmoid, sqrt, sub } from '../graph/elementwise.ts';
import { Graph } from '../graph/graph.ts';
import { reduceMean, softmax } from '../graph/reduction.ts';
import { cutToSize, mirrorToMultiple, slice } from '../graph/shape.ts';
import type { Tensor, TensorData } from '../graph/tensor.ts';
import { type OnnxOptions, writeOnnx } from '../graph/write-onnx.ts';
import type { Architecture } from './architecture.ts';
import { Layers } from './layers.ts';
import { constantSource, type Layout, layoutOf, type ModelState, smallestSide } from './layout.ts';

/**
 * Where the zero mean and unit standard deviation of the input come from. `image`: computed in the graph from the image it is
 * given, for use elsewhere. `given`: from a second input `normalisation` [mean, deviation], so that a tile is treated by the
 * statistics of its whole image. `none`: the input comes normalised.
 */
export type Normalisation = 'image' | 'given' | 'none';

export interface ForwardOptions {
  readonly architecture: Architecture;
  readonly outputs: number;
  readonly state: ModelState;
  readonly normalisation: Normalisation;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Keeps what further training needs beside the folded weights, as constants that no node reads. */
  readonly trainable?: boolean;
  /** What is done to the image before anything else. */
  readonly prepare?: (graph: Graph, image: Tensor) => Tensor;
  /** Takes images of any size: continues them by their mirror image to what the network can divide, and cuts the result. */
  readonly anySize?: boolean;
}

/** Names of the constants of a trainable file. */
export const trainingConstants = { weights: 'training.weights', statistics: 'training.statistics' } as const;

/** Against division by zero on a constant image, grey levels squared. */
const flat = 1e-12;

/**
 * The finished network: `image` [batch, 1, height, width] in grey levels of any scale to `probabilities` [batch, K, height, width]
 * of a segmentation or of maps (reduced), or to `values` [batch, outputs] for a regression. Normalisations are folded into the convolutions; all weights are constants,
 * which the runtime can lay out for speed.
 */
export function writeForward(options: ForwardOptions, layout?: Layout): Uint8Array<ArrayBuffer> {
  const extra: Record<string, TensorData> = {};
  if (options.trainable) {
    const { weights, statistics } = options.state;
    const vector = (data: Float32Array): TensorData => ({ type: 'float32', shape: [data.length], data });
    extra[trainingConstants.weights] = vector(weights);
    extra[trainingConstants.statistics] = vector(statistics);
  }
  return writeOnnx(forwardGraph(options, layout), {
    ...namesOf(options.architecture),
    ...(options.metadata ? { metadata: options.metadata } : {}),
    extra,
  });
}

/** Name and free axes of the file of a finished network. */
export function namesOf({ name, kind, reduction = 1 }: Architecture): Pick<OnnxOptions, 'name' | 'freeAxes'> {
  const free = kind !== 'regression' ? ['batch', null, 'height', 'width'] : ['batch', null, null, null];
  const output = kind === 'regression' ? 'values' : 'probabilities';
  return {
    name,
    freeAxes: { image: free, [output]: kind === 'regression' ? ['batch', null] : reduced(free, reduction) },
  };
}

/** The finished network as a graph; see `writeForward`. */
export function forwardGraph(options: ForwardOptions, layout?: Layout): Graph {
  const { architecture, outputs, state } = options;
  const graph = new Graph();
  const side = smallestSide(architecture);
  const image = graph.input('image', 'float32', [1, 1, side, side]);
  const layers = new Layers(graph, constantSource(graph, layout ?? layoutOf(architecture, outputs), state));
  const { kind, divisor, reduction = 1 } = architecture;
  const given = normalised(graph, options.prepare?.(graph, image) ?? image, options.normalisation);
  const anySize = options.anySize === true && kind !== 'regression';
  const prediction = architecture.build(layers, anySize ? mirrorToMultiple(graph, given, divisor) : given, outputs);
  const output = kind === 'regression' ? 'values' : 'probabilities';
  const ends = {
    segmentation: () => softmax(graph, prediction, 1),
    maps: () => sigmoid(graph, prediction),
    regression: () => prediction,
  };
  const end = ends[kind]();
  graph.output(output, anySize ? cutToSize(graph, end, image, reduction) : end);
  return graph;
}

const reduced = (free: readonly (string | null)[], reduction: number) =>
  reduction === 1 ? free : free.map((axis) => (axis === 'height' || axis === 'width' ? `${axis}_${reduction}` : axis));

function normalised(graph: Graph, image: Tensor, mode: Normalisation): Tensor {
  if (mode === 'none') return image;
  if (mode === 'image') {
    const axes = [1, 2, 3];
    const centred = sub(graph, image, reduceMean(graph, image, axes, true));
    const variance = reduceMean(graph, mul(graph, centred, centred), axes, true);
    return div(graph, centred, sqrt(graph, add(graph, variance, graph.scalar(flat))));
  }
  const given = graph.input('normalisation', 'float32', [2]);
  const part = (i: number) => slice(graph, given, [{ axis: 0, start: i, end: i + 1 }]);
  return div(graph, sub(graph, image, part(0)), part(1));
}
