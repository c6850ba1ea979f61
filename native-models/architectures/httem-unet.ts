import { maxPool } from '../graph/convolution.ts';
import { relu } from '../graph/elementwise.ts';
import { upsample } from '../graph/resize.ts';
import { concat } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';

const widths = [4, 8, 16, 32];

/**
 * The small U-Net of Groschner et al. 2021 for high-resolution micrographs: one convolution an encoder block (4-8-16-32), a
 * centre of 32, two convolutions with dropout 0.2 a decoder block. No normalisation.
 */
export const httemUnet: Architecture = {
  name: 'httem-unet',
  title: 'HTTEM U-Net',
  help: 'Tiny: for lattice images and quick trials.',
  kind: 'segmentation',
  divisor: 16,
  build: (layers, image, outputs) => {
    const { graph } = layers;
    const layer = (name: string, x: Tensor, channels: number) =>
      relu(graph, layers.conv(name, x, channels, { start: 'he' }));
    const skips: Tensor[] = [];
    let x = image;
    widths.forEach((width, level) => {
      const y = layer(`encoder${level}`, x, width);
      skips.push(y);
      x = maxPool(graph, y, 2);
    });
    x = layer('centre', x, widths[widths.length - 1]);
    for (let level = widths.length - 1; level >= 0; level--) {
      x = concat(graph, [upsample(graph, x, 'nearest'), skips[level]], 1);
      for (const i of [0, 1])
        x = layers.dropout(`decoder${level}.drop${i}`, layer(`decoder${level}.${i}`, x, widths[level]), 0.2);
    }
    return layers.conv('head', x, outputs, { kernel: 1 });
  },
};
