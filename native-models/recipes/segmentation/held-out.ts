import type { JudgedImage } from '../../../main/engine/messages.ts';
import { type Kind, sceneOf } from './kinds.ts';

/** Simulated micrographs of seeds that training never draws. */
export const heldOut = (kind: Kind, count: number, first = 1): JudgedImage[] =>
  Array.from({ length: count }, (_, i) => {
    const { image, classes } = sceneOf(kind, i, first + i, 512);
    return {
      pixels: Float32Array.from(image.data),
      width: image.width,
      height: image.height,
      labels: Int32Array.from(classes[kind.plane]),
    };
  });
