import { Graph } from '../graph/graph.ts';
import { peakBytes, receptiveRadius } from '../graph/measure.ts';
import type { Architecture } from './architecture.ts';
import { Layers } from './layers.ts';
import { smallestSide } from './layout.ts';

export interface NetworkMeasure {
  /** Input pixels farther away than this from a pixel do not change its result. */
  readonly radius: number;
  /** Bytes of memory that a prediction needs for each input pixel, weights aside. */
  readonly bytesPerPixel: number;
}

/** What tiling must know about a network; follows from its layers. */
export function measureNetwork(architecture: Architecture, outputs: number): NetworkMeasure {
  const graph = new Graph();
  const side = Math.max(64, smallestSide(architecture));
  const full = architecture.kind === 'regression' ? architecture.divisor : side;
  const image = graph.input('image', 'float32', [1, 1, full, full]);
  const placeholder = (name: string, shape: readonly number[]) =>
    graph.constant({ type: 'float32', shape, data: zeros(shape) }, name);
  const layers = new Layers(graph, {
    parameter: ({ name, shape }) => placeholder(name, shape),
    // a normalisation in training mode is as large and sees as far as a folded one
    statistics: () => null,
    observed: () => undefined,
    mask: () => null,
  });
  graph.output('scores', architecture.build(layers, image, outputs));
  return { radius: Math.ceil(receptiveRadius(graph, image)), bytesPerPixel: peakBytes(graph) / (full * full) };
}

const zeros = (shape: readonly number[]) => new Float32Array(shape.reduce((a, b) => a * b, 1));
