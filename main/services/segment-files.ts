import path from 'node:path';
import type { CallRequest } from '../../app/contract/list.ts';
import type { Calibration } from '../../app/domain/calibration.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { automaticRecipe, type Recipe } from '../../app/domain/recipe.ts';
import { recipeForModel } from '../../app/pipeline/recipes/model-recipe.ts';
import { describeFileTask, type FileDescription } from '../../app/pipeline/tasks/describe-file.ts';
import { labelTiffTask } from '../../app/pipeline/tasks/export-particles.ts';
import { csvTask } from '../../app/pipeline/tasks/export-table.ts';
import { type SegmentedFrame, segmentFrameTask } from '../../app/pipeline/tasks/segment-frame.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { NewImage } from '../../app/ports/stored.ts';
import { catalog } from '../../native-models/catalog/list.ts';
import type { ServicePorts } from './ports.ts';

type Asked = CallRequest<'batch.segment'>;
type PixelSize = { readonly x: number; readonly y: number };

/** What was written for one image frame; paths relative to the folder. */
interface Output {
  readonly file: string;
  readonly image: string;
  /** From 1, as in the window, the table and the names of files. */
  readonly frame: number;
  readonly particles: number;
  readonly labels: string;
  readonly table: string;
  readonly pixelSize: number | null;
  /** Said of diffraction patterns, whose pixels have no length. */
  readonly space?: 'reciprocal';
  readonly inputSha256: string;
  readonly recipe: Recipe;
  /** Why the program chose the recipe; null when it was given. */
  readonly reason: string | null;
  readonly resolved: SegmentedFrame['resolved'];
  readonly stepVersions: SegmentedFrame['stepVersions'];
}

/** Stems under which results are written: a second file of the same stem keeps its ending. */
function stemsOf(paths: readonly string[]): string[] {
  const plain = paths.map((p) =>
    path
      .basename(p)
      .replace(/\.(gz|bz2)$/i, '')
      .replace(/\.[^.]+$/, ''),
  );
  const seen = new Set<string>();
  return plain.map((stem, i) => {
    let name = plain.indexOf(stem) === i ? stem : path.basename(paths[i]).replace(/\./g, '_');
    for (let n = 2; seen.has(name.toLowerCase()); n++) name = `${stem}-${n}`;
    seen.add(name.toLowerCase());
    return name;
  });
}

/** The file's pixel size, else the given one; none for a diffraction pattern, which has no lengths. */
function sizeOf({ space, x, y }: Calibration, given: number | null): PixelSize | null {
  if (space === 'real' && x !== null && y !== null) return { x, y };
  return given === null || space === 'reciprocal' ? null : { x: given, y: given };
}

/** What finds the particles: a recipe, or models of which one is chosen for each image. */
async function askedWay({ recipe, model }: Asked, { models }: ServicePorts) {
  if (model === undefined) return { recipe: recipe ?? automaticRecipe };
  if (model === null) return { recipe: automaticRecipe, models: catalog.map(({ card }) => card) };
  return { recipe: recipeForModel(await models.card(model), model) };
}

/** Spots of a diffraction pattern look like particles and are none. */
const patternFailure = (file: string) =>
  new Failure(
    'invalid-input',
    `${path.basename(file)} is a diffraction pattern (its pixels are in nm⁻¹): its spots are no particles.`,
    'Leave it out, or say --patterns to segment it anyway.',
    file,
  );

/** Name of one frame's results: the stem alone for a single micrograph. */
function frameStem(stem: string, description: FileDescription, image: NewImage, frame: number): string {
  const several = description.images.length > 1 ? `.${image.imageIndex + 1}` : '';
  const frames = image.frames > 1 ? `.${String(frame + 1).padStart(4, '0')}` : '';
  return stem + several + frames;
}

/**
 * Segments and measures files one after the other and writes, for each frame, STEM.labels.tif and STEM.particles.csv, and at
 * the end one run.json with the whole provenance. Equal input gives equal bytes. A file that fails is reported; the others go on.
 */
export async function segmentFiles(ports: ServicePorts, asked: Asked, job: JobHandle) {
  const { tasks, disk } = ports;
  const outputs: Output[] = [];
  const failed: { file: string; error: FailureInfo }[] = [];
  const stems = stemsOf(asked.paths);
  const signal = job.signal;
  // Before the work: a place that takes no files is told at once.
  await disk.makeFolder(asked.out);
  const way = await askedWay(asked, ports);

  async function oneFrame(
    file: string,
    stem: string,
    description: FileDescription,
    image: NewImage,
    frame: number,
  ): Promise<void> {
    if (image.calibration.space === 'reciprocal' && !asked.patterns) throw patternFailure(file);
    const address = { path: file, imageIndex: image.imageIndex, frame };
    const version = description.sha256;
    const size = sizeOf(image.calibration, asked.pixelSize);
    const pixelSize = size === null ? null : Math.sqrt(size.x * size.y);
    const segment = { address, version, ...way, pixelSize: size, maps: asked.maps };
    const made = await tasks.run(segmentFrameTask, segment, { signal });
    const { width, height, instances: bytes, columns, values } = made;
    const count = values[0]?.length ?? 0;
    const labels = await tasks.run(labelTiffTask, { bytes, width, height, keep: null, pixelSize }, { signal });
    const span = { image: image.name, frame, sample: '', conditions: [], pixelSize, start: 0, count };
    const ids = Int32Array.from({ length: count }, (_, i) => i + 1);
    const csv = await tasks.run(csvTask, { table: { rows: count, columns, values }, spans: [span], ids }, { signal });
    const names = { labels: `${stem}.labels.tif`, table: `${stem}.particles.csv` };
    await disk.write(path.join(asked.out, names.labels), labels);
    if (made.maps !== null) {
      await disk.write(path.join(asked.out, `${stem}.classes.tif`), made.maps.classes);
      await disk.write(path.join(asked.out, `${stem}.probabilities.tif`), made.maps.probabilities);
    }
    const text = [new TextEncoder().encode(csv.header), ...csv.pieces];
    await disk.write(path.join(asked.out, names.table), Buffer.concat(text));
    outputs.push({
      file: path.basename(file),
      image: image.name,
      frame: frame + 1,
      particles: count,
      ...names,
      pixelSize,
      ...(image.calibration.space === 'reciprocal' ? { space: 'reciprocal' as const } : {}),
      inputSha256: version,
      recipe: made.recipe,
      reason: made.reason,
      resolved: made.resolved,
      stepVersions: made.stepVersions,
    });
  }

  for (const [i, file] of asked.paths.entries()) {
    try {
      job.progress(i / asked.paths.length, path.basename(file));
      const description = await tasks.run(describeFileTask, { path: file }, { signal });
      const frames = description.images.flatMap((image) =>
        Array.from({ length: image.frames }, (_, frame) => ({ image, frame })),
      );
      for (const [k, { image, frame }] of frames.entries()) {
        job.progress((i + k / frames.length) / asked.paths.length, path.basename(file));
        await oneFrame(file, frameStem(stems[i], description, image, frame), description, image, frame);
      }
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped' || info.tag === 'disk-full' || info.tag === 'read-only') throw thrown;
      // A recipe that does not fit is wrong for every file alike.
      if (
        info.tag === 'invalid-input' &&
        outputs.length === 0 &&
        way.recipe !== automaticRecipe &&
        info.subject === undefined
      )
        throw thrown;
      failed.push({ file, error: info });
    }
  }
  if (outputs.length > 0) {
    const run = { program: `Morphoscope ${ports.host.version}`, outputs };
    await disk.write(path.join(asked.out, 'run.json'), `${JSON.stringify(run, null, 1)}\n`);
  }
  return { outputs, failed };
}
