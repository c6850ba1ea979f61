import type { Measurement } from './measurement.ts';

export const atBorder: Measurement = {
  columns: [
    {
      id: 'at_border',
      title: 'At border',
      dimension: 'number',
      definition: '1 when the particle touches the first or last row or column of the image, else 0.',
      group: 'flags',
    },
  ],
  measure: (particle, values) => {
    values[0] = particle.atBorder ? 1 : 0;
  },
};
