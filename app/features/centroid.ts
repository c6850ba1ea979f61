import type { Measurement } from './measurement.ts';

export const centroid: Measurement = {
  columns: [
    {
      id: 'centroid_x',
      title: 'Centroid, x',
      dimension: 'position',
      definition:
        'Mean column of the pixels; the centre of the first pixel of the image is 0 (scikit-image centroid, second value).',
      group: 'position',
    },
    {
      id: 'centroid_y',
      title: 'Centroid, y',
      dimension: 'position',
      definition:
        'Mean row of the pixels, downwards; the centre of the first pixel of the image is 0 (scikit-image centroid, first value).',
      group: 'position',
    },
  ],
  measure: (particle, values) => {
    values[0] = particle.shape.x;
    values[1] = particle.shape.y;
  },
};

export const weightedCentroid: Measurement = {
  columns: [
    {
      id: 'centroid_weighted_x',
      title: 'Weighted centroid, x',
      dimension: 'position',
      definition:
        'Mean column weighted with the image (scikit-image centroid_weighted, second value); none where the intensities add up to 0.',
      group: 'position',
    },
    {
      id: 'centroid_weighted_y',
      title: 'Weighted centroid, y',
      dimension: 'position',
      definition:
        'Mean row weighted with the image, downwards (scikit-image centroid_weighted, first value); none where the intensities add up to 0.',
      group: 'position',
    },
  ],
  measure: (particle, values) => {
    const { m00, x, y } = particle.weighted;
    values[0] = m00 === 0 ? Number.NaN : x;
    values[1] = m00 === 0 ? Number.NaN : y;
  },
};
