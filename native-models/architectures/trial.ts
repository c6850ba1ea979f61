import { random } from '../../app/math/random.ts';
import { conv } from '../graph/convolution.ts';
import { type ChannelBlock, Graph } from '../graph/graph.ts';
import { float32, sizeOf, type TensorData } from '../graph/tensor.ts';
import { writeOnnx } from '../graph/write-onnx.ts';
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

/**
 * A 3 x 3 convolution through blocks of channels, with inputs for it: a processor stores channels in such blocks when the output
 * is the same as with block 0.
 */
export function blockTrial(channelBlock: ChannelBlock) {
  const graph = new Graph('cpu', channelBlock);
  const feeds: Record<string, TensorData> = {};
  const draw = random(7);
  const given = (name: string, shape: readonly number[]) => {
    const data = Float32Array.from({ length: sizeOf(shape) }, () => draw.uniform(-1, 1));
    feeds[name] = float32(shape, data);
    return graph.input(name, 'float32', shape);
  };
  const image = given('image', [1, 16, 32, 32]);
  graph.output('y', conv(graph, image, given('weights', [16, 16, 3, 3]), null, { pad: 1 }));
  return { model: writeOnnx(graph, { name: 'block trial' }), feeds };
}
