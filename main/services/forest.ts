import { bytesPath } from '../../app/contract/bytes.ts';
import type { ForestAnswer } from '../../app/contract/forest.ts';
import type { CallRequest } from '../../app/contract/list.ts';
import { forestRestTask, forestTellTask } from '../../app/pipeline/tasks/forest.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { tileSide } from '../../app/segmentation/pixel-forest/codes.ts';
import { featuresOf } from '../../app/segmentation/pixel-forest/features.ts';
import type { TilePlace } from '../../app/segmentation/pixel-forest/source.ts';
import { ForestCodes } from './forest-codes.ts';
import { ForestLearner, type Learned } from './forest-learn.ts';
import type { Labels } from './labels.ts';
import type { ServicePorts } from './ports.ts';
import type { Session } from './session.ts';

const keptAnswers = 48;

type Asked = CallRequest<'forest.live'>;

/** The pixel forests of the open project: what they said lately, and the memory that makes the next answer quick. */
export class Forests {
  readonly #ports: ServicePorts;
  readonly #session: Session;
  readonly #codes: ForestCodes;
  readonly learner: ForestLearner;
  readonly #answers = new Map<string, Uint8Array>();
  #next = 1;
  #newest: AbortController | null = null;

  constructor(ports: ServicePorts, session: Session, labels: Labels) {
    this.#ports = ports;
    this.#session = session;
    this.#codes = new ForestCodes(ports.tasks);
    this.learner = new ForestLearner(ports.tasks, labels, this.#codes);
    session.onProject(async () => {
      this.#newest?.abort();
      this.#codes.clear();
      this.learner.clear();
      this.#answers.clear();
    });
  }

  get codes(): ForestCodes {
    return this.#codes;
  }

  /** The bytes of an answer; null when it is gone. */
  bytes(token: string): Uint8Array | null {
    return this.#answers.get(token) ?? null;
  }

  /** Answers what somebody asks of what is seen, or of the rest. Throws `Failure`: not-found, stopped, what reading files throws. */
  async live(asked: Asked, signal: AbortSignalLike): Promise<ForestAnswer> {
    const abort = new AbortController();
    if (asked.part === 'sight') {
      this.#newest?.abort();
      this.#newest = abort;
    }
    const stop = () => abort.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.#answer(asked, abort.signal);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async #answer(
    { setId, imageId, frame, settings, region, level, part }: Asked,
    signal: AbortSignal,
  ): Promise<ForestAnswer> {
    const image = await this.#session.project.reads.image(imageId);
    const learned = await this.learner.learn(setId, settings, signal);
    const { grown, source } = learned;
    if (grown === null) return { state: 'needs-classes', learned: source };
    const tiles = tilesIn(region, level, image);
    const begin = performance.now();
    const seen = await this.#codes.frameFor({ image, frame }, settings.features, learned.reference);
    const { trees } = grown;
    const codes = part === 'rest' ? [] : await this.#codes.of(seen, tiles, signal);
    const filtered = performance.now();
    const told =
      part === 'rest'
        ? await this.#ports.tasks.run(forestRestTask, { frame: seen, trees, tiles }, { priority: 'job', signal })
        : await this.#ports.tasks.run(forestTellTask, { trees, codes }, { priority: 'view', signal });
    const tell = (performance.now() - filtered) / 1000;
    return {
      state: 'told',
      learned: source,
      serial: learned.serial,
      url: bytesPath.forest(this.#keep(told)),
      ids: learned.classes.map(({ id }) => id),
      level,
      side: tileSide,
      tiles: tiles.map(({ column, row }) => ({ column, row })),
      importance: importanceOf(learned, settings),
      seconds: { learn: learned.seconds, filters: (filtered - begin) / 1000, tell },
    };
  }

  #keep(bytes: Uint8Array): string {
    const token = (this.#next++).toString(36);
    this.#answers.set(token, bytes);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > keptAnswers && oldest !== undefined) this.#answers.delete(oldest);
    return token;
  }
}

/** Tiles of a level that show some of a region, from the upper left. */
function tilesIn(
  { x, y, width, height }: Asked['region'],
  level: number,
  image: { readonly width: number; readonly height: number },
): TilePlace[] {
  const side = tileSide * 2 ** level;
  const [right, bottom] = [Math.min(image.width, x + width), Math.min(image.height, y + height)];
  const tiles: TilePlace[] = [];
  for (let row = Math.floor(Math.max(0, y) / side); row * side < bottom; row++) {
    for (let column = Math.floor(Math.max(0, x) / side); column * side < right; column++)
      tiles.push({ level, column, row });
  }
  return tiles;
}

function importanceOf({ grown }: Learned, { features }: Asked['settings']) {
  const shares = new Map<string, { family: (typeof features.families)[number]; scale: number; share: number }>();
  featuresOf(features).forEach(({ family, scale }, i) => {
    const key = `${family} ${scale}`;
    const before = shares.get(key)?.share ?? 0;
    shares.set(key, { family, scale, share: before + (grown?.importance[i] ?? 0) });
  });
  return [...shares.values()];
}
