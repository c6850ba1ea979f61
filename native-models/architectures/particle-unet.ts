import { maxPool } from '../graph/convolution.ts';
import { add, relu } from '../graph/elementwise.ts';
import { upsample } from '../graph/resize.ts';
import { concat } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import type { Layers } from './layers.ts';

/** Channels at 1/2, 1/4 ... 1/32 of the image. */
const widths = [16, 32, 64, 96, 128];
/** Levels from this one on have a second residual block: cheap there, and what sees the whole of a particle. */
const deep = 2;

/**
 * A U-Net that works at half the image's rows and columns, for maps of particles: few channels where maps are large, residual
 * blocks where they are small. 1.3 million parameters, about 12,000 multiplications an image pixel.
 */
export const particleUnet: Architecture = {
  name: 'particle-unet',
  title: 'Particle U-Net',
  help: 'Maps of particles for whole micrographs, at half the resolution: fast on large frames.',
  kind: 'maps',
  divisor: 32,
  reduction: 2,
  build: (layers, image, outputs) => {
    const { graph } = layers;
    let x = layers.convNorm('stem', image, widths[0], { stride: 2 });
    const skips: Tensor[] = [];
    widths.forEach((width, level) => {
      if (level > 0) x = layers.convNorm(`encoder${level}.in`, maxPool(graph, x, 2), width);
      x = short(layers, `encoder${level}.0`, x);
      if (level >= deep) x = residual(layers, `encoder${level}.1`, x);
      skips.push(x);
    });
    for (let level = widths.length - 2; level >= 0; level--) {
      x = concat(graph, [upsample(graph, x, 'nearest'), skips[level]], 1);
      x = layers.convNorm(`decoder${level}.0`, x, widths[level]);
      if (level < deep) x = layers.convNorm(`decoder${level}.1`, x, widths[level]);
    }
    return layers.conv('head', x, outputs, { kernel: 1 });
  },
};

/** One 3 x 3 convolution beside a shortcut. */
function short(layers: Layers, name: string, x: Tensor): Tensor {
  const y = layers.convNorm(name, x, x.shape[1], { linear: true });
  return relu(layers.graph, add(layers.graph, x, y));
}

/** Two 3 x 3 convolutions beside a shortcut. He et al. 2016. */
function residual(layers: Layers, name: string, x: Tensor): Tensor {
  return short(layers, `${name}.1`, layers.convNorm(`${name}.0`, x, x.shape[1]));
}
