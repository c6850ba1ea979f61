import type { Rect, Size } from '../camera.ts';
import { type Level, levelSizes } from '../frame/pyramid.ts';

/** Side of the squares of a level that are brought up to date together, texels. */
const squareSide = 512;

/**
 * A plane of classes at half, a quarter, ... the size, made where and when somebody looks and kept true from then on. A texel takes the first
 * class of its 2 x 2 block that is not unlabelled, so that thin scribbles stay visible when the view is zoomed out.
 */
export class ClassLevels {
  /** Level 0 is the plane itself. */
  readonly sizes: readonly Size[];
  readonly #data: (Uint8Array | null)[];
  /** By level: 1 for each square that is up to date. */
  readonly #fresh: Uint8Array[];
  readonly #empty: (box: Rect) => boolean;

  /** `empty` tells whether all of a box of the plane is unlabelled for sure. */
  constructor(plane: Level<Uint8Array>, empty: (box: Rect) => boolean) {
    this.sizes = [plane, ...levelSizes(plane.width, plane.height)];
    this.#data = [plane.data, ...this.sizes.slice(1).map(() => null)];
    this.#fresh = this.sizes.map((size) => new Uint8Array(squares(size.width) * squares(size.height)));
    this.#empty = empty;
  }

  /** The whole of a level, true at least inside `rect`. */
  read(level: number, rect: Rect): Uint8Array {
    const data = this.#level(level);
    if (level === 0) return data;
    const size = this.sizes[level];
    forSquares(rect, size, (square, { x, y }) => {
      if (this.#fresh[level][square] === 1) return;
      this.#fresh[level][square] = 1;
      const box = wholeSquare(x, y, size);
      const source = doubled(box, this.sizes[level - 1]);
      const whole = 2 ** level;
      const home = { x: box.x * whole, y: box.y * whole, width: box.width * whole, height: box.height * whole };
      // What nobody has painted on is zero as it was made.
      if (!this.#empty(home)) halve(this.read(level - 1, source), this.sizes[level - 1], data, size, box);
    });
    return data;
  }

  /** The plane changed inside `box`: does the same to what was made of it. */
  follow(box: Rect): void {
    let changed = box;
    for (let level = 1; level < this.sizes.length; level++) {
      const size = this.sizes[level];
      changed = halved(changed);
      const data = this.#data[level];
      if (data === null) continue;
      const from = this.#level(level - 1);
      forSquares(changed, size, (square, part) => {
        if (this.#fresh[level][square] === 1) halve(from, this.sizes[level - 1], data, size, part);
      });
    }
  }

  #level(level: number): Uint8Array {
    const size = this.sizes[level];
    this.#data[level] ??= new Uint8Array(size.width * size.height);
    return this.#data[level];
  }
}

const squares = (side: number) => Math.ceil(side / squareSide);

/** Visits the squares that meet `rect` with the part of it that lies in each. */
function forSquares(rect: Rect, size: Size, visit: (square: number, part: Rect) => void): void {
  const columns = squares(size.width);
  const right = Math.min(size.width, rect.x + rect.width);
  const bottom = Math.min(size.height, rect.y + rect.height);
  for (let y = Math.max(0, rect.y); y < bottom; ) {
    const row = Math.floor(y / squareSide);
    const nextY = Math.min(bottom, (row + 1) * squareSide);
    for (let x = Math.max(0, rect.x); x < right; ) {
      const column = Math.floor(x / squareSide);
      const nextX = Math.min(right, (column + 1) * squareSide);
      visit(row * columns + column, { x, y, width: nextX - x, height: nextY - y });
      x = nextX;
    }
    y = nextY;
  }
}

function wholeSquare(x: number, y: number, size: Size): Rect {
  const left = x - (x % squareSide);
  const top = y - (y % squareSide);
  return {
    x: left,
    y: top,
    width: Math.min(squareSide, size.width - left),
    height: Math.min(squareSide, size.height - top),
  };
}

/** The texels of the next coarser level that show some of `rect`. */
export function halved({ x, y, width, height }: Rect): Rect {
  const left = x >> 1;
  const top = y >> 1;
  return { x: left, y: top, width: ((x + width + 1) >> 1) - left, height: ((y + height + 1) >> 1) - top };
}

function doubled({ x, y, width, height }: Rect, finer: Size): Rect {
  const left = x * 2;
  const top = y * 2;
  return {
    x: left,
    y: top,
    width: Math.min(finer.width, left + width * 2) - left,
    height: Math.min(finer.height, top + height * 2) - top,
  };
}

function halve(from: Uint8Array, finer: Size, to: Uint8Array, size: Size, box: Rect): void {
  // Two texels at a time, where a row's words begin with its pairs.
  const aligned = finer.width % 4 === 0 && from.byteOffset % 4 === 0;
  const words = new Uint32Array(from.buffer, aligned ? from.byteOffset : 0, aligned ? from.length >> 2 : 0);
  for (let y = box.y; y < box.y + box.height; y++) {
    const upper = y * 2 * finer.width;
    const lower = Math.min(y * 2 + 1, finer.height - 1) * finer.width;
    const out = y * size.width;
    const stop = box.x + box.width;
    for (let x = box.x; x < stop; x++) {
      if (aligned && (x & 1) === 0) {
        for (; x + 1 < stop; x += 2) {
          const above = words[(upper + x * 2) >> 2];
          const sure = (above & 0xff) !== 0 && (above & 0xff0000) !== 0;
          if (!sure && (above | words[(lower + x * 2) >> 2]) !== 0) break;
          to[out + x] = above & 0xff;
          to[out + x + 1] = (above >>> 16) & 0xff;
        }
        if (x >= stop) break;
      }
      const left = x * 2;
      const right = left + 1 < finer.width ? left + 1 : left;
      to[out + x] = from[upper + left] || from[upper + right] || from[lower + left] || from[lower + right];
    }
  }
}
