import { isPixelTwin, twinOf } from '../../app/domain/feature-table.ts';
import type { ParticleRows } from '../../app/domain/particle-rows.ts';
import { isAutomatic } from '../../app/domain/recipe.ts';
import { overlayTask } from '../../app/pipeline/tasks/export-particles.ts';
import { reportedColumns, reportTask } from '../../app/pipeline/tasks/export-report.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import { type ExportFrame, type ExportRun, frameParticles } from './export-frames.ts';
import type { ServicePorts } from './ports.ts';
import { methodsOf } from './run-facts.ts';

/** Micrographs shown of each sample, and how long their longer side is, px. */
const picturesEach = 2;
const pictureSide = 900;

interface Given {
  readonly ports: ServicePorts;
  readonly project: OpenProject;
  readonly run: ExportRun;
  readonly job: JobHandle;
}

/** A report of a run as one HTML file: statistics of each sample, micrographs with outlines, methods, provenance. */
export async function writeReport(given: Given, rows: ParticleRows): Promise<string> {
  const { ports, project, run, job } = given;
  const [stored, summary, methods] = await Promise.all([
    project.reads.run(run.runId),
    project.reads.summary(),
    methodsOf(project, run.runId),
  ]);
  const program = `Morphoscope ${ports.host.version}`;
  const all = rows.table.columns;
  const columns = reportedColumns.flatMap((id) =>
    all.flatMap((column, at) => (column.id === id || (isPixelTwin(column) && twinOf(column.id) === id) ? [at] : [])),
  );
  const pictures = [];
  const shown = chosenFrames(run.frames);
  for (const [i, frame] of shown.entries()) {
    job.progress(0.1 + (0.8 * i) / shown.length, frame.image);
    const { file, imageIndex } = frame.source;
    const address = { path: file.path, imageIndex, frame: frame.frame };
    const particles = await frameParticles(project, run, frame);
    const input = { address, frame: particles, longestSide: pictureSide };
    const png = await ports.tasks.run(overlayTask, input, { signal: job.signal });
    pictures.push({ title: frame.image, caption: `${frame.image} · ${frame.sample}`, png });
  }
  job.progress(0.95, 'Writing the report');
  return ports.tasks.run(
    reportTask,
    {
      title: `${summary.name}: ${stored.title}`,
      program,
      rows: {
        ...rows,
        table: {
          rows: rows.table.rows,
          columns: columns.map((at) => all[at]),
          values: columns.map((at) => rows.table.values[at]),
        },
      },
      pictures,
      methods,
      warnings: warningsOf(run, stored.planned - stored.results.length),
      provenance: [
        ['Program', program],
        ['Project', `${summary.name} (${summary.uuid})`],
        ['Run', `${stored.title}, ${stored.created}`],
        [
          'Recipe',
          isAutomatic(stored.recipe)
            ? stored.recipe.help
            : JSON.stringify(stored.recipe.steps.filter((step) => step.enabled)),
        ],
        ...fileHashes(run.frames),
      ],
    },
    { signal: job.signal },
  );
}

/** The first frames of each sample. */
function chosenFrames(frames: readonly ExportFrame[]): ExportFrame[] {
  return [...Map.groupBy(frames, (frame) => frame.sample).values()].flatMap((group) => group.slice(0, picturesEach));
}

function fileHashes(frames: readonly ExportFrame[]): [string, string][] {
  const files = new Map(frames.map(({ source }) => [source.file.shownPath, source.file.sha256]));
  return [...files].map(([name, sha256]) => [name, `sha256 ${sha256}`]);
}

/** What a reader should know before trusting the numbers. */
function warningsOf({ table, frames }: ExportRun, missing: number): string[] {
  const warnings: string[] = [];
  if (missing > 0) warnings.push(`The run is not complete: ${missing} image frames are missing.`);
  const images = new Map(frames.map(({ source }) => [source.id, source]));
  const bare = frames.filter((frame) => frame.pixelSize === null);
  if (table.lengthUnit === 'px') warnings.push('No image is calibrated: sizes are in pixels.');
  if (table.lengthUnit === 'mixed')
    warnings.push(
      `${new Set(bare.map((f) => f.source.id)).size} images are not calibrated: their sizes are in pixels, apart from the others.`,
    );
  for (const { name, calibration } of images.values())
    for (const remark of calibration.suspect) warnings.push(`${name}: ${remark}.`);
  return warnings;
}
