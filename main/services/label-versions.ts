import type { CallOutput } from '../../app/contract/list.ts';
import { Failure } from '../../app/domain/failure.ts';
import { countClassTile, unpackTiles } from '../../app/domain/labels/class-tiles.ts';
import { decodeContent } from '../../app/domain/labels/label-content.ts';
import { decodeLabelled } from '../../app/domain/labels/labelled-instance.ts';
import { type LabelCounts, labelContentTask, labelCountsTask } from '../../app/pipeline/tasks/label-frames.ts';
import type { LabelFrameKey } from '../../app/ports/stored-labels.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import type { Handler } from './handler.ts';
import { inOrder } from './in-order.ts';
import { keysOf, type Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

/** Frames under way at a time. */
const ahead = 3;

/** The labels of a frame that something used, by name. */
export interface UsedLabels extends LabelFrameKey {
  /** Names the kept version; see app/domain/labels/label-content.ts. */
  readonly sha256: string;
}

/**
 * Keeps the labels of frames as they are now and names them: what a run or a training states that it used. Equal labels are kept once.
 * In the order of `keys`.
 */
export async function useLabels(
  { tasks }: ServicePorts,
  labels: Labels,
  keys: readonly LabelFrameKey[],
  title: string,
  signal?: AbortSignalLike,
): Promise<UsedLabels[]> {
  const { project } = labels;
  const options = { priority: 'job' as const, ...(signal === undefined ? {} : { signal }) };
  const start = async (key: LabelFrameKey) => {
    const stored = await project.reads.labels(key);
    const named = await tasks.run(labelContentTask, { labels: stored, classes: stored.classes }, options);
    const { instances, labelledPixels } = stored;
    await project.keeping.keepLabels({ ...key, title, ...named, instances, labelledPixels });
    return named.sha256;
  };
  const used: UsedLabels[] = [];
  for await (const { item, outcome } of inOrder(keys, ahead, start)) {
    if ('thrown' in outcome) throw outcome.thrown;
    used.push({ setId: item.setId, imageId: item.imageId, frame: item.frame, sha256: outcome.result });
  }
  return used;
}

function restore(labels: Labels): Handler<'labels.restoreVersion'> {
  return async ({ versionId }) => {
    const { title, content, setId, imageId, frame } = await labels.reads.labelVersion(versionId);
    const key = { setId, imageId, frame };
    const [set, detail] = await Promise.all([labels.reads.labelSet(setId), labels.reads.labelFrame(key)]);
    const { width, height, classes, tiles, particles } = decodeContent(content);
    if (width !== detail.width || height !== detail.height)
      throw new Failure('invalid-input', `“${title}” is of an image of another size.`, 'Choose another version.');
    const counts = new Float64Array(256);
    for (const { bytes } of unpackTiles(tiles)) countClassTile(bytes, counts);
    for (const { classId } of decodeLabelled(particles)) counts[classId]++;
    const gone = classes.find(({ id }) => counts[id] > 0 && !set.classes.some((c) => c.id === id));
    if (gone !== undefined)
      throw new Failure(
        'invalid-input',
        `“${title}” uses the class ${gone.name}, which ${set.name} has no more.`,
        `Add a class with the number ${gone.id} to the set, or undo its removal.`,
        set.name,
      );
    await labels.change(`Go back to ${title}`, [{ ...key, base: detail.version, classes: tiles, particles }]);
    return {};
  };
}

type Stats = CallOutput<'labels.stats'>;

function stats({ tasks }: ServicePorts, labels: Labels): Handler<'labels.stats'> {
  return async ({ setId, frames }, { signal }): Promise<Stats> => {
    const [set, known] = await Promise.all([labels.reads.labelSet(setId), labels.reads.labelFrames(setId)]);
    const keys = keysOf(setId, frames ?? known);
    const reviewed = new Set(known.filter((f) => f.reviewed).map((f) => `${f.imageId}/${f.frame}`));
    const start = async (key: LabelFrameKey): Promise<LabelCounts> =>
      tasks.run(labelCountsTask, await labels.reads.labels(key), { priority: 'view', signal });
    const sum = { pixels: new Float64Array(256), instances: new Float64Array(256), areas: new Float64Array(256) };
    let overlappingInstances = 0;
    for await (const { outcome } of inOrder(keys, ahead, start)) {
      if ('thrown' in outcome) throw outcome.thrown;
      for (const name of ['pixels', 'instances', 'areas'] as const)
        for (let id = 0; id < 256; id++) sum[name][id] += outcome.result[name][id];
      overlappingInstances += outcome.result.overlapping;
    }
    return {
      frames: keys.length,
      reviewed: keys.filter(({ imageId, frame }) => reviewed.has(`${imageId}/${frame}`)).length,
      pixels: sum.pixels.reduce((all, n) => all + n, 0),
      unlabelledPixels: sum.pixels[0],
      classes: set.classes.map(({ id, name }) => ({
        classId: id,
        name,
        pixels: sum.pixels[id],
        instances: sum.instances[id],
        meanArea: sum.instances[id] === 0 ? null : sum.areas[id] / sum.instances[id],
      })),
      overlappingInstances,
    };
  };
}

/** Kept versions of labels, and sums over them. */
export function labelVersionHandlers(ports: ServicePorts, session: Session, labels: Labels) {
  return {
    'labels.versions': (async (key) => ({
      versions: (await labels.reads.labelVersions(key)).map(({ id, at, title, sha256, instances, labelledPixels }) => ({
        id,
        at,
        title,
        sha256,
        instances,
        labelledPixels,
      })),
    })) satisfies Handler<'labels.versions'>,
    'labels.keepVersion': (async ({ setId, frames, title }, { signal }) => {
      const used = await useLabels(ports, labels, keysOf(setId, frames), title, signal);
      session.tell({});
      return { sha256: used.map(({ sha256 }) => sha256) };
    }) satisfies Handler<'labels.keepVersion'>,
    'labels.restoreVersion': restore(labels),
    'labels.stats': stats(ports, labels),
  };
}
