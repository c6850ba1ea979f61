import type { Architecture } from './architecture.ts';
import { decode, resnet18 } from './encoders.ts';

/** U-Net on a ResNet-18: encoder 64-64-128-256-512, decoder 256-128-64-32-16; 14.3 M parameters. */
export const resnet18Unet: Architecture = {
  name: 'resnet18-unet',
  title: 'U-Net with ResNet-18',
  help: 'Large: sees wide surroundings. For many labelled images and a fast computer.',
  kind: 'segmentation',
  divisor: 32,
  build: (layers, image, outputs) => decode(layers, resnet18(layers, image), [256, 128, 64, 32, 16], outputs),
};
