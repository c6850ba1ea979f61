import { classTileSide, tileGrid } from '../../../app/domain/labels/class-tiles.ts';
import type { PixelBox } from '../../../app/domain/run-mask.ts';
import type { LabelFrame } from './document.ts';

/** Side of the squares for which it is known what told of them, px. */
const cellSide = 256;

/** What a forest said of tiles: side, level and places as in `ForestAnswer`. */
export interface ToldTiles {
  readonly serial: number;
  readonly level: number;
  readonly side: number;
  readonly ids: readonly number[];
  readonly tiles: readonly { readonly column: number; readonly row: number }[];
}

/** A plane that is drawn like classes: 0 = nothing was told. */
interface ToldPlane {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
  readonly touchedTiles: Uint8Array;
}

/** What a forest has said of a frame so far: some parts of it finely, others coarsely, others not yet. */
export class ForestMap {
  readonly ref: LabelFrame;
  readonly width: number;
  readonly height: number;
  /** The likeliest class of every pixel. */
  readonly classes: ToldPlane;
  /** How unsure it is, 1 = sure .. 255 = two classes are equally likely. */
  readonly unsure: ToldPlane;
  readonly #ears = new Set<(box: PixelBox) => void>();
  readonly #columns: number;
  readonly #serials: Int32Array;
  readonly #levels: Uint8Array;

  constructor(ref: LabelFrame, { width, height }: { readonly width: number; readonly height: number }) {
    this.ref = ref;
    this.width = width;
    this.height = height;
    const { columns, rows } = tileGrid(width, height);
    const touchedTiles = new Uint8Array(columns * rows);
    const plane = () => ({ width, height, classes: new Uint8Array(width * height), touchedTiles });
    this.classes = plane();
    this.unsure = plane();
    this.#columns = Math.ceil(width / cellSide);
    const cells = this.#columns * Math.ceil(height / cellSide);
    this.#serials = new Int32Array(cells);
    this.#levels = new Uint8Array(cells);
  }

  /** Hears of every box that changed. Returns the way to stop. */
  onChange(hear: (box: PixelBox) => void): () => void {
    this.#ears.add(hear);
    return () => this.#ears.delete(hear);
  }

  /** Whether a forest has told of all of a region, at that level or finer. */
  covers(region: PixelBox, level: number, serial: number): boolean {
    return this.#everyCell(region, (cell) => this.#serials[cell] === serial && this.#levels[cell] <= level);
  }

  /** Takes over what was told; parts that the same forest told more finely stay. */
  lay(told: ToldTiles, bytes: Uint8Array): void {
    const { serial, level, side } = told;
    const size = side * side;
    const across = side * 2 ** level;
    const idOf = Uint8Array.from(told.ids);
    const unsureOf = Uint8Array.from({ length: 256 }, (_, v) => 1 + Math.round((254 * v) / 255));
    told.tiles.forEach(({ column, row }, i) => {
      const box = {
        x: column * across,
        y: row * across,
        width: Math.min(across, this.width - column * across),
        height: Math.min(across, this.height - row * across),
      };
      if (level > 0 && this.covers(box, level - 1, serial)) return;
      const at = 2 * i * size;
      this.#spread(this.classes.classes, box, level, side, idOf, bytes.subarray(at, at + size));
      this.#spread(this.unsure.classes, box, level, side, unsureOf, bytes.subarray(at + size, at + 2 * size));
      this.#everyCell(box, (cell) => {
        this.#serials[cell] = serial;
        this.#levels[cell] = level;
        return true;
      });
      this.#touch(box);
      for (const hear of this.#ears) hear(box);
    });
  }

  /** Each sample becomes a square of pixels. */
  #spread(
    plane: Uint8Array,
    box: PixelBox,
    level: number,
    side: number,
    valueBy: Uint8Array,
    samples: Uint8Array,
  ): void {
    const stride = 2 ** level;
    for (let y = 0; y < box.height; y += stride) {
      const from = (y / stride) * side;
      const to = (box.y + y) * this.width + box.x;
      for (let x = 0; x < box.width; x++) plane[to + x] = valueBy[samples[from + (x >> level)]];
      for (let down = 1; down < Math.min(stride, box.height - y); down++)
        plane.copyWithin(to + down * this.width, to, to + box.width);
    }
  }

  #touch({ x, y, width, height }: PixelBox): void {
    const { columns } = tileGrid(this.width, this.height);
    const { touchedTiles } = this.classes;
    for (let row = Math.floor(y / classTileSide); row * classTileSide < y + height; row++)
      for (let column = Math.floor(x / classTileSide); column * classTileSide < x + width; column++) {
        touchedTiles[row * columns + column] = 1;
        this.unsure.touchedTiles[row * columns + column] = 1;
      }
  }

  #everyCell({ x, y, width, height }: PixelBox, fits: (cell: number) => boolean): boolean {
    const right = Math.min(this.width, x + width);
    const bottom = Math.min(this.height, y + height);
    for (let row = Math.floor(Math.max(0, y) / cellSide); row * cellSide < bottom; row++)
      for (let column = Math.floor(Math.max(0, x) / cellSide); column * cellSide < right; column++)
        if (!fits(row * this.#columns + column)) return false;
    return true;
  }
}
