import { type DataTexture, Vector2, type WebGLRenderer } from 'three';
import { createLru, type Lru } from '../../client/lru.ts';
import type { Rect } from '../camera.ts';
import type { Picture, TexelKind } from '../tiles/pictures.ts';
import { type TilePlace, tileKey, tileRect } from '../tiles/tiles.ts';
import { tileTexture } from './textures.ts';

export interface UploadedTile {
  readonly kind: TexelKind;
  readonly texture: DataTexture;
  readonly bytes: number;
  /** The version of the picture that it shows; 0 for pictures that never change. */
  version: number;
}

/** Bytes of tiles kept on the GPU; what the screen shows at once is a tenth of it. */
const gpuBudget = 384 * 2 ** 20;

const emptyCache = () =>
  createLru<UploadedTile>(
    gpuBudget,
    (tile) => tile.bytes,
    (tile) => tile.texture.dispose(),
  );

/** Tiles on the GPU, by picture and place. What was not drawn for the longest leaves first. */
export class TileCache {
  readonly #renderer: WebGLRenderer;
  #tiles: Lru<UploadedTile>;

  constructor(renderer: WebGLRenderer) {
    this.#renderer = renderer;
    this.#tiles = emptyCache();
  }

  /** A tile as it is there, brought up to date when its picture changed since. */
  get(picture: Picture, place: TilePlace): UploadedTile | undefined {
    const tile = this.#tiles.get(tileKey(picture.key, place));
    if (tile === undefined || picture.changes === undefined || tile.version === picture.changes.version) return tile;
    const changed = picture.changes.since(tile.version);
    if (changed === null) return undefined;
    tile.version = picture.changes.version;
    this.#refresh(tile, picture, place, changed);
    return tile;
  }

  /** Cuts and uploads a tile now. */
  upload(picture: Picture, place: TilePlace): UploadedTile {
    const texels = picture.cut(place);
    const texture = tileTexture(texels);
    this.#renderer.initTexture(texture);
    // the GPU has it; the picture can cut it again
    texture.image.data = null;
    const version = picture.changes?.version ?? 0;
    const tile = { kind: texels.kind, texture, bytes: texels.data.byteLength, version };
    this.#tiles.set(tileKey(picture.key, place), tile);
    return tile;
  }

  /** Writes what lies inside `changed` (texels of level 0) anew into a tile on the GPU. */
  #refresh(tile: UploadedTile, picture: Picture, place: TilePlace, changed: Rect): void {
    const { apron } = picture;
    const size = 2 ** place.level;
    const level = picture.levelSize(place.level);
    const own = tileRect(level, place);
    // Texels beyond the picture's edge repeat it, so a change at the edge reaches them too.
    const reach = (at: number, end: number) => (at >= end - 1 ? apron : 0);
    const left = Math.max(own.x - apron, Math.floor(changed.x / size) - (changed.x < size ? apron : 0));
    const top = Math.max(own.y - apron, Math.floor(changed.y / size) - (changed.y < size ? apron : 0));
    const lastX = Math.ceil((changed.x + changed.width) / size);
    const lastY = Math.ceil((changed.y + changed.height) / size);
    const right = Math.min(own.x + own.width + apron, lastX + reach(lastX, level.width));
    const bottom = Math.min(own.y + own.height + apron, lastY + reach(lastY, level.height));
    if (right <= left || bottom <= top || picture.cutPart === undefined) return;
    const part = picture.cutPart(place.level, { x: left, y: top, width: right - left, height: bottom - top }, 0);
    const source = tileTexture(part);
    this.#renderer.copyTextureToTexture(
      source,
      tile.texture,
      null,
      new Vector2(left - own.x + apron, top - own.y + apron),
    );
    source.dispose();
  }

  /** The GPU lost everything: starts anew. */
  restart(): void {
    this.#tiles = emptyCache();
  }

  /** Frees the tiles of pictures that pass. */
  drop(test: (pictureKey: string) => boolean): void {
    this.#tiles.drop((key) => test(key.slice(0, key.indexOf('|'))));
  }
}
