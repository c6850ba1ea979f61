import { add } from '../graph/elementwise.ts';
import { upsample } from '../graph/resize.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import { resnet18 } from './encoders.ts';

const pyramid = 256;
const segment = 128;

/**
 * Feature pyramid network on a ResNet-18 (Lin et al. 2017; segmentation head of Kirillov et al. 2019): the maps at 1/32 to 1/4
 * are brought to 256 channels, each added to the doubled coarser one; every level is brought to 1/4 by convolutions of
 * 128 channels and doublings; their sum gives the scores, doubled twice to the input's size.
 */
export const fpn: Architecture = {
  name: 'fpn',
  title: 'Feature pyramid network',
  help: 'Looks at four sizes at once; good where small and large particles mix.',
  kind: 'segmentation',
  divisor: 32,
  build: (layers, image, outputs) => {
    const { graph } = layers;
    const maps = resnet18(layers, image).slice(1);
    let level: Tensor | null = null;
    let sum: Tensor | null = null;
    for (let i = maps.length - 1; i >= 0; i--) {
      const side: Tensor = layers.conv(`lateral${i}`, maps[i], pyramid, { kernel: 1 });
      level = level ? add(graph, side, upsample(graph, level, 'nearest')) : side;
      let x = layers.convNorm(`segment${i}.0`, level, segment);
      for (let k = 0; k < i; k++) {
        x = upsample(graph, x, 'bilinear');
        if (k < i - 1) x = layers.convNorm(`segment${i}.${k + 1}`, x, segment);
      }
      sum = sum ? add(graph, sum, x) : x;
    }
    const scores = layers.conv('head', sum ?? image, outputs, { kernel: 1 });
    return upsample(graph, upsample(graph, scores, 'bilinear'), 'bilinear');
  },
};
