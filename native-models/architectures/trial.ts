import { random } from '../../app/math/random.ts';
import { float32, type TensorData } from '../graph/tensor.ts';
import { compactUnet } from './compact-unet.ts';
import { writeForward } from './inference.ts';
import { initialState, layoutOf } from './layout.ts';

const side = 256;

/** A network and an image to try a device with: the compact U-Net with random weights, 256 x 256 noise. Always the same. */
export function trialNetwork(): { readonly model: Uint8Array; readonly image: TensorData<'float32'> } {
  const state = initialState(layoutOf(compactUnet, 2), 11);
  const draw = random(12);
  return {
    model: writeForward({ architecture: compactUnet, outputs: 2, state, normalisation: 'none' }),
    image: float32(
      [1, 1, side, side],
      Float32Array.from({ length: side * side }, () => draw.normal(0, 1)),
    ),
  };
}
