import {
  classTileSide,
  countClassTile,
  decodeClassTile,
  tileBox,
  unpackTiles,
} from '../../domain/labels/class-tiles.ts';
import type { Samples } from './bins.ts';
import { tileSide } from './codes.ts';

/** Labelled pixels of a tile of level 0 that a forest learns from. */
export interface TilePicks {
  readonly column: number;
  readonly row: number;
  /** y `tileSide` + x within the tile, ascending. */
  readonly places: Uint16Array;
  /** Index of the class of each. */
  readonly classes: Uint8Array;
}

/** A number of 32 bits that depends on a pixel alone and looks like chance. */
function hash(pixel: number): number {
  let h = Math.imul(pixel ^ (pixel >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Labelled pixels of a frame, by tile: all of a class of at most `most`, else about that many that look picked by chance. A pixel's
 * luck is its own and the share halves at a time, so that a further stroke changes the picks of the tiles it touches and seldom others.
 * @param packed from `packTiles`
 * @param ids number of each class by its index; pixels of others are left out
 */
export function pickPixels(
  packed: Uint8Array,
  width: number,
  height: number,
  ids: readonly number[],
  most: number,
): TilePicks[] {
  const tiles = unpackTiles(packed).filter(({ bytes }) => bytes.length > 0);
  const counts = new Float64Array(256);
  for (const { bytes } of tiles) countClassTile(bytes, counts);
  const indexOf = new Int16Array(256).fill(-1);
  const luck = new Float64Array(256);
  ids.forEach((id, index) => {
    indexOf[id] = index;
    let share = 1;
    while (counts[id] * share > most) share /= 2;
    luck[id] = share * 2 ** 32;
  });
  const across = classTileSide / tileSide;
  const found: TilePicks[] = [];
  for (const { tile, bytes } of tiles) {
    const box = tileBox(tile, width, height);
    const pixels = new Uint8Array(box.width * box.height);
    decodeClassTile(bytes, pixels);
    for (let part = 0; part < across * across; part++) {
      const [px, py] = [(part % across) * tileSide, Math.floor(part / across) * tileSide];
      const places: number[] = [];
      const classes: number[] = [];
      for (let y = 0; y < Math.min(tileSide, box.height - py); y++) {
        for (let x = 0; x < Math.min(tileSide, box.width - px); x++) {
          const id = pixels[(py + y) * box.width + px + x];
          if (id === 0 || indexOf[id] < 0) continue;
          if (hash((box.y + py + y) * width + box.x + px + x) >= luck[id]) continue;
          places.push(y * tileSide + x);
          classes.push(indexOf[id]);
        }
      }
      if (places.length === 0) continue;
      found.push({
        column: (box.x + px) / tileSide,
        row: (box.y + py) / tileSide,
        places: Uint16Array.from(places),
        classes: Uint8Array.from(classes),
      });
    }
  }
  return found;
}

/** The codes of a tile's picks. `codes` holds exactly the tile. */
export function gather(codes: Uint16Array, features: number, { places, classes }: TilePicks): Samples {
  const from = new Int16Array(codes.buffer, codes.byteOffset, codes.length);
  const out = new Int16Array(places.length * features);
  places.forEach((place, i) => {
    const at = (place >> 8) * features * tileSide + (place & 255);
    for (let f = 0; f < features; f++) out[i * features + f] = from[at + f * tileSide];
  });
  return { codes: out, features, classes: classes.slice() };
}

/** Samples of several places as one, evenly thinned to at most `most`. */
export function joinSamples(parts: readonly Samples[], features: number, most: number): Samples {
  const total = parts.reduce((sum, { classes }) => sum + classes.length, 0);
  const size = Math.min(total, most);
  const out = { codes: new Int16Array(size * features), features, classes: new Uint8Array(size) };
  let seen = 0;
  let taken = 0;
  for (const { codes, classes } of parts) {
    for (let i = 0; i < classes.length; i++, seen++) {
      if (Math.floor(((seen + 1) * size) / total) === taken) continue;
      out.codes.set(codes.subarray(i * features, (i + 1) * features), taken * features);
      out.classes[taken++] = classes[i];
    }
  }
  return out;
}
