// From particles to shapes and groups, from files to files: what the command line does, through the same services.
import { z } from 'zod';
import {
  classifierKinds,
  covarianceKinds,
  criteria,
  groupMethods,
  linkageMethods,
  scalings,
} from '../domain/grouping.ts';
import { JobInfo } from '../domain/job.ts';
import { call } from './call.ts';

/** Where particles come from. */
export const ShapeSource = z.object({ kind: z.enum(['labels', 'contours']), path: z.string() });
export type ShapeSource = z.infer<typeof ShapeSource>;

export const analysisCalls = {
  'analysis.fingerprint': call(
    'Shape fingerprints d(theta) of the particles of a label image, or of contours `[[[x, y], ...], ...]` (px, whole numbers at pixel centres), as CSV: a row a particle, 360 values, theta = 1..360 degrees from +x towards +y; with `align` max value 180 is the largest. A job; result `{ file, particles, ids, unit, empty }`.',
    z.object({
      source: ShapeSource,
      align: z.enum(['max', 'none']).default('max'),
      /** contour: centroid of the area inside; pixels: centroid of the pixels inside. */
      centre: z.enum(['contour', 'pixels']).default('contour'),
      /** nm a pixel, for files that do not say it. */
      pixelSize: z.number().positive().nullable().default(null),
      out: z.string(),
    }),
    JobInfo,
  ),
  'analysis.superEllipses': call(
    'Super-ellipses R(theta) = A [(L |cos|)^p + |sin|^p]^(-1/p) of d (theta + phi) / 2, fitted to outlines by least squares, with the overlap of the re-simulated outline, and the ideal triangle of triangular particles, as CSV. A job; result `{ file, particles, unit, medianJaccard, triangles }`.',
    z.object({ source: ShapeSource, pixelSize: z.number().positive().nullable().default(null), out: z.string() }),
    JobInfo,
  ),
  'analysis.features': call(
    'Measures the particles of a label image, as CSV; columns of grey values need the image. A job; result `{ file, particles, unit }`.',
    z.object({
      labels: z.string(),
      image: z.string().nullable().default(null),
      pixelSize: z.number().positive().nullable().default(null),
      /** Ids of measurements; null: all. */
      columns: z.array(z.string()).nullable().default(null),
      out: z.string(),
    }),
    JobInfo,
  ),
  'analysis.cluster': call(
    'Groups the rows of a table of comma, semicolon or tab separated values into `out`: clusters.csv (row, what names it, cluster from 0 by size, -1 noise, probability) and report.json (columns, scaling, explained variance, curves over numbers of groups, the chosen one, scores), dendrogram.csv of linkage and reachability.csv of OPTICS. A job; result `{ out, files, rows, skipped, sizes, noise, silhouette }`.',
    z.object({
      table: z.string(),
      /** Headers, with or without their unit; null: all columns of numbers that tell particles apart. */
      columns: z.array(z.string()).nullable().default(null),
      method: z.enum(groupMethods),
      /** Numbers of groups to try; null: what suits the method. */
      components: z.array(z.number().int().positive()).nullable().default(null),
      /** null: bic for mixtures, else silhouette. */
      criterion: z.enum(criteria).nullable().default(null),
      /** Principal components to group by; null: the columns. */
      pca: z.number().int().positive().nullable().default(null),
      /** null: zscore, but none for fingerprints. */
      scaling: z.enum(scalings).nullable().default(null),
      covariance: z.enum(covarianceKinds).default('full'),
      linkage: z.enum(linkageMethods).default('ward'),
      /** null: 5 for mixtures (1 for large tables), 10 for K-means. */
      starts: z.number().int().positive().nullable().default(null),
      seed: z.number().int().nonnegative().default(0),
      /** Radius of DBSCAN, height at which OPTICS is cut; null: suggested. */
      eps: z.number().positive().nullable().default(null),
      /** OPTICS: groups are valleys whose sides drop by this share, in place of a cut. */
      xi: z.number().positive().lt(1).nullable().default(null),
      minPoints: z.number().int().positive().nullable().default(null),
      out: z.string(),
    }),
    JobInfo,
  ),
  'analysis.classifyTrain': call(
    'Trains a classifier on a table with a column of classes: a stratified part is held back as a test, the others are cross-validated, columns are scaled to mean 0 and standard deviation 1. Writes model.json (frozen with its scaling) and report.json (accuracies, confusion, importance) into `out`. A job; result `{ out, rows, skipped, classes, heldAccuracy, crossValidated }`.',
    z.object({
      table: z.string(),
      /** Header of the column with the classes. */
      label: z.string(),
      columns: z.array(z.string()).nullable().default(null),
      kind: z.enum(classifierKinds).default('svm'),
      /** Price of a row on the wrong side. */
      c: z.number().positive().default(1),
      /** null: 1 / (columns x variance). */
      gamma: z.number().positive().nullable().default(null),
      trees: z.number().int().positive().max(5000).default(200),
      /** Share of rows held back. */
      held: z.number().min(0).max(0.9).default(0.2),
      folds: z.number().int().nonnegative().max(1000).default(10),
      seed: z.number().int().nonnegative().default(0),
      out: z.string(),
    }),
    JobInfo,
  ),
  'analysis.classifyApply': call(
    'Tells the class of each row of a table by a classifier, as CSV. A job; result `{ out, rows, skipped, counts }`.',
    z.object({ model: z.string(), table: z.string(), out: z.string() }),
    JobInfo,
  ),
  'analysis.sizeResolved': call(
    'Means of values in bins of size by sample, their variation across samples, and the sizes from which means fall and variation rises, with intervals: tables, charts and report.json into `out`. A job; result `{ out, files, rows, told }`.',
    z.object({
      table: z.string(),
      size: z.string(),
      values: z.array(z.string()).min(1),
      sample: z.string().nullable().default(null),
      /** Width of a bin, in the unit of the sizes. */
      bin: z.number().positive().default(0.2),
      seed: z.number().int().nonnegative().default(0),
      out: z.string(),
    }),
    JobInfo,
  ),
  'analysis.sampleSize': call(
    'How many particles are enough: variation of the means of groups of n particles, in order and shuffled: sample-size.csv, sample-size.svg and report.json into `out`. A job; result `{ out, files, rows, told }`.',
    z.object({
      table: z.string(),
      column: z.string(),
      /** null: 10, 20, 50, 100, ... */
      groups: z.array(z.number().int().positive()).nullable().default(null),
      seed: z.number().int().nonnegative().default(0),
      out: z.string(),
    }),
    JobInfo,
  ),
};
