import type { Measurement } from './measurement.ts';

export const filledArea: Measurement = {
  columns: [
    {
      id: 'area_filled',
      title: 'Filled area',
      dimension: 'area',
      definition:
        'Area with the holes filled; a hole is background that no path over 8 neighbours joins to the outside (scikit-image area_filled).',
      group: 'size',
    },
  ],
  measure: (particle, values) => {
    values[0] = particle.area + particle.holePixels() * particle.aspect;
  },
};
