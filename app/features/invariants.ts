import type { MeasuredColumn, Measurement } from './measurement.ts';
import { huInvariants } from './moments.ts';

/** Powers of y and x, in the order of `Moments.normalised`. */
const powers = ['2-0', '1-1', '0-2', '3-0', '2-1', '1-2', '0-3'] as const;

const normalised = new Float64Array(7);

export const normalisedMoments: Measurement = {
  columns: powers.map(
    (power): MeasuredColumn => ({
      id: `moments_normalized_${power.replace('-', '_')}`,
      title: `Normalised moment ${power.replace('-', ', ')}`,
      dimension: 'number',
      definition: `Central moment over area to the power 1 + (p + q) / 2, p = ${power[0]} for rows and q = ${power[2]} for columns (scikit-image moments_normalized-${power}).`,
      group: 'moments',
    }),
  ),
  measure: (particle, values) => particle.shape.normalised(values),
};

const huColumns = (prefix: string, title: string, of: string): MeasuredColumn[] =>
  Array.from({ length: 7 }, (_, i) => ({
    id: `${prefix}_${i}`,
    title: `${title} ${i + 1}`,
    dimension: 'number',
    definition: `Number ${i + 1} of Hu's seven moments (1962) of ${of}, which do not change when the particle is moved, turned or scaled (scikit-image ${prefix}-${i}).`,
    group: 'moments',
  }));

export const huMoments: Measurement = {
  columns: huColumns('moments_hu', 'Hu moment', 'the shape'),
  measure: (particle, values) => {
    particle.shape.normalised(normalised);
    huInvariants(normalised, values);
  },
};

export const weightedHuMoments: Measurement = {
  columns: huColumns('moments_weighted_hu', 'Weighted Hu moment', 'the shape weighted with the image'),
  measure: (particle, values) => {
    particle.weighted.normalised(normalised);
    huInvariants(normalised, values);
  },
};
