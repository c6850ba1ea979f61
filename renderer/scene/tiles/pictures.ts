import type { Rect, Size } from '../camera.ts';
import { channelsOf, copyAsFloat } from '../frame/pixels.ts';
import type { Frame, Labels } from '../frame/plane.ts';
import { labelApron } from '../labels/label-apron.ts';
import type { PictureChanges } from './picture-changes.ts';
import { cutColourTile, cutTile, type TilePlace, tileRect } from './tiles.ts';

/** How a tile's texels are stored: whole numbers as they are, float32, or RGBA bytes. */
export type TexelKind = 'uint' | 'float' | 'colour';

/** Pages of labels that a texel of a packed picture holds, 16 bits each. */
export const packedPages = 2;

export interface TileTexels extends Size {
  readonly kind: TexelKind;
  readonly data: Uint8Array | Uint16Array | Uint32Array | Float32Array;
}

/** Anything that can be cut into tiles. */
export interface Picture extends Size {
  readonly key: string;
  /** The coarsest level; 0 = only the picture itself. */
  readonly levels: number;
  /** Texels around a tile that filters look at. */
  readonly apron: number;
  levelSize(level: number): Size;
  cut(tile: TilePlace): TileTexels;
  /** Pages of labels that its texels hold; one when absent. */
  readonly pages?: typeof packedPages;
  /** What changed, for pictures that somebody paints on; such can be cut in parts. */
  readonly changes?: PictureChanges;
  /** `rect` of a level with `apron` texels around it, cut the way tiles are. */
  cutPart?(level: number, rect: Rect, apron: number): TileTexels;
  /** Nothing of a tile would be seen. */
  isEmpty?(tile: TilePlace): boolean;
  /** All that it shows has state 0 in `states` (by value - 1); absent = not known. */
  isPlain?(states: Uint8Array): boolean;
}

const pictures = new WeakMap<Frame | Labels, Picture>();

/** A frame or label map as a picture; always the same one for the same plane. A picture stays what it is. */
export function pictureOf(plane: Frame | Labels | Picture): Picture {
  if (!('url' in plane)) return plane;
  const known = pictures.get(plane);
  if (known !== undefined) return known;
  const made = plane.kind === 'frame' ? framePicture(plane) : labelPicture(plane);
  pictures.set(plane, made);
  return made;
}

function framePicture(frame: Frame): Picture {
  const apron = 1;
  const levelSize = (level: number) => (level === 0 ? frame : frame.levels[level - 1]);
  const channels = channelsOf(frame.elementType);
  const cut = (tile: TilePlace): TileTexels => {
    const size = levelSize(tile.level);
    const rect = tileRect(size, tile);
    const width = rect.width + 2 * apron;
    const height = rect.height + 2 * apron;
    const data = tile.level === 0 ? frame.pixels : frame.levels[tile.level - 1].data;
    if (channels > 1) {
      const out = new Uint8Array(width * height * 4);
      cutColourTile(data as Uint8Array, channels, size, rect, apron, out);
      return { kind: 'colour', width, height, data: out };
    }
    if (data instanceof Uint8Array || data instanceof Uint16Array) {
      const out = data instanceof Uint8Array ? new Uint8Array(width * height) : new Uint16Array(width * height);
      cutTile(data, size, rect, apron, out);
      return { kind: 'uint', width, height, data: out };
    }
    const out = new Float32Array(width * height);
    if (data instanceof Float32Array) cutTile(data, size, rect, apron, out);
    else {
      const left = Math.max(0, rect.x - apron);
      const top = Math.max(0, rect.y - apron);
      const part = {
        width: Math.min(size.width, rect.x + rect.width + apron) - left,
        height: Math.min(size.height, rect.y + rect.height + apron) - top,
      };
      const floats = new Float32Array(part.width * part.height);
      for (let y = 0; y < part.height; y++) {
        copyAsFloat(data, (top + y) * size.width + left, part.width, floats, y * part.width);
      }
      cutTile(floats, part, { ...rect, x: rect.x - left, y: rect.y - top }, apron, out);
    }
    return { kind: 'float', width, height, data: out };
  };
  return {
    key: frame.url,
    width: frame.width,
    height: frame.height,
    levels: frame.levels.length,
    apron,
    levelSize,
    cut,
  };
}

function labelPicture(labels: Labels): Picture {
  const apron = labelApron;
  const levelSize = (level: number) => (level === 0 ? labels : labels.levels[level - 1]);
  const cut = (tile: TilePlace): TileTexels => {
    const size = levelSize(tile.level);
    const rect = tileRect(size, tile);
    const width = rect.width + 2 * apron;
    const height = rect.height + 2 * apron;
    const data = tile.level === 0 ? labels.ids : labels.levels[tile.level - 1].data;
    const out = data instanceof Uint16Array ? new Uint16Array(width * height) : new Uint32Array(width * height);
    cutTile(data, size, rect, apron, out);
    return { kind: 'uint', width, height, data: out };
  };
  return {
    key: labels.url,
    width: labels.width,
    height: labels.height,
    levels: labels.levels.length,
    apron,
    levelSize,
    cut,
  };
}
