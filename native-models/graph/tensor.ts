/** Element types that the graphs use, under their ONNX names. Half floats are held by their bits. */
export type ValueType = 'float32' | 'uint8' | 'int8' | 'int32' | 'int64' | 'bool' | 'float16';

export interface ArraysOf {
  float32: Float32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  float16: Uint16Array;
}

/** Row-major; images are [sample, channel, row, column]. */
export type Shape = readonly number[];

/** The numbers of a tensor with their shape, as they travel and are stored. */
export interface TensorData<T extends ValueType = ValueType> {
  readonly type: T;
  readonly shape: Shape;
  readonly data: ArraysOf[T];
}

/** A value of a graph: known by name, type and shape; its numbers only when it is a constant. */
export interface Tensor {
  readonly name: string;
  readonly type: ValueType;
  readonly shape: Shape;
  readonly constant: ArraysOf[ValueType] | null;
}

export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, i) => length === b[i]);
}

/** Shape of an elementwise result by NumPy's rules: aligned at the last axis, length 1 stretches. */
export function broadcast(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1)
      throw new Error(`Shapes [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    return x === 1 ? y : x;
  });
}

export function float32(shape: Shape, data: ArrayLike<number>): TensorData<'float32'> {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  if (values.length !== sizeOf(shape)) throw new Error(`${values.length} values do not fill [${shape.join(', ')}]`);
  return { type: 'float32', shape, data: values };
}

export function int64(shape: Shape, data: ArrayLike<number>): TensorData<'int64'> {
  return { type: 'int64', shape, data: BigInt64Array.from(Array.from(data), BigInt) };
}
