import type { DataTexture, WebGLRenderer } from 'three';
import { createLru, type Lru } from '../../client/lru.ts';
import type { Picture, TexelKind } from '../tiles/pictures.ts';
import { type TilePlace, tileKey } from '../tiles/tiles.ts';
import { tileTexture } from './textures.ts';

export interface UploadedTile {
  readonly kind: TexelKind;
  readonly texture: DataTexture;
  readonly bytes: number;
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

  get(picture: Picture, place: TilePlace): UploadedTile | undefined {
    return this.#tiles.get(tileKey(picture.key, place));
  }

  /** Cuts and uploads a tile now. */
  upload(picture: Picture, place: TilePlace): UploadedTile {
    const texels = picture.cut(place);
    const texture = tileTexture(texels);
    this.#renderer.initTexture(texture);
    // the GPU has it; the picture can cut it again
    texture.image.data = null;
    const tile = { kind: texels.kind, texture, bytes: texels.data.byteLength };
    this.#tiles.set(tileKey(picture.key, place), tile);
    return tile;
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
