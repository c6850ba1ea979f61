import type { Measurement } from './measurement.ts';
import { radialRoughness, shapeOrder } from './radial-roughness.ts';

export const roughness: Measurement = {
  columns: [
    {
      id: 'roughness',
      title: 'Roughness',
      dimension: 'length',
      definition: `R.m.s. difference between the distance of the outline from the centroid and its Fourier series up to order ${shapeOrder} (after Ehrlich and Weinberg 1970); pixels alone give about 0.2 px. None when the centroid lies outside the particle's outline.`,
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    const { rows, left, right, aspect, shape } = particle;
    values[0] = radialRoughness(rows, left, right, shape.x, shape.y, aspect);
  },
};
