import type { Architecture } from './architecture.ts';
import { decode, mobilenet } from './encoders.ts';

/** U-Net on MobileNet's separable convolutions, decoder 256-128-64-32-16. */
export const mobilenetUnet: Architecture = {
  name: 'mobilenet-unet',
  title: 'U-Net with MobileNet',
  help: 'Wide surroundings at little work a pixel.',
  kind: 'segmentation',
  divisor: 32,
  build: (layers, image, outputs) => decode(layers, mobilenet(layers, image), [256, 128, 64, 32, 16], outputs),
};
