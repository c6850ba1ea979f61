import { averagePool } from '../graph/convolution.ts';
import { flatten } from '../graph/shape.ts';
import type { Architecture } from './architecture.ts';

/**
 * The regression network of Williamson et al. 2022: a 44 x 44 crop to curvature p, number of axes d and ratio of axes L.
 * 3 x 3 convolutions of 8, 16, 32 and 32 channels with batch normalisation and ReLU, averages over 2 x 2 after the first two,
 * dropout 0.2, one full layer.
 */
export const superEllipse: Architecture = {
  name: 'super-ellipse',
  title: 'Super-ellipse regressor',
  help: 'Reads the shape parameters p, d and L from the crop of one particle.',
  kind: 'regression',
  divisor: 44,
  build: (layers, image, outputs) => {
    const { graph } = layers;
    let x = image;
    [8, 16, 32, 32].forEach((channels, i) => {
      x = layers.convNorm(`layer${i}`, x, channels);
      if (i < 2) x = averagePool(graph, x, 2);
    });
    x = layers.dropout('drop', x, 0.2);
    return layers.dense('head', flatten(graph, x), outputs);
  },
};
