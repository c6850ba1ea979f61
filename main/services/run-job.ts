import path from 'node:path';
import { pixelSizeOf } from '../../app/domain/calibration.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import type { Recipe } from '../../app/domain/recipe.ts';
import { segmentFrameTask } from '../../app/pipeline/tasks/segment-frame.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { OpenProject } from '../../app/ports/store.ts';
import { atlasPath, boxesOf, makeAtlas } from './atlas.ts';
import { inOrder } from './in-order.ts';
import { keptPaths } from './kept-paths.ts';
import type { ServicePorts } from './ports.ts';
import { type PlannedFrame, pixelSides, resultKey } from './run-plan.ts';
import type { Session } from './session.ts';

/** What a run's job made. */
export interface RunOutcome {
  readonly runId: number;
  /** Frames that were computed now, and those taken over from before. */
  computed: number;
  reused: number;
  readonly failed: { imageId: number; frame: number; failure: FailureInfo }[];
}

/** Frames under way at a time: one computes, the next one is stored or read. */
const ahead = 2;
const tellEveryMs = 1000;

/** Recipes without any chance step give equal results with any seed; kept so that later steps may use it. */
const seed = 1;

/**
 * Runs a recipe on frames and stores each result as it comes: it can be used at once, and a stop or a crash keeps it.
 * Results that were computed before under the same key are taken over. A frame that fails is reported; the others go on.
 */
export async function runFrames(
  ports: ServicePorts,
  session: Session,
  { runId, recipe, frames }: { runId: number; recipe: Recipe; frames: readonly PlannedFrame[] },
  job: JobHandle,
): Promise<RunOutcome> {
  const { project } = session;
  const outcome: RunOutcome = { runId, computed: 0, reused: 0, failed: [] };
  let done = 0;
  let told = 0;
  const within = new Map<PlannedFrame, number>();
  const tell = (note: string) => {
    const part = [...within.values()].reduce((sum, fraction) => sum + fraction, 0);
    job.progress((done + part) / frames.length, note);
  };

  const start = async (planned: PlannedFrame) => {
    const note = noteFor(planned);
    const result = await frameResult(ports, project, { runId, recipe, planned }, job, (fraction) => {
      within.set(planned, fraction);
      tell(note);
    });
    within.delete(planned);
    return result;
  };

  for await (const { item, outcome: made } of inOrder(unlessAborted(frames, job), ahead, start)) {
    done++;
    within.delete(item);
    if ('thrown' in made) {
      const { info } = Failure.from(made.thrown);
      if (info.tag === 'stopped') break;
      if (info.tag === 'disk-full' || info.tag === 'internal' || info.tag === 'engine-crashed') throw made.thrown;
      outcome.failed.push({ imageId: item.image.id, frame: item.frame, failure: info });
    } else outcome[made.result]++;
    if (performance.now() - told < tellEveryMs) continue;
    told = performance.now();
    session.tell({ run: runId, tables: [runId] });
  }
  return outcome;
}

function* unlessAborted(frames: readonly PlannedFrame[], job: JobHandle): Generator<PlannedFrame> {
  for (const frame of frames) {
    if (job.signal.aborted) return;
    yield frame;
  }
}

function noteFor({ image, frame }: PlannedFrame): string {
  return image.frames === 1 ? image.name : `${image.name}, frame ${frame + 1}`;
}

/** Takes a frame's result over or computes and stores it. */
async function frameResult(
  ports: ServicePorts,
  project: OpenProject,
  { runId, recipe, planned }: { runId: number; recipe: Recipe; planned: PlannedFrame },
  job: JobHandle,
  onProgress: (fraction: number) => void,
): Promise<'computed' | 'reused'> {
  const { image, frame } = planned;
  const key = resultKey(ports.host.version, recipe, planned);
  if (await project.keeping.reuseResult(runId, image.id, frame, key)) return 'reused';
  await expectUnchanged(ports, planned);
  const made = await ports.tasks.run(
    segmentFrameTask,
    {
      address: { path: image.file.path, imageIndex: image.imageIndex, frame },
      version: image.file.sha256,
      recipe,
      kept: keptPaths(project.path, recipe),
      pixelSize: pixelSides(image),
    },
    { priority: 'job', signal: job.signal, onProgress },
  );
  // Storing hands the bytes over to another thread.
  const boxes = boxesOf(made.instances);
  await project.keeping.addResult({
    runId,
    imageId: image.id,
    frame,
    key,
    provenance: {
      program: ports.host.version,
      recipe: made.recipe,
      stepVersions: { ...made.stepVersions },
      resolved: { ...made.resolved },
      inputSha256: image.file.sha256,
      frame,
      pixelSize: pixelSizeOf(image.calibration),
      seed,
      ...(made.reason === null ? {} : { reason: made.reason }),
    },
    seconds: made.seconds,
    width: made.width,
    height: made.height,
    instances: made.instances,
    columns: made.columns,
    values: made.values,
  });
  await keepCells(ports, project, runId, planned, boxes, job);
  return 'computed';
}

/** Draws the particles for the gallery while the frame is still decoded. Without them the gallery only starts slower. */
async function keepCells(
  ports: ServicePorts,
  project: OpenProject,
  runId: number,
  { image, frame }: PlannedFrame,
  boxes: Int32Array,
  job: JobHandle,
): Promise<void> {
  const group = {
    address: { path: image.file.path, imageIndex: image.imageIndex, frame },
    sha256: image.file.sha256,
    boxes,
    picks: [],
    atlas: atlasPath(project.path, runId, image.id, frame, boxes),
    side: null,
  };
  try {
    await makeAtlas(ports, group, { priority: 'job', signal: job.signal });
  } catch (thrown) {
    const { info } = Failure.from(thrown);
    if (info.tag === 'stopped' || info.tag === 'disk-full') throw thrown;
  }
}

/** A file of another size is another file, and its result would carry the wrong name. */
async function expectUnchanged({ disk }: ServicePorts, { image }: PlannedFrame): Promise<void> {
  const { file } = image;
  const found = await disk.look(file.path);
  if (found === null)
    throw new Failure(
      'not-found',
      `${path.basename(file.path)} is not where it was.`,
      'Relink the project: choose the folder where the file is now.',
      file.path,
    );
  if (found.bytes !== file.bytes)
    throw new Failure(
      'malformed',
      `${path.basename(file.path)} changed since it was imported.`,
      'Import it again as a new image, or relink the project to the original.',
      file.path,
    );
}
