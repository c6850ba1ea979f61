import { z } from 'zod';
import { FeatureColumn } from '../domain/feature-table.ts';
import { ParticleFilter } from '../domain/filter.ts';
import { JobInfo } from '../domain/job.ts';
import { call } from './call.ts';
import { Id } from './nouns.ts';

/** How to read one column: `GET url` gives `rows` little-endian float64 values. */
export const TableLayout = z.object({
  runId: Id,
  rows: z.number().int(),
  columns: z.array(FeatureColumn.extend({ url: z.string() })),
  /** Row spans by image frame, in row order: rows [start, start + count) are instances 1..count of that frame. */
  spans: z.array(
    z.object({
      imageId: Id,
      frame: z.number().int(),
      start: z.number().int(),
      count: z.number().int(),
      pixelSize: z.number().nullable(),
    }),
  ),
  /** uint8 a row, 1 = touches the image border. */
  borderUrl: z.string(),
  /** uint8 a row, 1 = rejected by a person. */
  rejectedUrl: z.string(),
  filter: ParticleFilter,
  /** 'nm' when every image of the run is calibrated, 'px' when none is, 'mixed' otherwise (every length then has a column in nm and one in px). */
  lengthUnit: z.enum(['nm', 'px', 'mixed']),
});
export type TableLayout = z.infer<typeof TableLayout>;

/** Particles are named by their row in the run's table. */
const Rows = z.array(z.number().int().nonnegative()).min(1);

export const ExportFormat = z.enum([
  'csv',
  'parquet',
  'labels-tiff',
  'coco',
  'overlay-png',
  'methods',
  'conditions-csv',
  'report-html',
]);

export const particleCalls = {
  'particles.table': call(
    "The layout of a run's feature table; columns come by URL.",
    z.object({ runId: Id }),
    TableLayout,
  ),
  'particles.reject': call(
    'Rejects particles by row. Can be undone.',
    z.object({ runId: Id, rows: Rows }),
    z.object({ rejected: z.number().int() }),
  ),
  'particles.restore': call(
    'Restores rejected particles. Can be undone.',
    z.object({ runId: Id, rows: Rows }),
    z.object({ restored: z.number().int() }),
  ),
  'particles.setFilter': call(
    'Keeps the filter of a run. Can be undone.',
    z.object({ runId: Id, filter: ParticleFilter }),
    z.object({}),
  ),
  'exports.write': call(
    'Writes results. `path` is a file (csv, parquet, coco, methods, report-html) or a folder (labels-tiff, overlay-png: one file an image). Only particles that pass the filter and are not rejected, unless `everything`. A job; result `{ files }`.',
    z.object({ runId: Id, format: ExportFormat, path: z.string(), everything: z.boolean().default(false) }),
    JobInfo,
  ),
};
