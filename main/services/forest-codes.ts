import { Failure } from '../../app/domain/failure.ts';
import type { ForestFeatures, GreyScale } from '../../app/domain/forest.ts';
import { forestCodesTask, forestScaleTask } from '../../app/pipeline/tasks/forest.ts';
import type { ForestFrame } from '../../app/pipeline/tasks/forest-source.ts';
import type { StoredImage } from '../../app/ports/stored.ts';
import type { AbortSignalLike, TaskRunner } from '../../app/ports/task.ts';
import type { TilePlace } from '../../app/segmentation/pixel-forest/source.ts';

/** Codes of frames are kept up to so many bytes: about 9 million pixels of the usual 36 features. */
const budget = 640 * 2 ** 20;
/** Squares of 256 x 256 px that are worked out in one go: what a stop costs at most. */
const squaresAtOnce = 8;

/** An image frame, as a forest names it. */
export interface FrameOf {
  readonly image: StoredImage;
  readonly frame: number;
}

export const nameOf = ({ image, frame }: FrameOf): string => `${image.file.sha256}/${image.imageIndex}/${frame}`;

/** What lies in memory of frames that a forest looked at: their codes, tile by tile, oldest first, and their own scales. */
export class ForestCodes {
  readonly #tasks: TaskRunner;
  readonly #kept = new Map<string, Uint16Array>();
  readonly #scales = new Map<string, GreyScale>();
  #bytes = 0;

  constructor(tasks: TaskRunner) {
    this.#tasks = tasks;
  }

  clear(): void {
    this.#kept.clear();
    this.#scales.clear();
    this.#bytes = 0;
  }

  /** @param reference the frame whose scale is taken; null: its own */
  async frameFor(of: FrameOf, features: ForestFeatures, reference: FrameOf | null): Promise<ForestFrame> {
    const { image, frame } = of;
    const address = { path: image.file.path, imageIndex: image.imageIndex, frame };
    return { address, version: image.file.sha256, features, scale: await this.#scaleOf(reference ?? of, features) };
  }

  /** Codes of a tile that are there already, or null. */
  peek(frame: ForestFrame, tile: TilePlace): Uint16Array | null {
    return this.#kept.get(keyOf(frame, tile)) ?? null;
  }

  /** Codes of tiles in their order. A stop between two goes leaves what is there, so that the next question finds it. */
  async of(frame: ForestFrame, tiles: readonly TilePlace[], signal: AbortSignalLike): Promise<Uint16Array[]> {
    const found = new Map<string, Uint16Array>();
    const missing: TilePlace[] = [];
    for (const tile of tiles) {
      const codes = this.#use(keyOf(frame, tile));
      if (codes === null) missing.push(tile);
      else found.set(keyOf(frame, tile), codes);
    }
    for (let i = 0; i < missing.length; ) {
      if (signal.aborted) throw new Failure('stopped', 'Stopped.', 'Paint on.');
      const size = 4 ** missing[i].level;
      const some = missing.slice(i, i + Math.max(1, Math.floor(squaresAtOnce / size)));
      const options = { priority: 'view', ...(size > 2 * squaresAtOnce ? { signal } : {}) } as const;
      const made = await this.#tasks.run(forestCodesTask, { frame, tiles: some }, options);
      for (const [k, tile] of some.entries()) {
        found.set(keyOf(frame, tile), made[k]);
        this.#keep(keyOf(frame, tile), made[k]);
      }
      i += some.length;
    }
    this.#shrink();
    return tiles.flatMap((tile) => found.get(keyOf(frame, tile)) ?? []);
  }

  async #scaleOf(of: FrameOf, features: ForestFeatures): Promise<GreyScale> {
    const known = this.#scales.get(nameOf(of));
    if (known !== undefined) return known;
    const { image, frame } = of;
    const address = { path: image.file.path, imageIndex: image.imageIndex, frame };
    const made = await this.#tasks.run(
      forestScaleTask,
      { address, version: image.file.sha256, features, scale: null },
      { priority: 'view' },
    );
    this.#scales.set(nameOf(of), made);
    return made;
  }

  #keep(key: string, codes: Uint16Array): void {
    this.#bytes += codes.byteLength - (this.#kept.get(key)?.byteLength ?? 0);
    this.#kept.set(key, codes);
  }

  /** Those that are there, as the newest. */
  #use(key: string): Uint16Array | null {
    const codes = this.#kept.get(key);
    if (codes === undefined) return null;
    this.#kept.delete(key);
    this.#kept.set(key, codes);
    return codes;
  }

  #shrink(): void {
    for (const [oldest, codes] of this.#kept) {
      if (this.#bytes <= budget) break;
      this.#kept.delete(oldest);
      this.#bytes -= codes.byteLength;
    }
  }
}

function keyOf({ address, version, features, scale }: ForestFrame, { level, column, row }: TilePlace): string {
  return `${version}/${address.imageIndex}/${address.frame} ${JSON.stringify([features, scale])} ${level}/${column}/${row}`;
}
