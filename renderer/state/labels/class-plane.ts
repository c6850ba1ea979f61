import { classTileSide, decodeClassTile, tileBox, tileGrid } from '../../../app/domain/labels/class-tiles.ts';
import type { ClassSpan } from '../../../app/domain/labels/label-edit.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import { firstOfRow, type Spans } from '../../../app/math/raster/spans.ts';
import { type Bytes, bytesOf, equalRunEnd } from './equal-run.ts';

/** Side of the squares in which the pixels before an edit are kept: a stroke touches a few, so keeping them costs little. */
const keptSide = 256;

/** Squares that are not needed any more and wait to be written on again, at most: memory that is new costs more than the copy. */
const mostSpare = 256;

/** A square as it was before the edit under way, row-major, cut at the image's edge. */
interface Kept {
  readonly box: PixelBox;
  readonly pixels: Uint8Array;
  readonly bytes: Bytes;
}

interface ClassDifferences {
  readonly now: ClassSpan[];
  readonly before: ClassSpan[];
}

/**
 * The class of every pixel of a frame. An edit changes the pixels at once and keeps what was there, square by square, until it
 * is settled: `differences` says what it did, `rollback` takes it back exactly.
 */
export class ClassPlane {
  /** Row-major (y, x). */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** By tile number: 1 where a tile of `classTileSide` may hold a class. Where it is 0, all is unlabelled. */
  readonly touched: Uint8Array;
  /** By tile number: pixels of each class, where they have been counted since the tile changed. */
  readonly #counts: (Uint32Array | undefined)[] = [];
  readonly #bytes: Bytes;
  readonly #columns: number;
  readonly #kept = new Map<number, Kept>();
  readonly #spare: Uint8Array[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height);
    this.#bytes = bytesOf(this.pixels);
    const { columns, rows } = tileGrid(width, height);
    this.touched = new Uint8Array(columns * rows);
    this.#columns = Math.ceil(width / keptSide);
  }

  /**
   * Gives `value` to the pixels of `spans` whose value `over` allows (1). Returns the box of pixels that changed, or null.
   */
  paint(spans: Spans, value: number, over: Uint8Array): PixelBox | null {
    const { rows } = spans;
    const { pixels, width, height } = this;
    let left = width;
    let right = 0;
    let top = height;
    let bottom = 0;
    for (let k = firstOfRow(spans, 0); k < rows.length && rows[k] < height; k += 3) {
      const y = rows[k];
      const from = Math.max(0, rows[k + 1]);
      const to = Math.min(width, rows[k + 2]);
      const end = y * width + to;
      const holdsOut = (at: number) => pixels[at] === value || over[pixels[at]] === 0;
      let i = y * width + from;
      while (i < end && holdsOut(i)) i = equalRunEnd(this.#bytes, i, end);
      if (i >= end) continue;
      let last = end - 1;
      while (holdsOut(last)) last--;
      const first = i - y * width;
      const stop = last + 1 - y * width;
      this.#keep(y, first, stop);
      while (i <= last) {
        const next = equalRunEnd(this.#bytes, i, last + 1);
        if (over[pixels[i]] === 1) pixels.fill(value, i, next);
        i = next;
      }
      if (first < left) left = first;
      if (stop > right) right = stop;
      if (y < top) top = y;
      bottom = y + 1;
    }
    return right === 0 ? null : { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** What differs now from before the edit, and the same pixels as they were; in order: by row, then by column. */
  differences(): ClassDifferences {
    const found = { now: [], before: [] };
    const bands = Map.groupBy(
      [...this.#kept].sort(([a], [b]) => a - b),
      ([key]) => Math.floor(key / this.#columns),
    );
    for (const band of bands.values()) {
      const { y, height } = band[0][1].box;
      for (let row = 0; row < height; row++) for (const [, kept] of band) this.#difference(kept, y, row, found);
    }
    return found;
  }

  /** Gives spans their values, whatever is there; nothing is kept. Returns the box around them, or null. */
  write(spans: readonly ClassSpan[]): PixelBox | null {
    if (spans.length === 0) return null;
    let left = this.width;
    let right = 0;
    for (const { y, from, to, value } of spans) {
      this.pixels.fill(value, y * this.width + from, y * this.width + to);
      if (from < left) left = from;
      if (to > right) right = to;
      this.#touch(from, to, y);
    }
    const top = spans[0].y;
    return { x: left, y: top, width: right - left, height: spans[spans.length - 1].y + 1 - top };
  }

  /** Forgets what was kept: the edit stands. */
  settle(): void {
    for (const { box } of this.#kept.values()) this.#touch(box.x, box.x + 1, box.y);
    this.#forgetKept();
  }

  /** Pixels of each class; only tiles that changed since the last call are looked at. */
  count(): Float64Array {
    const counts = new Float64Array(256);
    // What is being painted on is counted anew each time.
    const { columns } = tileGrid(this.width, this.height);
    const tileOf = ({ x, y }: PixelBox) => Math.floor(y / classTileSide) * columns + Math.floor(x / classTileSide);
    const open = new Set([...this.#kept.values()].map(({ box }) => tileOf(box)));
    for (let tile = 0; tile < this.touched.length; tile++) {
      const box = tileBox(tile, this.width, this.height);
      if (this.touched[tile] === 0) {
        counts[0] += box.width * box.height;
        continue;
      }
      const own = this.#counts[tile] ?? this.#countIn(box);
      if (!open.has(tile)) this.#counts[tile] = own;
      for (let value = 0; value < 256; value++) counts[value] += own[value];
    }
    return counts;
  }

  #countIn({ x, y, width, height }: PixelBox): Uint32Array {
    const counts = new Uint32Array(256);
    for (let row = y; row < y + height; row++) {
      const end = row * this.width + x + width;
      for (let i = row * this.width + x; i < end; ) {
        const next = equalRunEnd(this.#bytes, i, end);
        counts[this.pixels[i]] += next - i;
        i = next;
      }
    }
    return counts;
  }

  /** Takes the edit back. Returns the boxes that may have changed. */
  rollback(): PixelBox[] {
    const boxes: PixelBox[] = [];
    for (const { box, pixels } of this.#kept.values()) {
      for (let row = 0; row < box.height; row++) {
        this.pixels.set(pixels.subarray(row * box.width, (row + 1) * box.width), (box.y + row) * this.width + box.x);
      }
      boxes.push(box);
      this.#touch(box.x, box.x + 1, box.y);
    }
    this.#forgetKept();
    return boxes;
  }

  #forgetKept(): void {
    for (const { pixels } of this.#kept.values()) {
      if (pixels.length === keptSide * keptSide && this.#spare.length < mostSpare) this.#spare.push(pixels);
    }
    this.#kept.clear();
  }

  /**
   * Takes tile number `tile` as the project has it; no bytes = all unlabelled. What an edit under way painted stays on top. Returns the box of pixels that differ from
   * before, or null. Throws `Failure` malformed.
   */
  adopt(tile: number, bytes: Uint8Array): PixelBox | null {
    const box = tileBox(tile, this.width, this.height);
    const next = scratch.subarray(0, box.width * box.height);
    if (bytes.length === 0) next.fill(0);
    else decodeClassTile(bytes, next);
    if (bytes.length > 0) this.touched[tile] = 1;
    this.#counts[tile] = undefined;
    this.#slipUnder(box, next);
    let left = box.width;
    let right = 0;
    let top = -1;
    let bottom = 0;
    for (let row = 0; row < box.height; row++) {
      const at = (box.y + row) * this.width + box.x;
      const source = row * box.width;
      let first = 0;
      while (first < box.width && this.pixels[at + first] === next[source + first]) first++;
      if (first === box.width) continue;
      let last = box.width - 1;
      while (this.pixels[at + last] === next[source + last]) last--;
      this.pixels.set(next.subarray(source + first, source + last + 1), at + first);
      if (first < left) left = first;
      if (last + 1 > right) right = last + 1;
      if (top < 0) top = row;
      bottom = row + 1;
    }
    return right === 0 ? null : { x: box.x + left, y: box.y + top, width: right - left, height: bottom - top };
  }

  #keep(y: number, from: number, to: number): void {
    const row = Math.floor(y / keptSide) * this.#columns;
    const last = Math.floor((to - 1) / keptSide);
    for (let column = Math.floor(from / keptSide); column <= last; column++) {
      if (this.#kept.has(row + column)) continue;
      const x = column * keptSide;
      const top = y - (y % keptSide);
      const box = {
        x,
        y: top,
        width: Math.min(keptSide, this.width - x),
        height: Math.min(keptSide, this.height - top),
      };
      const whole = box.width === keptSide && box.height === keptSide;
      const pixels = (whole ? this.#spare.pop() : undefined) ?? new Uint8Array(box.width * box.height);
      for (let r = 0; r < box.height; r++) {
        const at = (top + r) * this.width + x;
        pixels.set(this.pixels.subarray(at, at + box.width), r * box.width);
      }
      this.#kept.set(row + column, { box, pixels, bytes: bytesOf(pixels) });
      this.#touch(x, x + 1, y);
    }
  }

  /** Appends the spans of one row of a kept square that differ now. */
  #difference({ box, bytes }: Kept, top: number, row: number, { now, before }: ClassDifferences): void {
    const y = top + row;
    const here = y * this.width + box.x;
    const there = row * box.width;
    for (let x = 0; x < box.width; ) {
      const start = x;
      const value = this.pixels[here + x];
      const former = bytes.data[there + x];
      const end = equalRunEnd(this.#bytes, here + x, here + box.width) - here;
      x = Math.min(end, equalRunEnd(bytes, there + x, there + box.width) - there);
      if (value === former) continue;
      append(now, y, box.x + start, box.x + x, value);
      append(before, y, box.x + start, box.x + x, former);
    }
  }

  /** Pixels [from, to) of row y may hold a class from now on. */
  #touch(from: number, to: number, y: number): void {
    const { columns } = tileGrid(this.width, this.height);
    const row = Math.floor(y / classTileSide) * columns;
    const last = Math.floor((to - 1) / classTileSide);
    for (let column = Math.floor(from / classTileSide); column <= last; column++) {
      this.touched[row + column] = 1;
      this.#counts[row + column] = undefined;
    }
  }

  /**
   * The edit under way goes on upon other pixels: what it painted in `box` stays, the rest becomes `next` (row-major over the box), and so
   * does what the edit would be taken back to.
   */
  #slipUnder(box: PixelBox, next: Uint8Array): void {
    for (const kept of this.#kept.values()) {
      const { box: own, pixels } = kept;
      const left = Math.max(own.x, box.x);
      const right = Math.min(own.x + own.width, box.x + box.width);
      const bottom = Math.min(own.y + own.height, box.y + box.height);
      for (let y = Math.max(own.y, box.y); y < bottom; y++) {
        for (let x = left; x < right; x++) {
          const before = (y - own.y) * own.width + x - own.x;
          const source = (y - box.y) * box.width + x - box.x;
          const news = next[source];
          const now = this.pixels[y * this.width + x];
          if (now !== pixels[before]) next[source] = now;
          pixels[before] = news;
        }
      }
    }
  }
}

const scratch = new Uint8Array(classTileSide * classTileSide);

/** Appends a span, or prolongs the last one where that ends there. */
function append(spans: ClassSpan[], y: number, from: number, to: number, value: number): void {
  const last = spans.at(-1);
  if (last !== undefined && last.y === y && last.to === from && last.value === value) {
    spans[spans.length - 1] = { ...last, to };
  } else spans.push({ y, from, to, value });
}
