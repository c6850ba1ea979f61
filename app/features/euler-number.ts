import type { Measurement } from './measurement.ts';

export const eulerNumber: Measurement = {
  columns: [
    {
      id: 'euler_number',
      title: 'Euler number',
      dimension: 'number',
      definition:
        'Parts (over 8 neighbours) minus holes (over 4 neighbours): 1 for a particle without holes (scikit-image euler_number).',
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    values[0] = particle.patterns.euler;
  },
};
