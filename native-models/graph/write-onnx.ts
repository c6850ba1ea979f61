import type { Attribute, Graph, Node } from './graph.ts';
import { ProtobufWriter } from './protobuf.ts';
import type { Shape, Tensor, TensorData, ValueType } from './tensor.ts';

/** TensorProto.DataType of ONNX. */
export const dataTypeCodes: Readonly<Record<ValueType, number>> = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
};

export interface OnnxOptions {
  /** Name of the graph in the file. */
  readonly name: string;
  /** `metadata_props`, in this order. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Axes that may have any length, by input or output name: null keeps the graph's own length. */
  readonly freeAxes?: Readonly<Record<string, readonly (string | null)[]>>;
  /** Numbers that travel with the file and that no node reads. */
  readonly extra?: Readonly<Record<string, TensorData>>;
}

/** Operator set 17 is the oldest that has everything used here; runtimes of 2022 and later read it. */
export const operatorSet = 17;
/** File format version 8, of the same age. */
const formatVersion = 8;

/**
 * The graph as bytes of an ONNX file. What no output needs is left out. Equal graphs give equal bytes.
 * Reference: onnx.proto of ONNX 1.12, ModelProto.
 */
export function writeOnnx(graph: Graph, options: OnnxOptions): Uint8Array<ArrayBuffer> {
  const nodes = graph.needed();
  const used = new Set<Tensor>(graph.outputs.map(({ tensor }) => tensor));
  for (const node of nodes) for (const tensor of node.inputs) if (tensor) used.add(tensor);
  const renamed = outputNames(graph, nodes);
  const nameOf = (tensor: Tensor) => renamed.get(tensor) ?? tensor.name;
  const domains = [...new Set(nodes.map((node) => node.domain))].filter((domain) => domain !== '').sort();
  const model = new ProtobufWriter();
  model.int(1, formatVersion).text(2, 'Morphoscope');
  model.message(7, (g) => {
    nodes.forEach((node, i) => {
      g.message(1, (n) => writeNode(n, node, i, nameOf));
    });
    for (const { name, tensor } of graph.outputs)
      if (nameOf(tensor) !== name)
        g.message(1, (n) => n.text(1, nameOf(tensor)).text(2, name).text(3, `output_${name}`).text(4, 'Identity'));
    g.text(2, options.name);
    for (const tensor of graph.constants)
      if (used.has(tensor)) g.message(5, (t) => writeConstant(t, tensor.name, { ...tensor, data: tensor.constant }));
    for (const [name, value] of Object.entries(options.extra ?? {})) g.message(5, (t) => writeConstant(t, name, value));
    for (const tensor of graph.inputs)
      g.message(11, (v) => writeValueInfo(v, tensor.name, tensor, options.freeAxes?.[tensor.name]));
    for (const { name, tensor } of graph.outputs)
      g.message(12, (v) => writeValueInfo(v, name, tensor, options.freeAxes?.[name]));
  });
  model.message(8, (o) => o.text(1, '').int(2, operatorSet));
  for (const domain of domains) model.message(8, (o) => o.text(1, domain).int(2, 1));
  for (const [key, value] of Object.entries(options.metadata ?? {}))
    model.message(14, (entry) => entry.text(1, key).text(2, value));
  return model.finish();
}

/** Computed tensors that carry an output's name in the file; other outputs are copies of inputs, constants or each other. */
function outputNames(graph: Graph, nodes: readonly Node[]): Map<Tensor, string> {
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const names = new Map<Tensor, string>();
  for (const { name, tensor } of graph.outputs) if (computed.has(tensor) && !names.has(tensor)) names.set(tensor, name);
  return names;
}

function writeNode(n: ProtobufWriter, node: Node, index: number, nameOf: (tensor: Tensor) => string): void {
  for (const tensor of node.inputs) n.text(1, tensor ? nameOf(tensor) : '');
  for (const tensor of node.outputs) n.text(2, nameOf(tensor));
  n.text(3, `${node.op}_${index}`).text(4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes))
    n.message(5, (a) => writeAttribute(a, name, attribute));
  if (node.domain !== '') n.text(7, node.domain);
}

function writeAttribute(a: ProtobufWriter, name: string, attribute: Attribute): void {
  a.text(1, name);
  switch (attribute.kind) {
    case 'float':
      a.float(2, attribute.value).int(20, 1);
      break;
    case 'int':
      a.int(3, attribute.value).int(20, 2);
      break;
    case 'string':
      a.text(4, attribute.value).int(20, 3);
      break;
    case 'floats':
      for (const value of attribute.value) a.float(7, value);
      a.int(20, 6);
      break;
    case 'ints':
      for (const value of attribute.value) a.int(8, value);
      a.int(20, 7);
      break;
  }
}

function writeConstant(
  t: ProtobufWriter,
  name: string,
  value: { shape: Shape; type: ValueType; data: TensorData['data'] | null },
): void {
  const { data } = value;
  if (!data) throw new Error(`${name} has no value`);
  for (const length of value.shape) t.int(1, length);
  t.int(2, dataTypeCodes[value.type])
    .text(8, name)
    .bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(
  v: ProtobufWriter,
  name: string,
  tensor: Tensor,
  axes: readonly (string | null)[] | undefined,
): void {
  v.text(1, name).message(2, (type) =>
    type.message(1, (t) =>
      t.int(1, dataTypeCodes[tensor.type]).message(2, (shape) => {
        tensor.shape.forEach((length, i) => {
          const free = axes?.[i];
          shape.message(1, (d) => (free ? d.text(2, free) : d.int(1, length)));
        });
      }),
    ),
  );
}
