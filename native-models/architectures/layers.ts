import { type ConvOptions, conv as convolve } from '../graph/convolution.ts';
import { relu } from '../graph/elementwise.ts';
import type { Graph } from '../graph/graph.ts';
import { batchNormTraining, dropout } from '../graph/normalise.ts';
import { dense } from '../graph/products.ts';
import { float32, type Shape, type Tensor } from '../graph/tensor.ts';

/** How a parameter begins: He's normal distribution for what a ReLU follows, Glorot's for linear ends, or a number. */
export type Start = 'he' | 'glorot' | 'zeros' | 'ones';

export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly start: Start;
}

/** Where the layers of a network get their numbers from. */
export interface ParameterSource {
  parameter(spec: ParameterSpec): Tensor;
  /** Mean and variance [C] that a normalisation uses, or null when it is to use its batch's own. */
  statistics(name: string, channels: number): { readonly mean: Tensor; readonly variance: Tensor } | null;
  /** Takes what a batch's statistics were; `count` values a channel. */
  observed(name: string, mean: Tensor, variance: Tensor, count: number): void;
  /** Factors 0 or 1 / (1 - rate) for a dropout, or null where nothing is dropped. */
  mask(name: string, shape: Shape, rate: number): Tensor | null;
}

export interface LayerOptions extends ConvOptions {
  /** Side of the kernel, 3 by default. */
  readonly kernel?: number;
}

/** Epsilon and share of a new batch in the running statistics: PyTorch's defaults. */
export const normEpsilon = 1e-5;
export const normMomentum = 0.1;

/**
 * What architectures are written in: layers with names whose parameters come from outside, so that one description
 * gives the training graph, the inference graph (normalisation folded into the convolutions) and the list of parameters.
 */
export class Layers {
  readonly graph: Graph;
  readonly #source: ParameterSource;

  constructor(graph: Graph, source: ParameterSource) {
    this.graph = graph;
    this.#source = source;
  }

  /** Convolution with bias; the output keeps the size at stride 1. */
  conv(name: string, x: Tensor, channels: number, options: LayerOptions & { readonly start?: Start } = {}): Tensor {
    const w = this.#kernel(name, x, channels, options, options.start ?? 'glorot');
    const b = this.#source.parameter({ name: `${name}.bias`, shape: [channels], start: 'zeros' });
    return convolve(this.graph, x, w, b, withPad(options));
  }

  /** Convolution, batch normalisation, and a ReLU unless `linear`. */
  convNorm(
    name: string,
    x: Tensor,
    channels: number,
    options: LayerOptions & { readonly linear?: boolean } = {},
  ): Tensor {
    const { graph } = this;
    const w = this.#kernel(name, x, channels, options, 'he');
    const gamma = this.#source.parameter({ name: `${name}.norm.scale`, shape: [channels], start: 'ones' });
    const beta = this.#source.parameter({ name: `${name}.norm.shift`, shape: [channels], start: 'zeros' });
    const running = this.#source.statistics(`${name}.norm`, channels);
    let y: Tensor;
    if (running) {
      const { weight, bias } = folded(graph, name, w, gamma, beta, running);
      y = convolve(graph, x, weight, bias, withPad(options));
    } else {
      const raw = convolve(graph, x, w, null, withPad(options));
      const { y: normed, mean, variance } = batchNormTraining(graph, raw, gamma, beta, normEpsilon);
      const count = raw.shape[0] * raw.shape[2] * raw.shape[3];
      this.#source.observed(`${name}.norm`, mean, variance, count);
      y = normed;
    }
    return options.linear ? y : relu(graph, y);
  }

  /** x [N, C] to [N, outputs]. */
  dense(name: string, x: Tensor, outputs: number): Tensor {
    const w = this.#source.parameter({ name: `${name}.weight`, shape: [outputs, x.shape[1]], start: 'glorot' });
    const b = this.#source.parameter({ name: `${name}.bias`, shape: [outputs], start: 'zeros' });
    return dense(this.graph, x, w, b);
  }

  /** While training, each value is zero with probability `rate` and the others grow by 1 / (1 - rate). */
  dropout(name: string, x: Tensor, rate: number): Tensor {
    const mask = this.#source.mask(name, x.shape, rate);
    return mask ? dropout(this.graph, x, mask) : x;
  }

  #kernel(name: string, x: Tensor, channels: number, options: LayerOptions, start: Start): Tensor {
    const { kernel = 3, groups = 1 } = options;
    const shape = [channels, x.shape[1] / groups, kernel, kernel];
    return this.#source.parameter({ name: `${name}.weight`, shape, start });
  }
}

function withPad(options: LayerOptions): ConvOptions {
  const { kernel = 3, dilation = 1 } = options;
  return { ...options, pad: options.pad ?? (dilation * (kernel - 1)) / 2 };
}

/** Weights and bias of one convolution that does what a convolution and a normalisation with fixed statistics do. */
function folded(
  graph: Graph,
  name: string,
  w: Tensor,
  gamma: Tensor,
  beta: Tensor,
  running: { readonly mean: Tensor; readonly variance: Tensor },
): { weight: Tensor; bias: Tensor } {
  const numbers = [w, gamma, beta, running.mean, running.variance].map(
    (tensor) => tensor.constant as Float32Array | null,
  );
  const [weights, scales, shifts, means, variances] = numbers;
  if (!(weights && scales && shifts && means && variances))
    throw new Error(`${name} can only be folded when it is known`);
  const channels = gamma.shape[0];
  const perChannel = weights.length / channels;
  const weight = new Float32Array(weights.length);
  const bias = new Float32Array(channels);
  for (let k = 0; k < channels; k++) {
    const factor = scales[k] / Math.sqrt(variances[k] + normEpsilon);
    for (let i = k * perChannel; i < (k + 1) * perChannel; i++) weight[i] = weights[i] * factor;
    bias[k] = shifts[k] - means[k] * factor;
  }
  return {
    weight: graph.constant(float32(w.shape, weight), `${name}.folded.weight`),
    bias: graph.constant(float32([channels], bias), `${name}.folded.bias`),
  };
}
