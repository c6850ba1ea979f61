import type { Measurement } from './measurement.ts';

export const area: Measurement = {
  columns: [
    {
      id: 'area',
      title: 'Area',
      dimension: 'area',
      definition: 'Number of pixels times the area of a pixel (scikit-image area).',
      group: 'size',
    },
    {
      id: 'equivalent_diameter',
      title: 'Equivalent diameter',
      dimension: 'length',
      definition: 'Diameter of the circle with the same area, sqrt(4 A / pi) (scikit-image equivalent_diameter_area).',
      group: 'size',
    },
    {
      id: 'edge_length',
      title: 'Edge length',
      dimension: 'length',
      definition: 'Side of the square with the same area, sqrt(A) (Cho et al. 2024).',
      group: 'size',
    },
  ],
  measure: (particle, values) => {
    values[0] = particle.area;
    values[1] = Math.sqrt((4 * particle.area) / Math.PI);
    values[2] = Math.sqrt(particle.area);
  },
};
