import { maxPool } from '../graph/convolution.ts';
import { add, relu } from '../graph/elementwise.ts';
import { upsample } from '../graph/resize.ts';
import { concat } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { double } from './compact-unet.ts';
import type { Layers } from './layers.ts';

/** Feature maps of an encoder from fine to coarse; each has half the rows and columns of the one before. */
export type Encoder = (layers: Layers, image: Tensor) => readonly Tensor[];

/** Two 3 x 3 convolutions around a shortcut, which is a 1 x 1 convolution where the shape changes. He et al. 2016. */
function residual(layers: Layers, name: string, x: Tensor, channels: number, stride: number): Tensor {
  const inner = layers.convNorm(`${name}.0`, x, channels, { stride });
  const outer = layers.convNorm(`${name}.1`, inner, channels, { linear: true });
  const same = stride === 1 && x.shape[1] === channels;
  const shortcut = same
    ? x
    : layers.convNorm(`${name}.shortcut`, x, channels, { kernel: 1, stride, pad: 0, linear: true });
  return relu(layers.graph, add(layers.graph, outer, shortcut));
}

/** ResNet-18 for one channel: maps at 1/2 (64), 1/4 (64), 1/8 (128), 1/16 (256) and 1/32 (512) of the input. */
export const resnet18: Encoder = (layers, image) => {
  const stem = layers.convNorm('stem', image, 64, { kernel: 7, stride: 2 });
  const maps = [stem];
  let x = maxPool(layers.graph, stem, 3, { stride: 2, pad: 1 });
  [64, 128, 256, 512].forEach((channels, stage) => {
    x = residual(layers, `stage${stage}.0`, x, channels, stage === 0 ? 1 : 2);
    x = residual(layers, `stage${stage}.1`, x, channels, 1);
    maps.push(x);
  });
  return maps;
};

/** VGG16's thirteen convolutions (Simonyan & Zisserman 2015) with batch normalisation: maps at 1 (64) to 1/16 (512). */
export const vgg16: Encoder = (layers, image) => {
  const stages = [
    [64, 64],
    [128, 128],
    [256, 256, 256],
    [512, 512, 512],
    [512, 512, 512],
  ];
  let x = image;
  return stages.map((widths, stage) => {
    if (stage > 0) x = maxPool(layers.graph, x, 2);
    widths.forEach((channels, i) => {
      x = layers.convNorm(`stage${stage}.${i}`, x, channels);
    });
    return x;
  });
};

/** A 3 x 3 convolution of each channel alone, then a 1 x 1 convolution across channels. Howard et al. 2017. */
function separable(layers: Layers, name: string, x: Tensor, channels: number, stride: number): Tensor {
  const depth = layers.convNorm(`${name}.depth`, x, x.shape[1], { stride, groups: x.shape[1] });
  return layers.convNorm(`${name}.point`, depth, channels, { kernel: 1 });
}

/** MobileNet's convolutions: maps at 1/2 (64), 1/4 (128), 1/8 (256), 1/16 (512) and 1/32 (1024). */
export const mobilenet: Encoder = (layers, image) => {
  const stages: readonly (readonly [channels: number, stride: number][])[] = [
    [[64, 1]],
    [
      [128, 2],
      [128, 1],
    ],
    [
      [256, 2],
      [256, 1],
    ],
    [[512, 2], ...Array.from({ length: 5 }, (): [number, number] => [512, 1])],
    [
      [1024, 2],
      [1024, 1],
    ],
  ];
  let x = layers.convNorm('stem', image, 32, { stride: 2 });
  return stages.map((blocks, stage) => {
    blocks.forEach(([channels, stride], i) => {
      x = separable(layers, `stage${stage}.${i}`, x, channels, stride);
    });
    return x;
  });
};

/**
 * The way back up of a U-Net: doubles the coarsest map, joins the next finer one, two convolutions; ends at the input's size.
 * @param widths channels after each doubling, from coarse to fine; one more than there are joins when the finest map of the
 * encoder is half the input
 */
export function decode(layers: Layers, maps: readonly Tensor[], widths: readonly number[], outputs: number): Tensor {
  const { graph } = layers;
  let x = maps[maps.length - 1];
  widths.forEach((width, i) => {
    const finer = maps[maps.length - 2 - i];
    const wide = upsample(graph, x, 'nearest');
    x = double(layers, `decoder${i}`, finer ? concat(graph, [wide, finer], 1) : wide, width);
  });
  return layers.conv('head', x, outputs);
}
