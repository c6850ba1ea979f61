import { ringMean, squaredDeviations } from './intensity-sums.ts';
import type { Measurement } from './measurement.ts';

export const intensity: Measurement = {
  columns: [
    {
      id: 'intensity_mean',
      title: 'Mean intensity',
      dimension: 'counts',
      definition: 'Mean of the image over the particle, in the counts of the file (scikit-image intensity_mean).',
      group: 'intensity',
    },
    {
      id: 'intensity_min',
      title: 'Minimum intensity',
      dimension: 'counts',
      definition: 'Smallest value of the image on the particle (scikit-image intensity_min).',
      group: 'intensity',
    },
    {
      id: 'intensity_max',
      title: 'Maximum intensity',
      dimension: 'counts',
      definition: 'Largest value of the image on the particle (scikit-image intensity_max).',
      group: 'intensity',
    },
    {
      id: 'intensity_total',
      title: 'Total intensity',
      dimension: 'counts',
      definition: 'Sum of the image over the particle.',
      group: 'intensity',
    },
  ],
  measure: (particle, values) => {
    const { total, min, max } = particle.intensity;
    values[0] = total / particle.pixels;
    values[1] = min;
    values[2] = max;
    values[3] = total;
  },
};

export const intensitySpread: Measurement = {
  columns: [
    {
      id: 'intensity_std',
      title: 'Intensity s.d.',
      dimension: 'counts',
      definition: 'Standard deviation of the image over the particle, dividing by the number of pixels.',
      group: 'intensity',
    },
  ],
  measure: (particle, values) => {
    const mean = particle.intensity.total / particle.pixels;
    values[0] = Math.sqrt(squaredDeviations(particle, mean) / particle.pixels);
  },
};

export const intensityOverBackground: Measurement = {
  columns: [
    {
      id: 'intensity_background',
      title: 'Background intensity',
      dimension: 'counts',
      definition:
        'Mean of the image on the ring, one pixel wide, between one and two dilations of the particle by the 4-neighbour cross (Slater et al. 2020).',
      group: 'intensity',
    },
    {
      id: 'intensity_mean_subtracted',
      title: 'Mean intensity over background',
      dimension: 'counts',
      definition:
        'Mean intensity minus background intensity (Slater et al. 2020); none when the ring lies outside the image.',
      group: 'intensity',
    },
  ],
  measure: (particle, values) => {
    const background = ringMean(particle);
    values[0] = background;
    values[1] = particle.intensity.total / particle.pixels - background;
  },
};
