import { fromHalf, toHalf } from '../../app/math/half.ts';
import type { TensorData } from './tensor.ts';

/** Numbers kept as half floats, cut after eleven binary digits: half the size. */
export const halfTensor = (data: Float32Array): TensorData<'float16'> => ({
  type: 'float16',
  shape: [data.length],
  data: toHalf(data),
});

/** The numbers of a tensor of whole or half floats; null for other types. */
export function floatsOf({ type, data }: TensorData): Float32Array | null {
  if (type === 'float16') return fromHalf(data as Uint16Array);
  return type === 'float32' ? (data as Float32Array) : null;
}
