import type { Instance, RunMask } from '../../domain/instance.ts';
import { cocoRunLengths } from './run-lengths.ts';

/** One image frame with its particles. */
export interface CocoImage {
  /** From 1, unique in the file. */
  readonly id: number;
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  readonly instances: readonly Instance[];
  /** Category of each instance (index into `categories`); the first one when left out. */
  readonly category?: ArrayLike<number>;
}

/** A kind of particle. */
export interface CocoCategory {
  readonly id: number;
  readonly name: string;
  readonly supercategory: string;
  /** `#rrggbb`; not part of COCO, other readers skip it. */
  readonly color?: string;
}

export interface CocoOptions {
  readonly program: string;
  /** One "particle" when left out. */
  readonly categories?: readonly CocoCategory[];
  /**
   * Outer rings of a mask on pixel corners, [x0, y0, ...] each, or null for a mask that they don't tell (COCO's polygons
   * have no holes). What has none is written as run lengths.
   */
  readonly polygons?: (mask: RunMask) => readonly ArrayLike<number>[] | null;
}

const oneKind: readonly CocoCategory[] = [{ id: 1, name: 'particle', supercategory: 'particle' }];

/**
 * COCO instance annotations (cocodataset.org, "object detection") as JSON, chunk by chunk, one annotation a line. Each
 * particle is complete also where it lies under another. Segmentations are uncompressed run lengths `{counts, size:
 * [height, width]}`, or polygons; `bbox` is [x, y, width, height] in px with the first pixel's corner at 0; `iscrowd` is
 * 0; annotation ids run from 1, `particle` is the id within the image. The same input gives the same text.
 */
export function* cocoJson(images: readonly CocoImage[], options: CocoOptions): Generator<string, void, void> {
  const categories = options.categories ?? oneKind;
  const described = images.map(({ id, fileName, width, height }) => ({ id, file_name: fileName, width, height }));
  yield `{"info":${JSON.stringify({ description: `Particles segmented with ${options.program}`, version: '1.0' })},\n`;
  yield `"licenses":[],\n"images":${JSON.stringify(described)},\n"categories":${JSON.stringify(categories)},\n`;
  yield '"annotations":[';
  let next = 1;
  for (const image of images) {
    let text = '';
    for (let i = 0; i < image.instances.length; i++) {
      text += `${next === 1 ? '' : ','}\n${JSON.stringify(annotation(next, image, i, options))}`;
      next++;
    }
    if (text !== '') yield text;
  }
  yield ']}\n';
}

function annotation(id: number, image: CocoImage, index: number, options: CocoOptions) {
  const { id: particle, mask, area } = image.instances[index];
  const polygons = options.polygons?.(mask) ?? null;
  const segmentation =
    polygons === null
      ? { counts: cocoRunLengths(mask, image.width, image.height), size: [image.height, image.width] }
      : polygons.map((ring) => Array.from(ring));
  return {
    id,
    image_id: image.id,
    category_id: (options.categories ?? oneKind)[image.category?.[index] ?? 0].id,
    segmentation,
    area,
    bbox: [mask.x, mask.y, mask.width, mask.height],
    iscrowd: 0,
    particle,
  };
}
