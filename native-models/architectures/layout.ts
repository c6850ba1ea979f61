import { random } from '../../app/math/random.ts';
import { Graph } from '../graph/graph.ts';
import { sizeOf, type Tensor } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import { Layers, type ParameterSpec } from './layers.ts';

export interface PlacedParameter extends ParameterSpec {
  /** First element in the vector of all weights. */
  readonly offset: number;
}

export interface PlacedStatistics {
  readonly name: string;
  readonly channels: number;
  /** First of `channels` means in the vector of all statistics; as many variances follow. */
  readonly offset: number;
}

/** Where each parameter of a network lies in one vector, and each normalisation's running statistics in another. */
export interface Layout {
  readonly parameters: ReadonlyMap<string, PlacedParameter>;
  readonly statistics: ReadonlyMap<string, PlacedStatistics>;
  readonly size: number;
  readonly statisticsSize: number;
  /** Weights of convolutions and full layers come first, biases and normalisation last: the first so many decay. */
  readonly decaying: number;
}

/** The numbers of a network: everything that training changes. */
export interface ModelState {
  readonly weights: Float32Array;
  readonly statistics: Float32Array;
}

/** The smallest input that an architecture takes. */
export const smallestSide = (architecture: Architecture): number =>
  architecture.kind === 'regression' ? architecture.divisor : Math.max(architecture.divisor, 8);

/** Lays out the parameters of an architecture. They depend on the outputs, not on the size of the image. */
export function layoutOf(architecture: Architecture, outputs: number): Layout {
  const graph = new Graph();
  const specs: ParameterSpec[] = [];
  const norms: { name: string; channels: number }[] = [];
  const layers = new Layers(graph, {
    parameter: (spec) => {
      if (specs.some(({ name }) => name === spec.name)) throw new Error(`Two parameters are named ${spec.name}`);
      specs.push(spec);
      return graph.input(spec.name, 'float32', spec.shape);
    },
    statistics: () => null,
    observed: (name, mean) => norms.push({ name, channels: mean.shape[0] }),
    mask: () => null,
  });
  const side = smallestSide(architecture);
  architecture.build(layers, graph.input('image', 'float32', [1, 1, side, side]), outputs);

  const ordered = [...specs.filter((s) => s.shape.length > 1), ...specs.filter((s) => s.shape.length <= 1)];
  const parameters = new Map<string, PlacedParameter>();
  let size = 0;
  let decaying = 0;
  for (const spec of ordered) {
    parameters.set(spec.name, { ...spec, offset: size });
    size += sizeOf(spec.shape);
    if (spec.shape.length > 1) decaying = size;
  }
  const statistics = new Map<string, PlacedStatistics>();
  let statisticsSize = 0;
  for (const norm of norms) {
    statistics.set(norm.name, { ...norm, offset: statisticsSize });
    statisticsSize += 2 * norm.channels;
  }
  return { parameters, statistics, size, statisticsSize, decaying };
}

/** An untrained network: weights from a seed, running means 0 and variances 1. */
export function initialState(layout: Layout, seed: number): ModelState {
  const draw = random(seed);
  const weights = new Float32Array(layout.size);
  for (const { shape, start, offset } of layout.parameters.values()) {
    const size = sizeOf(shape);
    if (start === 'ones') weights.fill(1, offset, offset + size);
    if (start === 'ones' || start === 'zeros') continue;
    const inputs = size / shape[0];
    const area = shape.length === 4 ? shape[2] * shape[3] : 1;
    // He et al. 2015: variance 2 / inputs; Glorot & Bengio 2010: 2 / (inputs + outputs)
    const deviation = Math.sqrt(2 / (start === 'he' ? inputs : inputs + shape[0] * area));
    for (let i = offset; i < offset + size; i++) weights[i] = draw.normal(0, deviation);
  }
  const statistics = new Float32Array(layout.statisticsSize);
  for (const { channels, offset } of layout.statistics.values())
    statistics.fill(1, offset + channels, offset + 2 * channels);
  return { weights, statistics };
}

/** The parameter that a layer asks for by its spec; throws when another architecture made the layout. */
export function place(layout: Layout, spec: ParameterSpec): PlacedParameter {
  const placed = layout.parameters.get(spec.name);
  if (!placed || sizeOf(placed.shape) !== sizeOf(spec.shape)) throw new Error(`No place for parameter ${spec.name}`);
  return placed;
}

/** Constants of a graph for the parameters and statistics of a state. */
export function constantSource(graph: Graph, layout: Layout, state: ModelState) {
  const vector = (data: Float32Array): Tensor => graph.constant({ type: 'float32', shape: [data.length], data });
  return {
    parameter: (spec: ParameterSpec): Tensor => {
      const { offset, shape, name } = place(layout, spec);
      const data = state.weights.subarray(offset, offset + sizeOf(shape));
      return graph.constant({ type: 'float32', shape, data }, name);
    },
    statistics: (name: string, channels: number) => {
      const offset = layout.statistics.get(name)?.offset ?? 0;
      return {
        mean: vector(state.statistics.subarray(offset, offset + channels)),
        variance: vector(state.statistics.subarray(offset + channels, offset + 2 * channels)),
      };
    },
    observed: () => undefined,
    mask: () => null,
  };
}
