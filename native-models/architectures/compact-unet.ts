import { maxPool } from '../graph/convolution.ts';
import { upsample } from '../graph/resize.ts';
import { concat } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import type { Layers } from './layers.ts';

const widths = [16, 32, 64, 128];

/**
 * U-Net (Ronneberger et al. 2015) of four levels with 16 to 128 channels, two 3 x 3 convolutions with batch normalisation a
 * level, nearest upsampling: 488 k parameters, made for training on two cores.
 */
export const compactUnet: Architecture = {
  name: 'compact-unet',
  title: 'Compact U-Net',
  help: 'Small and fast: learns on any PC within minutes. The default.',
  kind: 'segmentation',
  divisor: 8,
  build: (layers, image, outputs) => {
    const { graph } = layers;
    const skips: Tensor[] = [];
    let x = image;
    widths.forEach((width, level) => {
      if (level > 0) x = maxPool(graph, x, 2);
      x = double(layers, `encoder${level}`, x, width);
      skips.push(x);
    });
    for (let level = widths.length - 2; level >= 0; level--) {
      x = concat(graph, [upsample(graph, x, 'nearest'), skips[level]], 1);
      x = double(layers, `decoder${level}`, x, widths[level]);
    }
    return layers.conv('head', x, outputs, { kernel: 1 });
  },
};

/** Two 3 x 3 convolutions with normalisation and ReLU. */
export function double(layers: Layers, name: string, x: Tensor, channels: number): Tensor {
  return layers.convNorm(`${name}.1`, layers.convNorm(`${name}.0`, x, channels), channels);
}
