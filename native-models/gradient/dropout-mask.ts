import { random } from '../../app/math/random.ts';
import { float32, type Shape, sizeOf, type TensorData } from '../graph/tensor.ts';

/**
 * The factors of one dropout in one step: 0 with probability `rate`, else 1 / (1 - rate). Follows from the seed, the step and
 * which dropout of the network it is, so that a resumed training drops the same.
 */
export function dropoutMask(
  seed: number,
  step: number,
  which: number,
  shape: Shape,
  rate: number,
): TensorData<'float32'> {
  const draw = random(seed * 65_537 + step * 64 + which);
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(sizeOf(shape));
  for (let i = 0; i < mask.length; i++) mask[i] = draw.next() < rate ? 0 : kept;
  return float32(shape, mask);
}
