import type { FeatureColumn } from '../domain/feature-table.ts';
import type { Particle } from './particle.ts';

/**
 * What a column measures. Lengths and areas are handed over in columns of the image and become nm and nm² with a
 * calibration, px and px² without; positions stay in px, so that they lead back to the pixels; the rest is as it is.
 */
export type Dimension = 'length' | 'area' | 'position' | 'angle' | 'counts' | 'number';

export interface MeasuredColumn extends Omit<FeatureColumn, 'unit'> {
  readonly dimension: Dimension;
}

/** One measurement or a tight family: its columns and how they are computed. Stands as one line in `list.ts`. */
export interface Measurement {
  readonly columns: readonly MeasuredColumn[];
  /**
   * Writes one value a column into `values`, NaN where a value does not exist. Coordinates: x in columns, y in rows times
   * `particle.aspect`, so lengths come out in columns of the image also where pixels are not square.
   */
  readonly measure: (particle: Particle, values: Float64Array) => void;
}
