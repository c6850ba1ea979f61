import { add, div, minimum, mul, scale, sqrt, sub } from '../graph/elementwise.ts';
import type { Graph } from '../graph/graph.ts';
import { sumOfSquares } from '../graph/reduction.ts';
import { pad, slice } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';

/** One update of all weights, which lie in one vector [P]. */
interface Update {
  readonly graph: Graph;
  readonly weights: Tensor;
  readonly gradient: Tensor;
  /** What the optimiser remembers, vectors [P], zero before the first step. */
  readonly memory: readonly Tensor[];
  /** Learning rate, a single number. */
  readonly rate: Tensor;
  /** Number of this step, from 1, a single float32. */
  readonly step: Tensor;
  readonly options: OptimiserOptions;
}

interface Updated {
  readonly weights: Tensor;
  readonly memory: readonly Tensor[];
}

export type OptimiserName = 'sgd' | 'adam' | 'adamw' | 'adadelta';

export interface OptimiserOptions {
  readonly optimiser: OptimiserName;
  /** 0 by default. L2 term of the gradient; for AdamW the share of each weight that a step takes away, times the rate. */
  readonly weightDecay?: number;
  /** The first weights of the vector that decay; all by default. */
  readonly decaying?: number;
  /** Largest norm of the whole gradient; longer ones are shortened to it. */
  readonly clipNorm?: number;
  /** SGD, 0.9 by default. */
  readonly momentum?: number;
}

interface Optimiser {
  /** Vectors to remember. */
  readonly memory: number;
  readonly decoupled: boolean;
  readonly update: (update: Update) => Updated;
}

/** a x + b y for numbers a and b. */
const mix = (graph: Graph, a: number, x: Tensor, b: number, y: Tensor) =>
  add(graph, scale(graph, x, a), scale(graph, y, b));

/** v = momentum v + g, w = w - rate v. */
function sgd({ graph, weights, gradient, memory, rate, options }: Update): Updated {
  const velocity = add(graph, scale(graph, memory[0], options.momentum ?? 0.9), gradient);
  return { weights: sub(graph, weights, mul(graph, velocity, rate)), memory: [velocity] };
}

const [beta1, beta2, adamEpsilon] = [0.9, 0.999, 1e-8];

/** Kingma & Ba 2015 with beta 0.9 and 0.999, epsilon 1e-8; the corrections of both moments are folded into two numbers. */
function adam({ graph, weights, gradient, memory, rate, step }: Update): Updated {
  const first = mix(graph, beta1, memory[0], 1 - beta1, gradient);
  const second = mix(graph, beta2, memory[1], 1 - beta2, mul(graph, gradient, gradient));
  const one = graph.scalar(1);
  const correction = (beta: number) => sub(graph, one, graph.add('Pow', [graph.scalar(beta), step], []));
  // rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + e) = rate sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + e sqrt(1 - b2^t))
  const root = sqrt(graph, correction(beta2));
  const size = div(graph, mul(graph, rate, root), correction(beta1));
  const below = add(graph, sqrt(graph, second), scale(graph, root, adamEpsilon));
  return { weights: sub(graph, weights, mul(graph, div(graph, first, below), size)), memory: [first, second] };
}

const [rho, adadeltaEpsilon] = [0.9, 1e-6];

/** Zeiler 2012 with rho 0.9, epsilon 1e-6. */
function adadelta({ graph, weights, gradient, memory, rate }: Update): Updated {
  const epsilon = graph.scalar(adadeltaEpsilon);
  const squares = mix(graph, rho, memory[0], 1 - rho, mul(graph, gradient, gradient));
  const ratio = div(graph, sqrt(graph, add(graph, memory[1], epsilon)), sqrt(graph, add(graph, squares, epsilon)));
  const change = mul(graph, ratio, gradient);
  const changes = mix(graph, rho, memory[1], 1 - rho, mul(graph, change, change));
  return { weights: sub(graph, weights, mul(graph, change, rate)), memory: [squares, changes] };
}

const optimisers: Readonly<Record<OptimiserName, Optimiser>> = {
  sgd: { memory: 1, decoupled: false, update: sgd },
  adam: { memory: 2, decoupled: false, update: adam },
  adamw: { memory: 2, decoupled: true, update: adam },
  adadelta: { memory: 2, decoupled: false, update: adadelta },
};

/** How many vectors an optimiser remembers. */
export const memoryOf = (name: OptimiserName): number => optimisers[name].memory;

/** The weights with those that decay kept and the others zero. */
function decayingPart(graph: Graph, weights: Tensor, count: number): Tensor {
  const total = weights.shape[0];
  return pad(graph, slice(graph, weights, [{ axis: 0, start: 0, end: count }]), [0], [total - count]);
}

/** Adds the nodes of one step of the optimiser. Order as in PyTorch: clip, decay, update. */
export function optimise(update: Update): Updated & { readonly norm: Tensor | null } {
  const { graph, weights, rate, options } = update;
  const { decoupled, update: apply } = optimisers[options.optimiser];
  let gradient = update.gradient;
  let norm: Tensor | null = null;
  if (options.clipNorm !== undefined) {
    norm = sqrt(graph, sumOfSquares(graph, gradient));
    const factor = div(graph, graph.scalar(options.clipNorm), add(graph, norm, graph.scalar(1e-6)));
    gradient = mul(graph, gradient, minimum(graph, factor, graph.scalar(1)));
  }
  const decay = options.weightDecay ?? 0;
  if (decay === 0) return { ...apply({ ...update, gradient }), norm };
  const decaying = decayingPart(graph, weights, options.decaying ?? weights.shape[0]);
  if (decoupled) {
    const shrunk = sub(graph, weights, mul(graph, decaying, scale(graph, rate, decay)));
    return { ...apply({ ...update, gradient, weights: shrunk }), norm };
  }
  return { ...apply({ ...update, gradient: add(graph, gradient, scale(graph, decaying, decay)) }), norm };
}
