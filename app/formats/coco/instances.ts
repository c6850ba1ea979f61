import type { Instance, RunMask } from '../../domain/instance.ts';
import { paintMask } from '../../domain/run-mask.ts';

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

export interface CocoOptions {
  readonly program: string;
  /** Names of the categories, numbered from 1; one "particle" when left out. */
  readonly categories?: readonly string[];
  /**
   * Outer rings of a mask on pixel corners, [x0, y0, ...] each; when given, annotations hold polygons instead of
   * run lengths. Polygons lose holes.
   */
  readonly polygons?: (mask: RunMask) => readonly ArrayLike<number>[];
}

/**
 * Run lengths of a mask in the whole image as COCO defines them: column after column from the left, each from the top;
 * lengths alternate between pixels outside and inside, beginning outside (0 when the first pixel is inside).
 */
export function cocoRunLengths(mask: RunMask, width: number, height: number): number[] {
  const { x, y } = mask;
  const plane = new Uint8Array(mask.width * mask.height);
  paintMask(mask, plane, mask, 1);
  const counts: number[] = [];
  let inside = 0;
  let changed = 0;
  const change = (at: number) => {
    counts.push(at - changed);
    changed = at;
    inside = 1 - inside;
  };
  for (let column = 0; column < mask.width; column++) {
    const start = (x + column) * height + y;
    for (let row = 0; row < mask.height; row++) {
      if (plane[row * mask.width + column] !== inside) change(start + row);
    }
    // The pixel after a column's last one is outside, unless the mask is as high as the image and goes on at the top.
    const goesOn = mask.height === height && column < mask.width - 1;
    if (inside === 1 && !goesOn) change(start + mask.height);
  }
  if (changed < width * height) counts.push(width * height - changed);
  return counts;
}

/**
 * COCO instance annotations (cocodataset.org, "object detection") as JSON, chunk by chunk, one annotation a line. Each
 * particle is complete also where it lies under another. Segmentations are uncompressed run lengths `{counts, size:
 * [height, width]}`, or polygons; `bbox` is [x, y, width, height] in px with the first pixel's corner at 0; `iscrowd` is
 * 0; annotation ids run from 1, `particle` is the id within the image. The same input gives the same text.
 */
export function* cocoJson(images: readonly CocoImage[], options: CocoOptions): Generator<string, void, void> {
  const categories = (options.categories ?? ['particle']).map((name, i) => ({
    id: i + 1,
    name,
    supercategory: 'particle',
  }));
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
  const segmentation =
    options.polygons === undefined
      ? { counts: cocoRunLengths(mask, image.width, image.height), size: [image.height, image.width] }
      : options.polygons(mask).map((ring) => Array.from(ring));
  return {
    id,
    image_id: image.id,
    category_id: (image.category?.[index] ?? 0) + 1,
    segmentation,
    area,
    bbox: [mask.x, mask.y, mask.width, mask.height],
    iscrowd: 0,
    particle,
  };
}
