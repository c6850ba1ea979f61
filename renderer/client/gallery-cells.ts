import { bytesPath } from '../../app/contract/bytes.ts';
import { fetchGallery } from './bytes.ts';

/** Which pictures of particles are wanted: of which run, how large (px), and at what scale. */
export interface CellKind {
  readonly runId: number;
  readonly cell: number;
  /** 'particle' fits each particle to its cell; a number is nm (or px) a cell side. */
  readonly scale: 'particle' | number;
}

/** Where the picture of a particle lies: a square of `side` px at (x, y) of `picture`. */
export interface CellPicture {
  readonly picture: ImageBitmap;
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

interface Strip {
  readonly picture: ImageBitmap;
  readonly columns: number;
  readonly side: number;
  readonly rows: readonly number[];
  used: number;
}

interface Place {
  readonly strip: Strip;
  readonly index: number;
}

interface Request {
  readonly rows: readonly number[];
  readonly abort: AbortController;
}

/** Cells a request: more while answers come fast, fewer while micrographs must first be read for them. */
const fewest = 12;
const most = 96;
const fast = 150;
const slow = 600;
/** Requests at once: while answers are slow the first cells come sooner if they have the services to themselves. */
const atOnce = (batch: number) => (batch <= fewest ? 1 : 3);
/** Decoded pictures kept, bytes. */
const capacity = 160 * 2 ** 20;
/** Milliseconds after which a cell that failed may be asked for again. */
const patience = 4000;

const sameKind = (a: CellKind | null, b: CellKind) =>
  a !== null && a.runId === b.runId && a.cell === b.cell && a.scale === b.scale;

/**
 * Pictures of particles for a gallery that scrolls: what is in sight is fetched first, many a request; what was
 * scrolled past is stopped; what was seen is kept while there is room.
 */
export class GalleryCells {
  readonly #ears = new Set<() => void>();
  readonly #places = new Map<number, Place>();
  readonly #strips = new Set<Strip>();
  readonly #requests = new Set<Request>();
  readonly #failed = new Map<number, number>();
  #kind: CellKind | null = null;
  #wanted: readonly number[] = [];
  #bytes = 0;
  #clock = 0;
  #batch = fewest;
  #version = 0;

  /** Grows when pictures arrive. */
  readonly version = (): number => this.#version;

  /** Hears that pictures arrived. Returns the way to stop. */
  readonly subscribe = (hear: () => void): (() => void) => {
    this.#ears.add(hear);
    return () => this.#ears.delete(hear);
  };

  /** Says which rows are in sight or near, the most wanted first. Another kind than before forgets all pictures. */
  want(kind: CellKind, rows: readonly number[]): void {
    if (!sameKind(this.#kind, kind)) {
      this.forget();
      this.#kind = kind;
    }
    this.#wanted = rows;
    const wanted = new Set(rows);
    for (const request of this.#requests) {
      if (!request.rows.some((row) => wanted.has(row))) this.#stop(request);
    }
    this.#pump();
  }

  /** Begins with small requests again, as when particles of other micrographs come into sight. */
  begin(): void {
    this.#batch = fewest;
  }

  /** The picture of a row, or undefined while it is not there. */
  picture(row: number): CellPicture | undefined {
    const place = this.#places.get(row);
    if (place === undefined) return undefined;
    const { strip, index } = place;
    strip.used = ++this.#clock;
    const x = (index % strip.columns) * strip.side;
    const y = Math.floor(index / strip.columns) * strip.side;
    return { picture: strip.picture, x, y, side: strip.side };
  }

  /** True when the picture of a row could not be had. */
  hasFailed(row: number): boolean {
    return this.#failed.has(row);
  }

  /** Forgets all pictures and stops what is under way, as when the micrographs changed. */
  forget(): void {
    for (const request of this.#requests) this.#stop(request);
    for (const { picture } of this.#strips) picture.close();
    this.#strips.clear();
    this.#places.clear();
    this.#failed.clear();
    this.#bytes = 0;
    this.#kind = null;
  }

  #stop(request: Request): void {
    request.abort.abort();
    this.#requests.delete(request);
  }

  #pump(): void {
    const kind = this.#kind;
    if (kind === null) return;
    const now = performance.now();
    const busy = new Set<number>();
    for (const { rows } of this.#requests) for (const row of rows) busy.add(row);
    const missing = this.#wanted.filter((row) => {
      const failed = this.#failed.get(row);
      return !this.#places.has(row) && !busy.has(row) && (failed === undefined || now - failed > patience);
    });
    for (let at = 0; at < missing.length && this.#requests.size < atOnce(this.#batch); at += this.#batch) {
      void this.#fetch(kind, missing.slice(at, at + this.#batch));
    }
  }

  async #fetch(kind: CellKind, rows: readonly number[]): Promise<void> {
    const request = { rows, abort: new AbortController() };
    this.#requests.add(request);
    const began = performance.now();
    try {
      const url = bytesPath.galleryRows(kind.runId, rows, kind.cell, kind.scale);
      const { picture, columns } = await fetchGallery(url, { signal: request.abort.signal });
      const bitmap = await createImageBitmap(picture);
      if (request.abort.signal.aborted) {
        bitmap.close();
        return;
      }
      const took = performance.now() - began;
      if (took < fast) this.#batch = Math.min(most, this.#batch * 2);
      else if (took > slow) this.#batch = Math.max(fewest, this.#batch >> 1);
      this.#keep({ picture: bitmap, columns, side: kind.cell, rows, used: ++this.#clock });
    } catch {
      if (request.abort.signal.aborted) return;
      const now = performance.now();
      for (const row of rows) this.#failed.set(row, now);
    } finally {
      this.#requests.delete(request);
    }
    this.#version++;
    for (const hear of this.#ears) hear();
    this.#pump();
  }

  #keep(strip: Strip): void {
    strip.rows.forEach((row, index) => {
      this.#places.set(row, { strip, index });
      this.#failed.delete(row);
    });
    this.#strips.add(strip);
    this.#bytes += bytesOf(strip);
    while (this.#bytes > capacity && this.#strips.size > 1) this.#drop(leastUsed(this.#strips));
  }

  #drop(strip: Strip): void {
    for (const row of strip.rows) if (this.#places.get(row)?.strip === strip) this.#places.delete(row);
    this.#strips.delete(strip);
    this.#bytes -= bytesOf(strip);
    strip.picture.close();
  }
}

const bytesOf = ({ picture }: Strip) => picture.width * picture.height * 4;

function leastUsed(strips: ReadonlySet<Strip>): Strip {
  let found: Strip | undefined;
  for (const strip of strips) if (found === undefined || strip.used < found.used) found = strip;
  return found!;
}
