import type { RunMask } from '../../../app/domain/instance.ts';
import type { Rect, Size } from '../camera.ts';
import { levelSizes } from '../frame/pyramid.ts';
import { PictureChanges } from '../tiles/picture-changes.ts';
import { type Picture, packedPages, type TileTexels } from '../tiles/pictures.ts';
import { type TilePlace, tileRect } from '../tiles/tiles.ts';
import { labelApron } from './label-apron.ts';

interface Item {
  /** What its texels hold. */
  readonly value: number;
  readonly mask: RunMask;
  /** Which of a texel's numbers that is. */
  readonly page: number;
}

/**
 * Masks as a picture of ids, drawn from their runs when a tile is wanted, at any level: memory and time go with what is seen, not with
 * the size of the image. Where masks of a page meet, the one that was put in last shows.
 */
export class MaskPicture implements Picture {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly levels: number;
  readonly apron = labelApron;
  readonly changes = new PictureChanges();
  readonly pages?: typeof packedPages;
  readonly #sizes: readonly Size[];
  readonly #items = new Map<number, Item>();

  /** `packed`: texels hold `packedPages` numbers of 16 bits, one a page, the lowest page in the low bits. */
  constructor(key: string, { width, height }: Size, packed = false) {
    if (packed) this.pages = packedPages;
    this.key = key;
    this.width = width;
    this.height = height;
    this.#sizes = [{ width, height }, ...levelSizes(width, height)];
    this.levels = this.#sizes.length - 1;
  }

  get size(): number {
    return this.#items.size;
  }

  levelSize(level: number): Size {
    return this.#sizes[level];
  }

  has(id: number): boolean {
    return this.#items.has(id);
  }

  /**
   * Puts a mask in under `id`, in place of what is there, or takes it out (null). `value`: what its texels hold, 1..65535. `changed`: the box
   * of pixels that differ; the boxes of both masks when absent. Returns that box.
   */
  put(id: number, mask: RunMask | null, value: number, changed?: Rect, page = 0): Rect {
    const before = this.#items.get(id);
    const boxes = [before?.mask, mask ?? undefined].filter((known) => known !== undefined);
    const stays = changed !== undefined && before?.value === value && before.page === page;
    const box = stays ? changed : boundsOf(boxes);
    if (mask === null) this.#items.delete(id);
    else this.#items.set(id, { value, mask, page });
    this.changes.note(box);
    return box;
  }

  isEmpty(place: TilePlace): boolean {
    const { x, y, width, height } = tileRect(this.levelSize(place.level), place);
    const size = 2 ** place.level;
    const edge = this.apron;
    const around = {
      x: (x - edge) * size,
      y: (y - edge) * size,
      width: (width + 2 * edge) * size,
      height: (height + 2 * edge) * size,
    };
    for (const { mask } of this.#items.values()) if (meet(mask, around)) return false;
    return true;
  }

  isPlain(states: Uint8Array): boolean {
    for (const { value } of this.#items.values()) if (states[value - 1] !== 0) return false;
    return true;
  }

  cut(place: TilePlace): TileTexels {
    return this.cutPart(place.level, tileRect(this.levelSize(place.level), place), this.apron);
  }

  cutPart(level: number, rect: Rect, apron: number): TileTexels {
    const size = this.levelSize(level);
    const { pages } = this;
    const out = {
      x: rect.x - apron,
      y: rect.y - apron,
      width: rect.width + 2 * apron,
      height: rect.height + 2 * apron,
    };
    const data = new Uint16Array(out.width * out.height * (pages ?? 1));
    const left = Math.max(0, out.x);
    const top = Math.max(0, out.y);
    const part = {
      x: left,
      y: top,
      width: Math.min(size.width, out.x + out.width) - left,
      height: Math.min(size.height, out.y + out.height) - top,
    };
    const scale = 2 ** level;
    const home = { x: left * scale, y: top * scale, width: part.width * scale, height: part.height * scale };
    for (const item of this.#items.values())
      if (meet(item.mask, home)) drawRuns(item, level, part, { ...out, data, pages: pages ?? 1 });
    const inside = { x: left - out.x, y: top - out.y, width: part.width, height: part.height };
    const texels = pages === undefined ? data : new Uint32Array(data.buffer);
    repeatEdges(texels, out, inside);
    return { kind: 'uint', width: out.width, height: out.height, data: texels };
  }
}

interface Target extends Rect {
  readonly data: Uint16Array;
  /** Numbers a texel. */
  readonly pages: number;
}

/** Fills what of a mask lies in `part` of a level. */
function drawRuns({ mask, value, page }: Item, level: number, part: Rect, { data, pages, x, y, width }: Target): void {
  const { runs, width: maskWidth } = mask;
  const right = part.x + part.width;
  const bottom = part.y + part.height;
  let maskRow = Math.max(0, (part.y << level) - mask.y);
  let rowStart = maskRow * maskWidth;
  // what was filled last: the rows of a block mostly fill the same texels
  let lastRow = -1;
  let lastFrom = 0;
  let lastTo = 0;
  for (let r = firstRunOf(runs, rowStart); r < runs.length; r += 2) {
    const run = runs[r];
    while (run >= rowStart + maskWidth) {
      maskRow++;
      rowStart += maskWidth;
    }
    const row = (mask.y + maskRow) >> level;
    if (row >= bottom) return;
    const start = mask.x + run - rowStart;
    const from = Math.max(part.x, start >> level);
    const to = Math.min(right, ((start + runs[r + 1] - 1) >> level) + 1);
    if (row < part.y || to <= from || (row === lastRow && from >= lastFrom && to <= lastTo)) continue;
    lastRow = row;
    lastFrom = from;
    lastTo = to;
    const origin = (row - y) * width - x;
    const end = (origin + to) * pages;
    for (let i = (origin + from) * pages + page; i < end; i += pages) data[i] = value;
  }
}

/** Texels outside of `inside` become as the nearest ones in it. */
function repeatEdges(data: Uint16Array | Uint32Array, { width, height }: Size, inside: Rect): void {
  const right = inside.x + inside.width;
  const bottom = inside.y + inside.height;
  if (inside.x > 0 || right < width) {
    for (let at = inside.y * width; at < bottom * width; at += width) {
      data.fill(data[at + inside.x], at, at + inside.x);
      data.fill(data[at + right - 1], at + right, at + width);
    }
  }
  for (let row = 0; row < inside.y; row++) data.copyWithin(row * width, inside.y * width, (inside.y + 1) * width);
  for (let row = bottom; row < height; row++) data.copyWithin(row * width, (bottom - 1) * width, bottom * width);
}

/** Index of the first run that starts at or after `start`. */
function firstRunOf(runs: Uint32Array, start: number): number {
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[2 * middle] < start) low = middle + 1;
    else high = middle;
  }
  return 2 * low;
}

function meet(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function boundsOf(boxes: readonly Rect[]): Rect {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
