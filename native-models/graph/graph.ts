import { type ArraysOf, type Shape, sizeOf, type Tensor, type TensorData, type ValueType } from './tensor.ts';

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] };

export type Attributes = Readonly<Record<string, Attribute>>;

export const int = (value: number): Attribute => ({ kind: 'int', value });
export const float = (value: number): Attribute => ({ kind: 'float', value });
export const text = (value: string): Attribute => ({ kind: 'string', value });
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value });

/** One ONNX operator. `null` stands for an optional input that is left out. */
export interface Node {
  readonly op: string;
  /** '' is the standard operator set. */
  readonly domain: string;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
}

/**
 * What reverse mode differentiates as one: a single node, or several that have one gradient together (batch
 * normalisation from its statistics, a loss). `saved` are inner values that the gradient reuses.
 */
export interface Step {
  readonly op: string;
  readonly inputs: readonly (Tensor | null)[];
  readonly outputs: readonly Tensor[];
  readonly attributes: Attributes;
  readonly saved: readonly Tensor[];
}

export interface Named {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * Where a graph will run. `cpu` may use operators that only the CPU provider has; `any` keeps to those that GPU providers
 * have too, so that nothing travels between devices in the middle of a step.
 */
export type Target = 'cpu' | 'any';

/** Channels that the processor's convolutions take at once: 16 with AVX-512, 8 with AVX or NEON, 0 where none are known. */
export type ChannelBlock = 0 | 8 | 16;

/**
 * A computation under construction: inputs, constants, nodes in the order in which they run, outputs. Names are given by
 * counting, so that equal construction gives equal bytes.
 */
export class Graph {
  readonly target: Target;
  readonly channelBlock: ChannelBlock;
  readonly nodes: Node[] = [];
  readonly steps: Step[] = [];
  readonly inputs: Tensor[] = [];
  readonly outputs: Named[] = [];
  readonly constants: Tensor[] = [];
  readonly #scalars = new Map<string, Tensor>();
  #count = 0;
  #depth = 0;

  constructor(target: Target = 'cpu', channelBlock: ChannelBlock = 0) {
    this.target = target;
    this.channelBlock = channelBlock;
  }

  input(name: string, type: ValueType, shape: Shape): Tensor {
    if (this.inputs.some((tensor) => tensor.name === name)) throw new Error(`Two inputs are named ${name}`);
    const tensor: Tensor = { name, type, shape, constant: null };
    this.inputs.push(tensor);
    return tensor;
  }

  /** @param name how the constant is found again in the file; counted when left out */
  constant<T extends ValueType>(value: TensorData<T>, name?: string): Tensor {
    if (value.data.length !== sizeOf(value.shape))
      throw new Error(`${value.data.length} values do not fill [${value.shape.join(', ')}]`);
    const tensor: Tensor = {
      name: name ?? this.#next('c'),
      type: value.type,
      shape: value.shape,
      constant: value.data as ArraysOf[ValueType],
    };
    this.constants.push(tensor);
    return tensor;
  }

  /** A float32 constant without axes; equal numbers are one tensor. */
  scalar(value: number): Tensor {
    const key = `f${Object.is(value, -0) ? '-0' : value}`;
    const known = this.#scalars.get(key);
    if (known) return known;
    const made = this.constant({ type: 'float32', shape: [], data: Float32Array.of(value) });
    this.#scalars.set(key, made);
    return made;
  }

  /** An int64 constant of one axis, for axes, sizes and positions; equal lists are one tensor. */
  integers(values: readonly number[]): Tensor {
    const key = `i${values.join(',')}`;
    const known = this.#scalars.get(key);
    if (known) return known;
    const made = this.constant({ type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
    this.#scalars.set(key, made);
    return made;
  }

  /** Adds an operator with several outputs; shapes are the caller's to state. */
  addMany(
    op: string,
    inputs: readonly (Tensor | null)[],
    outputs: readonly { readonly shape: Shape; readonly type?: ValueType }[],
    attributes: Attributes = {},
    domain = '',
  ): Tensor[] {
    const made = outputs.map(({ shape, type }): Tensor => {
      return { name: this.#next('t'), type: type ?? 'float32', shape: [...shape], constant: null };
    });
    this.nodes.push({ op, domain, inputs, outputs: made, attributes });
    if (this.#depth === 0) this.steps.push({ op, inputs, outputs: made, attributes, saved: [] });
    return made;
  }

  add(
    op: string,
    inputs: readonly (Tensor | null)[],
    shape: Shape,
    attributes: Attributes = {},
    type: ValueType = 'float32',
    domain = '',
  ): Tensor {
    return this.addMany(op, inputs, [{ shape, type }], attributes, domain)[0];
  }

  /** Nodes made inside `build` are differentiated together, by the rule named `op`. */
  block(
    op: string,
    inputs: readonly (Tensor | null)[],
    attributes: Attributes,
    build: () => { readonly outputs: readonly Tensor[]; readonly saved?: readonly Tensor[] },
  ): readonly Tensor[] {
    this.#depth++;
    try {
      const { outputs, saved } = build();
      if (this.#depth === 1) this.steps.push({ op, inputs, outputs, attributes, saved: saved ?? [] });
      return outputs;
    } finally {
      this.#depth--;
    }
  }

  output(name: string, tensor: Tensor): void {
    if (this.outputs.some((output) => output.name === name)) throw new Error(`Two outputs are named ${name}`);
    this.outputs.push({ name, tensor });
  }

  /** The nodes that the outputs need, in order. */
  needed(): Node[] {
    const wanted = new Set(this.outputs.map(({ tensor }) => tensor));
    const kept: Node[] = [];
    for (let i = this.nodes.length - 1; i >= 0; i--) {
      const node = this.nodes[i];
      if (!node.outputs.some((tensor) => wanted.has(tensor))) continue;
      kept.push(node);
      for (const tensor of node.inputs) if (tensor) wanted.add(tensor);
    }
    return kept.reverse();
  }

  #next(prefix: string): string {
    return `${prefix}${this.#count++}`;
  }
}
