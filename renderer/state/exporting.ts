import { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { CallInput } from '../../app/contract/list.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import { ask } from '../client/session.ts';
import { pickPaths } from './browser.ts';
import { isActive, noteJob } from './jobs.ts';

export type ExportFormat = CallInput<'exports.write'>['format'];

/** What can be written, in the order in which it is offered. */
export const exportFormats: readonly {
  readonly format: ExportFormat;
  readonly title: string;
  readonly help: string;
}[] = [
  { format: 'csv', title: 'Table, CSV', help: 'A line a particle, units in the header; for any spreadsheet.' },
  { format: 'parquet', title: 'Table, Parquet', help: 'The same, typed and compact; for pandas, R, DuckDB.' },
  {
    format: 'labels-tiff',
    title: 'Label images, TIFF',
    help: '32-bit labels a micrograph; overlaps as further pages.',
  },
  { format: 'coco', title: 'Masks, COCO JSON', help: 'Masks of all particles; to train other networks.' },
  { format: 'overlay-png', title: 'Overlays, PNG', help: 'Each micrograph with outlines and a scale bar.' },
  { format: 'methods', title: 'Methods paragraph', help: 'What was done with which values, for a paper.' },
  { format: 'report-html', title: 'Report, HTML', help: 'Numbers, histograms and methods on one page.' },
];

export interface Exporting {
  readonly formats: readonly ExportFormat[];
  readonly everything: boolean;
  /** Jobs of the last export, by format. */
  readonly jobs: readonly { readonly format: ExportFormat; readonly jobId: number }[];
}

export const exportStore = createStore<Exporting>()(() => ({ formats: ['csv'], everything: false, jobs: [] }));

export function setExport(change: Partial<Pick<Exporting, 'formats' | 'everything'>>): void {
  exportStore.setState(change);
}

/** Asks for a folder and writes the chosen formats into it, one job each. */
export async function exportRun(runId: number): Promise<void> {
  const { formats, everything } = exportStore.getState();
  const [path] = await pickPaths({ purpose: 'open-folder', title: 'Export into a folder', confirm: 'Export here' });
  if (path === undefined) return;
  exportStore.setState({ jobs: [] });
  for (const { format } of exportFormats) {
    if (!formats.includes(format)) continue;
    const job = await ask('exports.write', { runId, format, path, everything });
    noteJob(job);
    exportStore.setState((s) => ({ jobs: [...s.jobs, { format, jobId: job.id }] }));
  }
}

const ExportResult = z.object({ files: z.array(z.string()) });

/** Files that an export wrote; null while it is at work or when it failed. */
export function exportedFiles(job: JobInfo | undefined): readonly string[] | null {
  if (job === undefined || isActive(job)) return null;
  const parsed = ExportResult.safeParse(job.result);
  return parsed.success ? parsed.data.files : null;
}
