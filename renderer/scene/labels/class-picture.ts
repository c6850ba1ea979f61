import { classTileSide, tileGrid } from '../../../app/domain/labels/class-tiles.ts';
import type { Rect, Size } from '../camera.ts';
import { PictureChanges } from '../tiles/picture-changes.ts';
import type { Picture, TileTexels } from '../tiles/pictures.ts';
import { cutTile, type TilePlace, tileRect } from '../tiles/tiles.ts';
import { ClassLevels } from './class-levels.ts';
import { labelApron } from './label-apron.ts';

/** A plane of classes that somebody else paints on. */
export interface ClassSource extends Size {
  /** Row-major (y, x); 0 = unlabelled. */
  readonly classes: Uint8Array;
  /** By number of the tile (`class-tiles.ts`): 0 where every pixel is unlabelled. */
  readonly touchedTiles: Uint8Array;
}

/** Classes as a picture whose changes reach the screen piece by piece. */
export class ClassPicture implements Picture {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly levels: number;
  readonly apron = labelApron;
  readonly changes = new PictureChanges();
  readonly #source: ClassSource;
  readonly #levels: ClassLevels;

  constructor(key: string, source: ClassSource) {
    this.key = key;
    this.width = source.width;
    this.height = source.height;
    this.#source = source;
    this.#levels = new ClassLevels({ width: source.width, height: source.height, data: source.classes }, (box) =>
      this.#untouched(box),
    );
    this.levels = this.#levels.sizes.length - 1;
  }

  levelSize(level: number): Size {
    return this.#levels.sizes[level];
  }

  /** Pixels inside `box` changed. */
  note(box: Rect): void {
    this.#levels.follow(box);
    this.changes.note(box);
  }

  isEmpty(place: TilePlace): boolean {
    const size = 2 ** place.level;
    const { x, y, width, height } = tileRect(this.levelSize(place.level), place);
    const edge = this.apron;
    return this.#untouched({
      x: (x - edge) * size,
      y: (y - edge) * size,
      width: (width + 2 * edge) * size,
      height: (height + 2 * edge) * size,
    });
  }

  cut(place: TilePlace): TileTexels {
    return this.cutPart(place.level, tileRect(this.levelSize(place.level), place), this.apron);
  }

  cutPart(level: number, rect: Rect, apron: number): TileTexels {
    const width = rect.width + 2 * apron;
    const height = rect.height + 2 * apron;
    const data = new Uint8Array(width * height);
    const around = { x: rect.x - apron, y: rect.y - apron, width, height };
    cutTile(this.#levels.read(level, around), this.levelSize(level), rect, apron, data);
    return { kind: 'uint', width, height, data };
  }

  #untouched({ x, y, width, height }: Rect): boolean {
    const { columns, rows } = tileGrid(this.width, this.height);
    const right = Math.min(columns, Math.ceil((x + width) / classTileSide));
    const bottom = Math.min(rows, Math.ceil((y + height) / classTileSide));
    for (let row = Math.max(0, Math.floor(y / classTileSide)); row < bottom; row++) {
      for (let column = Math.max(0, Math.floor(x / classTileSide)); column < right; column++) {
        if (this.#source.touchedTiles[row * columns + column] === 1) return false;
      }
    }
    return true;
  }
}
