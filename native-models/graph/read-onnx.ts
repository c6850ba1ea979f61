import { Failure } from '../../app/domain/failure.ts';
import { type ProtobufField, protobufFields, protobufInts } from './protobuf.ts';
import { type Shape, sizeOf, type TensorData, type ValueType } from './tensor.ts';
import { dataTypeCodes } from './write-onnx.ts';

/** An input or output as a file declares it. */
export interface OnnxValue {
  readonly name: string;
  /** Null for types that are not used here. */
  readonly type: ValueType | null;
  /** A length, the name of a free one, or null where the file says nothing. */
  readonly shape: readonly (number | string | null)[];
}

export interface OnnxNode {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What a model file says about itself, and its numbers. */
export interface OnnxModel {
  readonly producer: string;
  /** Version of the standard operator set. */
  readonly operatorSet: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly nodes: readonly OnnxNode[];
  /** Constants by name; those of types that are not used here are left out. */
  readonly constants: ReadonlyMap<string, TensorData>;
}

const string = (field: ProtobufField): string => new TextDecoder().decode(field.bytes);

const typeOf = (code: number): ValueType | null =>
  (Object.keys(dataTypeCodes) as ValueType[]).find((type) => dataTypeCodes[type] === code) ?? null;

/**
 * Reads an ONNX file: metadata, declared inputs and outputs, nodes without attributes, constants. Inputs that only give a
 * constant its name are left out.
 * @throws Failure `malformed` when the bytes are no ONNX model, `truncated` when their end is missing, `unsupported` when its numbers lie in other files
 */
export function readOnnx(bytes: Uint8Array, name: string): OnnxModel {
  try {
    return readModel(bytes, name);
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    // every model begins with the version of its format: what begins so and ends early was cut off
    if (bytes[0] === 8 && /longer than|ends inside/.test(why))
      throw new Failure('truncated', `${name} is cut off: ${why}.`, 'Copy or download the model again.', name);
    throw new Failure('malformed', `${name} is not an ONNX model: ${why}.`, 'Choose a file that ends in .onnx.', name);
  }
}

function readModel(bytes: Uint8Array, name: string): OnnxModel {
  let producer = '';
  let operatorSet = 0;
  let graph: Uint8Array | null = null;
  const metadata: Record<string, string> = {};
  for (const field of protobufFields(bytes)) {
    if (field.field === 2) producer = string(field);
    else if (field.field === 7) graph = field.bytes;
    else if (field.field === 8) operatorSet = Math.max(operatorSet, standardSet(field.bytes));
    else if (field.field === 14) {
      const entry = [...protobufFields(field.bytes)];
      const key = entry.find((f) => f.field === 1);
      const value = entry.find((f) => f.field === 2);
      if (key) metadata[string(key)] = value ? string(value) : '';
    }
  }
  if (!graph || operatorSet === 0) throw new RangeError('it holds no graph');
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, TensorData>();
  const inputs: OnnxValue[] = [];
  const outputs: OnnxValue[] = [];
  for (const field of protobufFields(graph)) {
    if (field.field === 1) nodes.push(readNode(field.bytes));
    else if (field.field === 5) readConstant(field.bytes, name, constants);
    else if (field.field === 11) inputs.push(readValue(field.bytes));
    else if (field.field === 12) outputs.push(readValue(field.bytes));
  }
  if (outputs.length === 0) throw new RangeError('it has no outputs');
  return {
    producer,
    operatorSet,
    metadata,
    inputs: inputs.filter((value) => !constants.has(value.name)),
    outputs,
    nodes,
    constants,
  };
}

/** The version when the entry is for the standard operators, else 0. */
function standardSet(bytes: Uint8Array): number {
  let domain = '';
  let version = 0;
  for (const field of protobufFields(bytes)) {
    if (field.field === 1) domain = string(field);
    else if (field.field === 2) version = Number(field.int);
  }
  return domain === '' || domain === 'ai.onnx' ? version : 0;
}

function readNode(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let [op, domain] = ['', ''];
  for (const field of protobufFields(bytes)) {
    if (field.field === 1) inputs.push(string(field));
    else if (field.field === 2) outputs.push(string(field));
    else if (field.field === 4) op = string(field);
    else if (field.field === 7) domain = string(field);
  }
  return { op, domain, inputs, outputs };
}

function readValue(bytes: Uint8Array): OnnxValue {
  let name = '';
  let type: ValueType | null = null;
  let shape: (number | string | null)[] = [];
  for (const field of protobufFields(bytes)) {
    if (field.field === 1) name = string(field);
    if (field.field !== 2) continue;
    const tensor = [...protobufFields(field.bytes)].find((f) => f.field === 1);
    for (const part of tensor ? protobufFields(tensor.bytes) : []) {
      if (part.field === 1) type = typeOf(Number(part.int));
      else if (part.field === 2) shape = readAxes(part.bytes);
    }
  }
  return { name, type, shape };
}

function readAxes(bytes: Uint8Array): (number | string | null)[] {
  const axes: (number | string | null)[] = [];
  for (const axis of protobufFields(bytes)) {
    if (axis.field !== 1) continue;
    let length: number | string | null = null;
    for (const part of protobufFields(axis.bytes)) {
      if (part.field === 1) length = Number(part.int);
      else if (part.field === 2) length = string(part);
    }
    axes.push(length);
  }
  return axes;
}

function readConstant(bytes: Uint8Array, file: string, into: Map<string, TensorData>): void {
  const shape: number[] = [];
  let name = '';
  let type: ValueType | null = null;
  let raw: Uint8Array | null = null;
  const floats: number[] = [];
  const wholes: bigint[] = [];
  for (const field of protobufFields(bytes)) {
    if (field.field === 1) shape.push(...protobufInts(field).map(Number));
    else if (field.field === 2) type = typeOf(Number(field.int));
    else if (field.field === 4) pushFloats(field, floats);
    else if (field.field === 5 || field.field === 7) for (const value of protobufInts(field)) wholes.push(value);
    else if (field.field === 8) name = string(field);
    else if (field.field === 9) raw = field.bytes;
    else if (field.field === 14 && field.int === 1n)
      throw new Failure(
        'unsupported',
        `${file} keeps its weights in other files.`,
        'Export the model as a single file.',
        file,
      );
  }
  if (!type || name === '') return;
  const data = raw ? fromRaw(type, raw) : fromLists(type, floats, wholes);
  if (data.length !== sizeOf(shape)) throw new RangeError(`constant ${name} has ${data.length} values`);
  into.set(name, { type, shape: shape as Shape, data });
}

function pushFloats(field: ProtobufField, into: number[]): void {
  if (field.bytes.length < 4) throw new RangeError('a float is cut short');
  const view = new DataView(field.bytes.buffer, field.bytes.byteOffset, field.bytes.length);
  for (let at = 0; at + 4 <= field.bytes.length; at += 4) into.push(view.getFloat32(at, true));
}

function fromRaw(type: ValueType, raw: Uint8Array): TensorData['data'] {
  // the slice of a Buffer would share its memory and need not be aligned
  const copy = new Uint8Array(raw).buffer;
  switch (type) {
    case 'float32':
      return new Float32Array(copy);
    case 'int64':
      return new BigInt64Array(copy);
    case 'int32':
      return new Int32Array(copy);
    case 'float16':
      return new Uint16Array(copy);
    case 'int8':
      return new Int8Array(copy);
    case 'uint8':
    case 'bool':
      return new Uint8Array(copy);
  }
}

function fromLists(type: ValueType, floats: number[], wholes: bigint[]): TensorData['data'] {
  if (type === 'float32') return Float32Array.from(floats);
  if (type === 'int64') return BigInt64Array.from(wholes);
  const numbers = wholes.map(Number);
  if (type === 'int32') return Int32Array.from(numbers);
  if (type === 'float16') return Uint16Array.from(numbers);
  return type === 'int8' ? Int8Array.from(numbers) : Uint8Array.from(numbers);
}
