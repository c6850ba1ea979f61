import type { Size } from '../../scene/camera.ts';
import { MaskPicture } from '../../scene/labels/mask-picture.ts';

/** Where a page is drawn: a picture, and which of its pages that is. */
export interface PagePlace {
  readonly picture: MaskPicture;
  readonly page: number;
}

/**
 * Pages of particles as pictures. Drawing costs by the picture, not by the page, so pages share pictures; only a first page that was alone
 * when it came has one of its own, at half the memory.
 */
export class PagePictures {
  readonly #key: string;
  readonly #size: Size;
  readonly #pictures: { readonly first: number; readonly picture: MaskPicture }[] = [];

  constructor(key: string, size: Size) {
    this.#key = key;
    this.#size = size;
  }

  /** From below. */
  get list(): readonly MaskPicture[] {
    return this.#pictures.map(({ picture }) => picture);
  }

  /** Undefined while there is no picture of that page. */
  of(page: number): PagePlace | undefined {
    const found = this.#pictures.findLast(({ first }) => first <= page);
    if (found === undefined || page >= found.first + (found.picture.pages ?? 1)) return undefined;
    return { picture: found.picture, page: page - found.first };
  }

  /** Makes pictures of all pages up to this one. Returns whether there are more than before. */
  reach(page: number): boolean {
    const before = this.#pictures.length;
    while (this.of(page) === undefined) {
      const first = this.#pictures.reduce((sum, { picture }) => sum + (picture.pages ?? 1), 0);
      const picture = new MaskPicture(`${this.#key} ${this.#pictures.length}`, this.#size, first > 0 || page > 0);
      this.#pictures.push({ first, picture });
    }
    return this.#pictures.length > before;
  }
}
