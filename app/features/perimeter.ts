import type { Measurement } from './measurement.ts';
import { borderLength } from './perimeter-length.ts';

export const perimeter: Measurement = {
  columns: [
    {
      id: 'perimeter',
      title: 'Perimeter',
      dimension: 'length',
      definition:
        'Length of the line through the centres of the border pixels, those with one of their 4 neighbours outside (scikit-image perimeter, neighbourhood 4; Benkrid and Crookes).',
      group: 'size',
    },
    {
      id: 'perimeter_8',
      title: 'Perimeter (8 neighbours)',
      dimension: 'length',
      definition:
        'As the perimeter, with border pixels that have one of their 8 neighbours outside (scikit-image perimeter, neighbourhood 8).',
      group: 'size',
    },
    {
      id: 'perimeter_crofton',
      title: 'Perimeter (Crofton)',
      dimension: 'length',
      definition:
        'Perimeter from the number of crossings of lines in four directions, unbiased for smooth outlines (Crofton formula; scikit-image perimeter_crofton).',
      group: 'size',
    },
    {
      id: 'circularity',
      title: 'Circularity',
      dimension: 'number',
      definition:
        '4 pi A / P² with the 4-neighbour perimeter; near 0.9 to 1 for a disc of pixels, smaller for rough or elongated outlines. None for one or two pixels, whose perimeter is 0.',
      group: 'shape',
    },
  ],
  measure: (particle, values) => {
    const { rows, left, right, aspect } = particle;
    const length = particle.perimeter;
    values[0] = length;
    values[1] = borderLength(rows, left, right, true, aspect);
    values[2] = particle.patterns.crofton;
    values[3] = length === 0 ? Number.NaN : (4 * Math.PI * particle.area) / (length * length);
  },
};
