// From particles to shapes and groups, from files to files: what the command line does, through the same services.
import { z } from 'zod';
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
};
