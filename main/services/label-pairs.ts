import path from 'node:path';
import type { StoredImage } from '../../app/ports/stored.ts';

/** What label files are called after the image's name. */
const suffix =
  /[._-](labels?|masks?|truth|gt|seg|classes|colours|colors|segmap|segmentation|instances|rois?|roiset|napari)$/i;

/** The stem that a label file shares with its image, and the frame that it names (from 1 in names, from 0 here). */
export function labelStem(file: string): { readonly stem: string; readonly frame: number | null } {
  const plain = path
    .basename(file)
    .replace(/\.(gz|bz2)$/i, '')
    .replace(/\.[^.]+$/, '')
    .replace(suffix, '')
    .toLowerCase();
  const match = /^(.*)\.frame-([1-9]\d*|0+[1-9]\d*)$/.exec(plain);
  return match === null ? { stem: plain, frame: null } : { stem: match[1], frame: Number(match[2]) - 1 };
}

/** Finds the image that a label file belongs to, by stem. */
export class ImagePairs {
  readonly #byStem = new Map<string, StoredImage[]>();

  constructor(images: readonly StoredImage[]) {
    for (const image of images) {
      const stems = new Set([image.name.toLowerCase(), labelStem(image.file.path).stem, rawStem(image.file.path)]);
      for (const stem of stems) this.#byStem.set(stem, [...(this.#byStem.get(stem) ?? []), image]);
    }
  }

  /** The images of that stem: the one that is meant when it is one. */
  of(file: string): readonly StoredImage[] {
    return this.#byStem.get(rawStem(file)) ?? this.#byStem.get(labelStem(file).stem) ?? [];
  }
}

function rawStem(file: string): string {
  return path
    .basename(file)
    .replace(/\.(gz|bz2)$/i, '')
    .replace(/\.[^.]+$/, '')
    .toLowerCase();
}
