import path from 'node:path';
import { type Calibration, pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { hasKnownEnding } from '../../app/formats/open.ts';
import { describeFileTask, type FileDescription } from '../../app/pipeline/tasks/describe-file.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import type { NewImage } from '../../app/ports/stored.ts';
import { inOrder } from './in-order.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

/** What an import made. */
export interface ImportOutcome {
  readonly imageIds: number[];
  /** Files whose images the project has already. */
  readonly skipped: string[];
  readonly failed: { path: string; failure: FailureInfo }[];
  /** Why the images should be looked at. */
  readonly warnings: string[];
}

export interface ImportRequest {
  readonly paths: readonly string[];
  readonly sampleId: number;
  /** Imports with the same key grow one edit. */
  readonly key: string;
  /** Copies each file into the project. */
  readonly pack?: boolean;
}

/** Files that are described at a time, so that one is read while another is stored. */
const ahead = 2;
const tellEveryMs = 300;

/** Every file that `paths` name, folders opened up, with the files first that read others beside them. */
async function filesOf({ disk }: ServicePorts, request: ImportRequest, job: JobHandle): Promise<string[]> {
  const found = new Set<string>();
  for (const asked of request.paths) {
    const place = path.resolve(asked);
    const isFolder = (await disk.look(place))?.kind === 'folder';
    if (!isFolder) {
      found.add(place);
      continue;
    }
    job.progress(0, `Looking through ${path.basename(place)}`);
    for await (const entry of disk.filesBelow(place, job.signal)) {
      const inProject = entry.path.split(path.sep).some((part) => part.endsWith('.morpho'));
      if (!inProject && hasKnownEnding(entry.name)) found.add(entry.path);
    }
  }
  // An EMI file names the SER files that it describes; those must not come in a second time by themselves.
  const leads = (file: string) => (path.extname(file).toLowerCase() === '.emi' ? 0 : 1);
  return [...found].sort((a, b) => leads(a) - leads(b));
}

/**
 * Takes files into the project, one after the other: each is described in a worker thread and stored at once, so that a
 * stop or a crash keeps what is in, and memory stays flat however many there are.
 */
export async function importFiles(
  ports: ServicePorts,
  session: Session,
  request: ImportRequest,
  job: JobHandle,
): Promise<ImportOutcome> {
  const outcome: ImportOutcome = { imageIds: [], skipped: [], failed: [], warnings: [] };
  const files = await filesOf(ports, request, job);
  const before = await knownFiles(session.project);
  const companions = new Set(before.companions);
  const calibrated: { id: number; calibration: Calibration }[] = [];
  let told = 0;
  let done = 0;
  const describe = (file: string) =>
    companions.has(file.toLowerCase())
      ? Promise.resolve(null)
      : ports.tasks.run(describeFileTask, { path: file }, { priority: 'job', signal: job.signal });

  for await (const { item: file, outcome: described } of inOrder(files, ahead, describe)) {
    if (job.signal.aborted) break;
    job.progress(done / files.length, path.basename(file));
    done++;
    try {
      if ('thrown' in described) throw described.thrown;
      // Described before its lead was, because both were under way together.
      if (described.result === null || companions.has(file.toLowerCase())) {
        if (before.companions.has(file.toLowerCase())) outcome.skipped.push(file);
        continue;
      }
      const beside = described.result.companions.map((name) => path.join(path.dirname(file), name).toLowerCase());
      if (beside.length > 0 && beside.every((other) => before.files.has(other))) {
        outcome.skipped.push(file);
        continue;
      }
      for (const other of beside) companions.add(other);
      const batch = batchOf(request, outcome.imageIds.length + described.result.images.length, described.result);
      const taken = await takeIn(ports, session.project, request, batch, file, described.result);
      if (taken.length === 0) outcome.skipped.push(file);
      for (const { id, image } of taken) {
        outcome.imageIds.push(id);
        calibrated.push({ id, calibration: image.calibration });
      }
    } catch (thrown) {
      const { info } = Failure.from(thrown);
      if (info.tag === 'stopped' || info.tag === 'no-project') break;
      if (info.tag === 'disk-full' || info.tag === 'internal') throw thrown;
      outcome.failed.push({ path: file, failure: info });
    }
    if (performance.now() - told > tellEveryMs) {
      told = performance.now();
      session.tell({ topics: ['images.changed'] });
    }
  }
  if (session.current !== null && outcome.imageIds.length > 0) {
    outcome.warnings.push(...(await remarkMixedSizes(session.project, request, calibrated)));
    session.tell({ topics: ['images.changed', 'samples.changed'] });
    await session.tellHistory();
  }
  return outcome;
}

/** Paths of the project's files, and of those beside them that were read with them; in lower case. */
async function knownFiles(project: OpenProject): Promise<{ files: Set<string>; companions: Set<string> }> {
  const files = await project.reads.files();
  const beside = files.flatMap((file) => file.companions.map((name) => path.join(path.dirname(file.path), name)));
  return {
    files: new Set(files.map((file) => file.path.toLowerCase())),
    companions: new Set(beside.map((file) => file.toLowerCase())),
  };
}

type Batch = Parameters<OpenProject['edits']['addImages']>[0];

/** As in "Undo Import 12 images". */
function batchOf(request: ImportRequest, count: number, first?: FileDescription): Batch {
  const what = count === 1 ? (first?.images[0]?.name ?? 'an image') : `${count} images`;
  return { key: request.key, title: `Import ${what}` };
}

async function takeIn(
  ports: ServicePorts,
  project: OpenProject,
  request: ImportRequest,
  batch: Batch,
  file: string,
  described: FileDescription,
): Promise<{ id: number; image: NewImage }[]> {
  const known = await project.reads.imagesOfContent(described.sha256);
  const images = described.images.filter((image) => !known.some((k) => k.imageIndex === image.imageIndex));
  if (images.length === 0) {
    // The same content at another place: where the old place is gone, this one is as good.
    const [first] = known;
    if (first !== undefined && (await ports.disk.look(first.file.path)) === null)
      await project.keeping.moveFile(first.file.id, file, false);
    return [];
  }
  const place = request.pack === true ? await pack(ports, project, file, described) : file;
  const ids = await project.edits.addImages(
    batch,
    request.sampleId,
    {
      sha256: described.sha256,
      bytes: described.bytes,
      path: place,
      packed: request.pack === true,
      format: described.format,
      companions: described.companions,
      metadata: described.metadata,
    },
    images,
  );
  return ids.map((id, i) => ({ id, image: images[i] }));
}

/** Where the project keeps its own copy of a file with this content. A folder a content keeps its name and companions. */
export function packedPlace(project: string, sha256: string, name: string): string {
  return path.join(project, 'blobs', sha256.slice(0, 2), sha256, name);
}

async function pack(
  { disk }: ServicePorts,
  project: OpenProject,
  file: string,
  { sha256, companions }: FileDescription,
): Promise<string> {
  const names = [path.basename(file), ...companions];
  for (const name of names)
    await disk.copy(path.join(path.dirname(file), name), packedPlace(project.path, sha256, name));
  return packedPlace(project.path, sha256, path.basename(file));
}

/** Sizes that differ by less are one. */
const equalWithin = 0.01;

/** Notes on the images whose pixel size is not that of most others in this import; the notes as warnings. */
async function remarkMixedSizes(
  project: OpenProject,
  request: ImportRequest,
  images: readonly { readonly id: number; readonly calibration: Calibration }[],
): Promise<string[]> {
  const groups: { size: number; ids: number[] }[] = [];
  for (const { id, calibration } of images) {
    const size = pixelSizeOf(calibration);
    if (size === null) continue;
    const group = groups.find((g) => Math.abs(g.size - size) <= equalWithin * size);
    if (group === undefined) groups.push({ size, ids: [id] });
    else group.ids.push(id);
  }
  if (groups.length < 2) return [];
  groups.sort((a, b) => b.ids.length - a.ids.length);
  const [most, ...others] = groups;
  const brief = (size: number) => `${Number(size.toPrecision(4))} nm`;
  const sized = groups.reduce((sum, group) => sum + group.ids.length, 0);
  // A session at many magnifications has no rule to break: only what leaves a majority is suspect.
  for (const { size, ids } of most.ids.length * 2 > sized ? others : [])
    await project.edits.remarkCalibration(
      batchOf(request, images.length),
      ids,
      `${brief(size)} a pixel differs from the ${brief(most.size)} of most images imported with it`,
    );
  return [`The import mixes pixel sizes: ${groups.map((g) => `${brief(g.size)} (${g.ids.length})`).join(', ')}.`];
}
