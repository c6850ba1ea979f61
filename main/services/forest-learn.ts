import { createHash } from 'node:crypto';
import type { ForestSource } from '../../app/contract/forest.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ForestSettings, GreyScale } from '../../app/domain/forest.ts';
import type { LabelClass } from '../../app/domain/labels/label-class.ts';
import { forestGrowTask, forestPicksTask, forestSamplesTask } from '../../app/pipeline/tasks/forest.ts';
import type { LabelFrameKey, StoredLabelFrame } from '../../app/ports/stored-labels.ts';
import type { AbortSignalLike, TaskRunner } from '../../app/ports/task.ts';
import type { Samples } from '../../app/segmentation/pixel-forest/bins.ts';
import { featuresOf } from '../../app/segmentation/pixel-forest/features.ts';
import type { GrownForest } from '../../app/segmentation/pixel-forest/forest.ts';
import type { TilePicks } from '../../app/segmentation/pixel-forest/samples.ts';
import type { ForestCodes, FrameOf } from './forest-codes.ts';
import type { Labels } from './labels.ts';

/** Pixels of a class in a frame that are learned from, about. */
const mostEach = 4000;
/** Samples of tiles that are kept; each some kilobytes. */
const keptTiles = 4000;
const keptForests = 8;

/** A forest that grew from the labels as they are. */
export interface Learned {
  readonly serial: number;
  readonly source: ForestSource;
  readonly classes: readonly LabelClass[];
  /** Null: fewer than two classes are labelled. */
  readonly grown: GrownForest | null;
  /** The frame whose scale all frames are seen at; null: each its own. */
  readonly reference: FrameOf | null;
  readonly scale: GreyScale | null;
  readonly frames: readonly { readonly key: LabelFrameKey; readonly pixels: number }[];
  readonly seconds: number;
}

/** One class is labelled, or none: there is nothing to tell apart. */
export function tooFewClasses(): Failure {
  return new Failure(
    'invalid-input',
    'The forest needs scribbles of two classes.',
    'Paint a few strokes of each class, then try again.',
  );
}

/** Forests grown from what is labelled; what did not change since is taken from memory. */
export class ForestLearner {
  readonly #tasks: TaskRunner;
  readonly #labels: Labels;
  readonly #codes: ForestCodes;
  readonly #samples = new Map<string, Samples>();
  readonly #forests = new Map<string, Learned>();
  #serial = 0;

  constructor(tasks: TaskRunner, labels: Labels, codes: ForestCodes) {
    this.#tasks = tasks;
    this.#labels = labels;
    this.#codes = codes;
  }

  clear(): void {
    this.#samples.clear();
    this.#forests.clear();
  }

  /** The forest of a label set. Throws `Failure`: not-found, stopped, and what reading the frames' files throws. */
  async learn(setId: number, settings: ForestSettings, signal: AbortSignalLike): Promise<Learned> {
    const { reads } = this.#labels;
    const [set, all] = await Promise.all([reads.labelSet(setId), reads.labelFrames(setId)]);
    const classes = set.classes.filter(({ role }) => role !== 'ignore');
    const frames = all.filter(({ labelledPixels }) => labelledPixels > 0);
    const key = keyOf(setId, settings, classes, frames);
    const known = this.#forests.get(key);
    if (known !== undefined) return known;
    const begin = performance.now();
    const images = await reads.imagesOf(frames.map(({ imageId }) => imageId));
    const named = frames.map(({ frame }, i) => ({ image: images[i], frame }));
    const reference = settings.levels === 'stored' ? (named[0] ?? null) : null;
    const parts: Samples[] = [];
    const learnedFrames: { key: LabelFrameKey; pixels: number }[] = [];
    for (const [i, { imageId, frame }] of frames.entries()) {
      const from = { setId, imageId, frame };
      const made = await this.#samplesOf(from, named[i], classes, settings, reference, signal);
      parts.push(...made);
      learnedFrames.push({ key: from, pixels: made.reduce((sum, part) => sum + part.classes.length, 0) });
    }
    const pixels = classes.map(() => 0);
    for (const part of parts) for (const c of part.classes) pixels[c]++;
    const ready = pixels.filter((n) => n > 0).length >= 2;
    const scale =
      reference === null ? null : (await this.#codes.frameFor(reference, settings.features, reference)).scale;
    const grown = ready
      ? await this.#tasks.run(
          forestGrowTask,
          {
            samples: parts,
            classCount: classes.length,
            features: featuresOf(settings.features).length,
            trees: settings.trees,
            seed: settings.seed,
          },
          { priority: 'view', signal },
        )
      : null;
    const learned: Learned = {
      serial: ++this.#serial,
      source: {
        frames: frames.length,
        pixels: classes.map(({ id }, c) => ({ classId: id, pixels: pixels[c] })),
      },
      classes,
      grown,
      reference,
      scale,
      frames: learnedFrames,
      seconds: (performance.now() - begin) / 1000,
    };
    this.#forests.set(key, learned);
    const [oldest] = this.#forests.keys();
    if (this.#forests.size > keptForests && oldest !== undefined) this.#forests.delete(oldest);
    return learned;
  }

  async #samplesOf(
    key: LabelFrameKey,
    of: FrameOf,
    classes: readonly LabelClass[],
    settings: ForestSettings,
    reference: FrameOf | null,
    signal: AbortSignalLike,
  ): Promise<Samples[]> {
    const { tiles, width, height } = await this.#labels.reads.labels(key);
    const ids = classes.map(({ id }) => id);
    const asked = { tiles, width, height, ids, most: mostEach };
    const picks = await this.#tasks.run(forestPicksTask, asked, { priority: 'view', signal });
    if (picks.length === 0) return [];
    const frame = await this.#codes.frameFor(of, settings.features, reference);
    const base = `${frame.version}/${frame.address.imageIndex}/${frame.address.frame} ${JSON.stringify([frame.features, frame.scale])}`;
    const names = picks.map((one) => `${base} ${one.column}/${one.row} ${sumOf(one)}`);
    const missing = picks.flatMap((one, i) => (this.#samples.has(names[i]) ? [] : [{ one, name: names[i] }]));
    if (missing.length > 0) {
      const wanted = missing.map(({ one }) => ({
        picks: one,
        codes: this.#codes.peek(frame, { level: 0, column: one.column, row: one.row }),
      }));
      const made = await this.#tasks.run(forestSamplesTask, { frame, picks: wanted }, { priority: 'view', signal });
      for (const [i, { name }] of missing.entries()) this.#samples.set(name, made[i]);
    }
    const found = names.map((name) => {
      const samples = this.#samples.get(name) as Samples;
      this.#samples.delete(name);
      this.#samples.set(name, samples);
      return samples;
    });
    for (const oldest of this.#samples.keys()) {
      if (this.#samples.size <= Math.max(keptTiles, names.length)) break;
      this.#samples.delete(oldest);
    }
    return found;
  }
}

function keyOf(
  setId: number,
  settings: ForestSettings,
  classes: readonly LabelClass[],
  frames: readonly StoredLabelFrame[],
): string {
  const versions = frames.map(({ imageId, frame, version }) => [imageId, frame, version]);
  return JSON.stringify([setId, settings, classes.map(({ id }) => id), versions]);
}

/** A name for what was picked in a tile. */
function sumOf({ places, classes }: TilePicks): string {
  return createHash('sha256').update(places).update(classes).digest('base64');
}
