import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import type { ParticleRows } from '../../app/domain/particle-rows.ts';
import { cocoTask, labelTiffTask, overlayTask } from '../../app/pipeline/tasks/export-particles.ts';
import { parquetTask } from '../../app/pipeline/tasks/export-table.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import { conditionsCsv } from './conditions-csv.ts';
import { type ExportFrame, type ExportRun, exportRun, fileNamed, frameParticles } from './export-frames.ts';
import type { HandlersOf } from './handler.ts';
import type { ServicePorts } from './ports.ts';
import type { ProjectJobs } from './project-jobs.ts';
import { writeReport } from './report.ts';
import { methodsOf } from './run-facts.ts';
import type { Session } from './session.ts';
import { sharedCopy } from './shared-copy.ts';
import { csvPieces } from './table-pieces.ts';

type Format = CallRequest<'exports.write'>['format'];

interface Given {
  readonly ports: ServicePorts;
  readonly project: OpenProject;
  readonly run: ExportRun;
  readonly job: JobHandle;
}

/** A format that makes one file of a run, or one file a frame. */
type Exporter =
  | {
      readonly ending: string;
      readonly whole: (given: Given) => Promise<string | Uint8Array | AsyncIterable<Uint8Array>>;
    }
  | { readonly ending: string; readonly each: (given: Given, frame: ExportFrame) => Promise<Uint8Array> };

const programOf = ({ ports }: Given) => `Morphoscope ${ports.host.version}`;

const exporters: Readonly<Record<Format, Exporter>> = {
  csv: {
    ending: '.particles.csv',
    whole: async (given) => csvPieces(given.ports.tasks, await rowsOf(given), given.job),
  },
  parquet: {
    ending: '.particles.parquet',
    whole: async (given) => {
      const input = { rows: await rowsOf(given), program: programOf(given) };
      given.job.progress(0.3, 'Packing columns');
      const { pieces } = await given.ports.tasks.run(parquetTask, input, { signal: given.job.signal });
      return inTurn(pieces);
    },
  },
  coco: {
    ending: '.coco.json',
    whole: async (given) => {
      const frames = [];
      for (const frame of given.run.frames)
        frames.push({
          ...(await frameParticles(given.project, given.run, frame)),
          fileName: path.basename(frame.source.file.path),
        });
      given.job.progress(0.3, 'Writing masks');
      const input = { frames, program: programOf(given) };
      const { pieces } = await given.ports.tasks.run(cocoTask, input, { signal: given.job.signal });
      return inTurn(pieces);
    },
  },
  methods: {
    ending: '.methods.txt',
    whole: async ({ project, run }) => `${await methodsOf(project, run.runId)}\n`,
  },
  'conditions-csv': {
    ending: '.conditions.csv',
    whole: async ({ project }) => conditionsCsv(await project.reads.samples()),
  },
  'report-html': {
    ending: '.report.html',
    whole: async (given) => writeReport(given, await rowsOf(given)),
  },
  'labels-tiff': {
    ending: '.labels.tif',
    each: async ({ ports, project, run, job }, frame) =>
      ports.tasks.run(labelTiffTask, await frameParticles(project, run, frame), { signal: job.signal }),
  },
  'overlay-png': {
    ending: '.overlay.png',
    each: async ({ ports, project, run, job }, frame) => {
      const { file, imageIndex } = frame.source;
      const address = { path: file.path, imageIndex, frame: frame.frame };
      const input = { address, frame: await frameParticles(project, run, frame) };
      return ports.tasks.run(overlayTask, input, { signal: job.signal });
    },
  },
};

/** Results as files. */
export function exportHandlers(ports: ServicePorts, session: Session, jobs: ProjectJobs): HandlersOf<'exports'> {
  return {
    'exports.write': async ({ runId, format, path: asked, everything }) => {
      const { project } = session;
      const { title } = await project.reads.run(runId);
      return jobs.start('export', `Export ${title}`, async (job) => {
        job.progress(0, 'Gathering particles');
        const given = { ports, project, job, run: await exportRun(project, runId, everything) };
        return { files: await written(given, exporters[format], path.resolve(asked), title) };
      });
    },
  };
}

async function written(given: Given, exporter: Exporter, place: string, title: string): Promise<string[]> {
  const { disk } = given.ports;
  if ('whole' in exporter) {
    const isFolder = (await disk.look(place))?.kind === 'folder';
    const file = isFolder ? path.join(place, fileNamed(title) + exporter.ending) : place;
    await disk.write(file, await exporter.whole(given));
    return [file];
  }
  const files: string[] = [];
  for (const [i, frame] of given.run.frames.entries()) {
    // What was written before a stop stays.
    if (given.job.signal.aborted) break;
    given.job.progress(i / given.run.frames.length, frame.image);
    const file = path.join(place, frame.fileStem + exporter.ending);
    await disk.write(file, await exporter.each(given, frame));
    files.push(file);
  }
  return files;
}

/** The table of a run with everything that its rows know of their image. */
async function rowsOf({ project, run }: Given): Promise<ParticleRows> {
  const { rows, columns } = run.table;
  const values: Float64Array[] = [];
  // One after the other, so that this thread gets its turns between.
  for (const column of columns) values.push(sharedCopy(await project.reads.column(run.runId, column.id)));
  const ids = new Int32Array(rows);
  for (const { start, count } of run.frames) for (let i = 0; i < count; i++) ids[start + i] = i + 1;
  return {
    table: { rows, columns, values },
    spans: run.frames.map(({ image, frame, sample, conditions, pixelSize, start, count }) => ({
      image,
      frame,
      sample,
      conditions,
      pixelSize,
      start,
      count,
    })),
    ids,
    ...(run.pass === null ? {} : { pass: run.pass }),
  };
}

async function* inTurn(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}
