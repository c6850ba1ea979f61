import { Graph, int, type Node } from './graph.ts';
import { float32, sizeOf, type Tensor } from './tensor.ts';

/** Smallest and largest value that a tensor takes. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** How a tensor is held in 8 bits: value = (byte - zero) x scale. */
interface Step {
  readonly scale: number;
  readonly zero: number;
}

/** Operators that pass values on as they are. */
const passing = new Set(['MaxPool', 'Resize']);
/** Operators after which values are held in 8 bits. */
const held = new Set(['Conv', 'Relu', 'Concat', 'Add', 'AveragePool', ...passing]);
/** Convolutions of fewer channels stay as they are: they cost little, and the image keeps its grey levels. */
const fewChannels = 4;

/** The float32 tensors of a graph whose range 8 bits have to hold, in the order of its nodes. */
export const rangedTensors = (graph: Graph): Tensor[] =>
  graph.needed().flatMap((node) => node.outputs.filter(({ type }) => type === 'float32' && held.has(node.op)));

/**
 * A graph that gives, for the same inputs, the smallest and the largest value of each of `rangedTensors`: outputs `low` and `high`, [n].
 */
export function rangesGraph(graph: Graph): Graph {
  const watched = new Graph();
  for (const list of ['nodes', 'inputs', 'constants'] as const)
    (watched[list] as unknown[]).push(...(graph[list] as readonly unknown[]));
  const extreme = (op: 'ReduceMin' | 'ReduceMax') => {
    const parts = rangedTensors(graph).map((tensor, i) => {
      const made: Tensor = { name: `${op}${i}`, type: 'float32', shape: [1, 1, 1, 1], constant: null };
      watched.nodes.push({ op, domain: '', inputs: [tensor], outputs: [made], attributes: {} });
      return made;
    });
    const all: Tensor = { name: `${op}All`, type: 'float32', shape: [parts.length, 1, 1, 1], constant: null };
    watched.nodes.push({ op: 'Concat', domain: '', inputs: parts, outputs: [all], attributes: { axis: int(0) } });
    return all;
  };
  watched.output('low', extreme('ReduceMin'));
  watched.output('high', extreme('ReduceMax'));
  return watched;
}

/**
 * The same network with its convolutions in whole numbers of 8 bits: weights by output channel, values by tensor. Convolutions of few
 * channels and the last one stay float32. The runtime turns each such convolution into one operator on bytes.
 * @param ranges of `rangedTensors`, in their order
 */
export function eightBits(graph: Graph, ranges: readonly ValueRange[]): Graph {
  const small = new Graph(graph.target);
  const nodes = graph.needed();
  const known = new Map(rangedTensors(graph).map((tensor, i) => [tensor, ranges[i]]));
  const made = new Map<Tensor, Tensor>();
  const steps = new Map<Tensor, Step>();
  const users = (tensor: Tensor) => nodes.filter((node) => node.inputs.includes(tensor));
  const outputs = new Set(graph.outputs.map(({ tensor }) => tensor));
  for (const input of graph.inputs) made.set(input, small.input(input.name, input.type, input.shape));

  const stepOf = (tensor: Tensor): Step => {
    const { low, high } = known.get(tensor) ?? { low: 0, high: 1 };
    const scale = Math.max(1e-8, (Math.max(0, high) - Math.min(0, low)) / 255);
    return { scale, zero: Math.round(-Math.min(0, low) / scale) };
  };
  const hold = (old: Tensor, value: Tensor, like: Tensor | null) => {
    const step = (like && steps.get(like)) ?? stepOf(old);
    const scale = small.constant(float32([], [step.scale]));
    const zero = small.constant({ type: 'uint8', shape: [], data: Uint8Array.of(step.zero) });
    const bytes = small.add('QuantizeLinear', [value, scale, zero], value.shape, {}, 'uint8');
    steps.set(old, step);
    made.set(old, small.add('DequantizeLinear', [bytes, scale, zero], value.shape));
  };
  const tensorFor = (tensor: Tensor | null): Tensor | null => {
    if (tensor === null) return null;
    const there = made.get(tensor);
    if (there) return there;
    if (tensor.constant === null) throw new Error(`${tensor.name} is not known yet`);
    const constant = small.constant({ type: tensor.type, shape: tensor.shape, data: tensor.constant });
    made.set(tensor, constant);
    return constant;
  };

  for (const node of nodes) {
    const [old] = node.outputs;
    const [x] = node.inputs;
    const step = x ? steps.get(x) : undefined;
    const y =
      step !== undefined && isLarge(node)
        ? convolution(small, node, tensorFor(x) as Tensor, step)
        : small.add(node.op, node.inputs.map(tensorFor), old.shape, node.attributes, old.type, node.domain);
    // a ReLU is part of the convolution before it; the last convolution's scores need all their digits
    const alone = node.op === 'Conv' && users(old).every(({ op }) => op === 'Relu');
    const last = outputs.has(old) || users(old).every(({ op }) => !held.has(op));
    if (!held.has(node.op) || alone || last || node.outputs.length > 1) made.set(old, y);
    else hold(old, y, passing.has(node.op) ? (x ?? null) : null);
  }
  for (const { name, tensor } of graph.outputs) small.output(name, tensorFor(tensor) as Tensor);
  return small;
}

function isLarge({ op, inputs }: Node): boolean {
  const [, w, b] = inputs;
  return op === 'Conv' && w?.constant instanceof Float32Array && w.shape[1] >= fewChannels && b?.constant !== null;
}

/** A convolution of bytes with bytes, as ONNX says it: everything is written as floats made of bytes. */
function convolution(small: Graph, { inputs, outputs, attributes }: Node, x: Tensor, step: Step): Tensor {
  const [, w, b] = inputs as Tensor[];
  const weights = w.constant as Float32Array;
  const channels = w.shape[0];
  const size = sizeOf(w.shape) / channels;
  const biases = b ? (b.constant as Float32Array) : null;
  const bytes = new Int8Array(weights.length);
  const scales = new Float32Array(channels);
  for (let k = 0; k < channels; k++) {
    const part = weights.subarray(k * size, (k + 1) * size);
    const most = part.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    // fine enough for the weights, and coarse enough that the bias is a number of 32 bits
    scales[k] = Math.max(1e-12, most / 127, Math.abs(biases?.[k] ?? 0) / (step.scale * 2 ** 30));
    for (let i = 0; i < size; i++) bytes[k * size + i] = Math.round(part[i] / scales[k]);
  }
  const byChannel = { axis: int(0) };
  const scale = small.constant(float32([channels], scales));
  const zeros = small.constant({ type: 'int8', shape: [channels], data: new Int8Array(channels) });
  const whole = small.constant({ type: 'int8', shape: w.shape, data: bytes });
  const weight = small.add('DequantizeLinear', [whole, scale, zeros], w.shape, byChannel);
  if (!biases) return small.add('Conv', [x, weight], outputs[0].shape, attributes);
  const biasScale = scales.map((s) => s * step.scale);
  const bias = Int32Array.from(biases, (v, k) => Math.round(v / biasScale[k]));
  const added = small.add(
    'DequantizeLinear',
    [small.constant({ type: 'int32', shape: b.shape, data: bias }), small.constant(float32([channels], biasScale))],
    b.shape,
    byChannel,
  );
  return small.add('Conv', [x, weight, added], outputs[0].shape, attributes);
}
