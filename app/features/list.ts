import { area } from './area.ts';
import { atBorder } from './at-border.ts';
import { axes } from './axes.ts';
import { boundingBox } from './bounding-box.ts';
import { centroid, weightedCentroid } from './centroid.ts';
import { convexHull } from './convex-hull.ts';
import { eulerNumber } from './euler-number.ts';
import { feret } from './feret.ts';
import { filledArea } from './filled-area.ts';
import { intensity, intensityOverBackground, intensitySpread } from './intensity.ts';
import { huMoments, normalisedMoments, weightedHuMoments } from './invariants.ts';
import type { Measurement } from './measurement.ts';
import { perimeter } from './perimeter.ts';
import { roughness } from './roughness.ts';

/** Every measurement, in the order of the columns of a feature table. */
export const measurements: readonly Measurement[] = [
  area,
  filledArea,
  perimeter,
  convexHull,
  axes,
  feret,
  boundingBox,
  eulerNumber,
  roughness,
  centroid,
  weightedCentroid,
  intensity,
  intensitySpread,
  intensityOverBackground,
  normalisedMoments,
  huMoments,
  weightedHuMoments,
  atBorder,
];
