import type { Architecture } from './architecture.ts';
import { decode, vgg16 } from './encoders.ts';

/** U-Net on a VGG16: encoder 64-128-256-512-512, decoder 256-128-64-32. */
export const vgg16Unet: Architecture = {
  name: 'vgg16-unet',
  title: 'U-Net with VGG16',
  help: 'The heaviest: keeps full resolution in wide layers. Needs a graphics card.',
  kind: 'segmentation',
  divisor: 16,
  build: (layers, image, outputs) => decode(layers, vgg16(layers, image), [256, 128, 64, 32], outputs),
};
