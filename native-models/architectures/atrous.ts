import type { Architecture } from './architecture.ts';

const channels = 32;
const dilations = [1, 2, 4, 8, 16, 8, 4, 2, 1];

/** Full resolution throughout: nine 3 x 3 convolutions of 32 channels whose reach widens and narrows again. After Yu & Koltun 2016. */
export const atrous: Architecture = {
  name: 'atrous',
  title: 'Atrous network',
  help: 'Never shrinks the image: keeps fine edges, few parameters, slow on large images.',
  kind: 'segmentation',
  divisor: 1,
  build: (layers, image, outputs) => {
    let x = image;
    dilations.forEach((dilation, i) => {
      x = layers.convNorm(`layer${i}`, x, channels, { dilation });
    });
    return layers.conv('head', x, outputs, { kernel: 1 });
  },
};
