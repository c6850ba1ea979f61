import { zlibSync } from 'fflate';
import type { Instance } from '../../domain/instance.ts';
import { decodeInstances } from '../../domain/instance-codec.ts';
import { countClassTile, unpackTiles } from '../../domain/labels/class-tiles.ts';
import type { LabelClasses } from '../../domain/labels/label-class.ts';
import { encodeContent } from '../../domain/labels/label-content.ts';
import { encodeLabelEdit } from '../../domain/labels/label-edit.ts';
import { decodeLabelled, encodeLabelled } from '../../domain/labels/labelled-instance.ts';
import type { FrameLabels } from '../../domain/labels/tiled-plane.ts';
import { matchParticles } from '../../particles/match.ts';
import { overlaps } from '../../particles/overlap.ts';
import { task } from '../../ports/task.ts';

/** The particles of a run in one frame, and which of them count. */
export interface RunParticles {
  /** From `encodeInstances`. */
  readonly bytes: Uint8Array;
  /** 1 for each that counts; all when null. */
  readonly keep: Uint8Array | null;
}

/** Those that count, with their index in the frame. */
export function countedParticles({ bytes, keep }: RunParticles): { index: number; instance: Instance }[] {
  return decodeInstances(bytes)
    .map((instance, index) => ({ index, instance }))
    .filter(({ index }) => keep === null || keep[index] === 1);
}

/** From this intersection over union on, a run's particle is the same as one that is labelled. */
const sameFrom = 0.5;

export interface LabelsFromRun {
  readonly run: RunParticles;
  /** From `encodeLabelled`. */
  readonly labelled: Uint8Array;
  readonly mode: 'replace' | 'add';
  readonly classId: number;
  /** Number of the first new particle. */
  readonly firstId: number;
}

/** A run's particles as labels: all of them (`particles`), or as an edit that adds those that are not there. */
export const labelsFromRunTask = task('labels-from-run', ({ run, labelled, mode, classId, firstId }: LabelsFromRun) => {
  const found = countedParticles(run).map(({ instance }) => instance);
  const { bestOfB } = matchParticles(mode === 'add' ? decodeLabelled(labelled) : [], found, sameFrom);
  const fresh = found.filter((_, i) => bestOfB[i] < sameFrom);
  const taken = fresh.map((instance, i) => ({ ...instance, id: firstId + i, classId, reviewed: false }));
  return mode === 'replace'
    ? { write: { particles: encodeLabelled(taken) }, taken: taken.length }
    : { write: { edit: encodeLabelEdit({ classes: [], changed: taken, removed: [] }) }, taken: taken.length };
});

/** What a frame's labels hold, for sums over frames. */
export interface LabelCounts {
  /** Pixels by class id; entry 0 counts unlabelled ones. */
  readonly pixels: Float64Array;
  /** Particles, and sum of their areas in px, by class id. */
  readonly instances: Float64Array;
  readonly areas: Float64Array;
  /** Particles that share pixels with another. */
  readonly overlapping: number;
}

export const labelCountsTask = task('label-counts', ({ width, height, tiles, particles }: FrameLabels): LabelCounts => {
  const pixels = new Float64Array(256);
  for (const { bytes } of unpackTiles(tiles)) countClassTile(bytes, pixels);
  pixels[0] = 0;
  pixels[0] = width * height - pixels.reduce((sum, count) => sum + count, 0);
  const instances = new Float64Array(256);
  const areas = new Float64Array(256);
  const labelled = decodeLabelled(particles);
  for (const { classId, area } of labelled) {
    instances[classId]++;
    areas[classId] += area;
  }
  return { pixels, instances, areas, overlapping: overlaps(labelled).filter((list) => list.length > 0).length };
});

/** The name of a frame's labels (SHA-256 of their content) and the content, zlib. */
export const labelContentTask = task(
  'label-content',
  ({ labels, classes }: { readonly labels: FrameLabels; readonly classes: LabelClasses }, { sha256 }) => {
    const content = encodeContent(labels, classes);
    const digest = sha256();
    digest.update(content);
    return { sha256: digest.hex(), content: zlibSync(content, { level: 6 }) };
  },
);
