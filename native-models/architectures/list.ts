import type { Architecture } from './architecture.ts';
import { atrous } from './atrous.ts';
import { compactUnet } from './compact-unet.ts';
import { fpn } from './fpn.ts';
import { httemUnet } from './httem-unet.ts';
import { mobilenetUnet } from './mobilenet-unet.ts';
import { particleUnet } from './particle-unet.ts';
import { resnet18Unet } from './resnet18-unet.ts';
import { superEllipse } from './super-ellipse.ts';
import { vgg16Unet } from './vgg16-unet.ts';

/** Every network that can be trained; the first is the default. */
export const architectures: readonly Architecture[] = [
  compactUnet,
  resnet18Unet,
  vgg16Unet,
  mobilenetUnet,
  fpn,
  atrous,
  httemUnet,
  particleUnet,
  superEllipse,
];
