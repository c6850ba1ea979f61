import type { ParticleSpan } from '../../app/domain/particle-rows.ts';
import type { FrameParticles } from '../../app/pipeline/tasks/export-particles.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import type { StoredImage, StoredTable } from '../../app/ports/stored.ts';
import { passingRows } from './run-facts.ts';
import { sharedCopy } from './shared-copy.ts';

/** One image frame of a run as it is exported. */
export interface ExportFrame extends ParticleSpan {
  readonly source: StoredImage;
  /** Name without ending; no two frames of an export share it. */
  readonly fileStem: string;
}

/** What of a run goes out. */
export interface ExportRun {
  readonly runId: number;
  readonly table: StoredTable;
  /** Sorted by image and frame, whatever the order in which they were computed: equal runs give equal files. */
  readonly frames: readonly ExportFrame[];
  /** 1 for each row that goes out; null for all. */
  readonly pass: Uint8Array | null;
}

/** Gathers a run for export. `everything`: also what the filter or a person left out. */
export async function exportRun(project: OpenProject, runId: number, everything: boolean): Promise<ExportRun> {
  const { reads } = project;
  const table = await reads.table(runId);
  const [images, samples] = await Promise.all([reads.images(), reads.samples()]);
  const imageOf = new Map(images.map((image) => [image.id, image]));
  const sampleOf = new Map(samples.map((sample) => [sample.id, sample]));
  const stems = new Stems();
  const spans = [...table.spans].sort((a, b) => a.imageId - b.imageId || a.frame - b.frame);
  const frames = spans.flatMap(({ imageId, frame, pixelSize, start, count }): ExportFrame[] => {
    const source = imageOf.get(imageId);
    const sample = source === undefined ? undefined : sampleOf.get(source.sampleId);
    if (source === undefined || sample === undefined) return [];
    return [
      {
        image: source.name,
        frame,
        sample: sample.name,
        conditions: sample.conditions,
        pixelSize,
        start,
        count,
        source,
        fileStem: stems.next(source, frame),
      },
    ];
  });
  const pass = everything ? null : (await passingRows(project, runId, table)).pass;
  return { runId, table, frames, pass };
}

/** The particles of a frame for the tasks that draw or list them. */
export async function frameParticles(
  project: OpenProject,
  run: ExportRun,
  frame: ExportFrame,
): Promise<FrameParticles> {
  const { bytes, width, height } = await project.reads.instances(run.runId, frame.source.id, frame.frame);
  const keep = run.pass?.slice(frame.start, frame.start + frame.count) ?? null;
  return { bytes: sharedCopy(bytes), width, height, keep, pixelSize: frame.pixelSize };
}

/** A name without what some file system refuses. */
export function fileNamed(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/[. ]+$/, '') || 'unnamed';
}

/** File names of image frames, made different where images share a name. */
export class Stems {
  readonly #used = new Set<string>();

  next({ name, frames }: StoredImage, frame: number): string {
    const digits = String(frames).length;
    const base = frames === 1 ? fileNamed(name) : `${fileNamed(name)}.frame-${String(frame + 1).padStart(digits, '0')}`;
    let stem = base;
    for (let n = 2; this.#used.has(stem.toLowerCase()); n++) stem = `${base}-${n}`;
    this.#used.add(stem.toLowerCase());
    return stem;
  }
}
