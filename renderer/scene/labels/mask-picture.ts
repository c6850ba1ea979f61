import type { RunMask } from '../../../app/domain/instance.ts';
import type { Rect, Size } from '../camera.ts';
import { levelSizes } from '../frame/pyramid.ts';
import { PictureChanges } from '../tiles/picture-changes.ts';
import type { Picture, TileTexels } from '../tiles/pictures.ts';
import { cutTile, type TilePlace, tileRect } from '../tiles/tiles.ts';
import { labelApron } from './label-apron.ts';

interface Item {
  /** What its texels hold. */
  readonly value: number;
  readonly mask: RunMask;
}

/**
 * Masks as a picture of ids, drawn from their runs when a tile is wanted, at any level: memory and time go with what is seen, not with
 * the size of the image. Where masks meet, the one that was put in last shows.
 */
export class MaskPicture implements Picture {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly levels: number;
  readonly apron = labelApron;
  readonly changes = new PictureChanges();
  readonly #sizes: readonly Size[];
  readonly #items = new Map<number, Item>();

  constructor(key: string, { width, height }: Size) {
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
  put(id: number, mask: RunMask | null, value: number, changed?: Rect): Rect {
    const before = this.#items.get(id);
    const boxes = [before?.mask, mask ?? undefined].filter((known) => known !== undefined);
    const box = changed !== undefined && before?.value === value ? changed : boundsOf(boxes);
    if (mask === null) this.#items.delete(id);
    else this.#items.set(id, { value, mask });
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
    const left = Math.max(0, rect.x - apron);
    const top = Math.max(0, rect.y - apron);
    const part = {
      x: left,
      y: top,
      width: Math.min(size.width, rect.x + rect.width + apron) - left,
      height: Math.min(size.height, rect.y + rect.height + apron) - top,
    };
    const inside = new Uint16Array(part.width * part.height);
    const scale = 2 ** level;
    const home = { x: left * scale, y: top * scale, width: part.width * scale, height: part.height * scale };
    for (const { mask, value } of this.#items.values())
      if (meet(mask, home)) drawRuns(mask, value, level, part, inside);
    if (apron === 0 && part.width === rect.width && part.height === rect.height) {
      return { kind: 'uint', width: part.width, height: part.height, data: inside };
    }
    const width = rect.width + 2 * apron;
    const height = rect.height + 2 * apron;
    const data = new Uint16Array(width * height);
    cutTile(inside, part, { ...rect, x: rect.x - left, y: rect.y - top }, apron, data);
    return { kind: 'uint', width, height, data };
  }
}

/** Fills what of a mask lies in `part` of a level. */
function drawRuns(mask: RunMask, value: number, level: number, part: Rect, out: Uint16Array): void {
  const { runs, width } = mask;
  const right = part.x + part.width;
  const bottom = part.y + part.height;
  const firstRow = Math.max(0, (part.y << level) - mask.y);
  for (let r = firstRunOf(runs, firstRow * width); r < runs.length; r += 2) {
    const maskRow = Math.floor(runs[r] / width);
    const y = (mask.y + maskRow) >> level;
    if (y >= bottom) return;
    if (y < part.y) continue;
    const start = mask.x + runs[r] - maskRow * width;
    const from = Math.max(part.x, start >> level);
    const to = Math.min(right, ((start + runs[r + 1] - 1) >> level) + 1);
    if (to > from) {
      const row = (y - part.y) * part.width - part.x;
      out.fill(value, row + from, row + to);
    }
  }
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
