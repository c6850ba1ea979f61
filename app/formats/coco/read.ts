import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { RunMask } from '../../domain/instance.ts';
import { forEachRun } from '../../domain/run-mask.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { malformed, unsupported } from '../byte-reader.ts';
import { readJson } from '../json.ts';
import { SpanMask } from '../span-mask.ts';
import type { CocoCategory } from './instances.ts';
import { polygonRunLengths } from './polygon.ts';
import { maskOfRunLengths, runLengthsOfText } from './run-lengths.ts';

/** One annotation of a file: a particle with its mask. */
export interface CocoParticle {
  readonly annotation: number;
  readonly categoryId: number;
  readonly mask: RunMask;
  /** The region stands for many things that nobody took apart. */
  readonly crowd: boolean;
  /** Id within the image, where the file says it. */
  readonly particle: number | null;
}

export interface CocoImageLabels {
  readonly id: number;
  readonly fileName: string;
  readonly width: number;
  readonly height: number;
  /** In the order of the file. */
  readonly particles: readonly CocoParticle[];
  /** Annotations without a pixel in the image, or with a box and no outline. */
  readonly empty: number;
}

export interface CocoLabels {
  readonly categories: readonly CocoCategory[];
  readonly images: readonly CocoImageLabels[];
}

/** Most pixels of an image whose masks are unpacked. */
const mostPixels = 2 ** 28;
/** Longest outline of one annotation, px. */
const longestOutline = 20_000_000;

const whole = z.number().int();
const File = z.object({
  images: z.array(z.object({ id: whole, file_name: z.string(), width: whole.positive(), height: whole.positive() })),
  categories: z
    .array(
      z.object({
        id: whole,
        name: z.string().min(1),
        supercategory: z.string().nullish(),
        color: z.unknown().optional(),
      }),
    )
    .default([]),
  annotations: z
    .array(
      z.object({
        id: whole.default(0),
        image_id: whole,
        category_id: whole.default(0),
        iscrowd: z.union([z.number(), z.boolean()]).default(0),
        particle: whole.positive().optional(),
        segmentation: z.unknown(),
      }),
    )
    .default([]),
});

/**
 * Instance annotations of COCO: polygons, made to pixels as COCO's own programs do (several polygons of one annotation
 * are united), and run lengths, as numbers or as text. Throws `Failure` malformed (naming the annotation), unsupported,
 * too-large.
 */
export function readCoco(source: ByteSource): CocoLabels {
  const parsed = File.safeParse(readJson(source));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(source, `it is no COCO file: ${issue.path.join('.')} ${issue.message}`);
  }
  const { images, categories, annotations } = parsed.data;
  const found = new Map<number, { particles: CocoParticle[]; empty: number; width: number; height: number }>();
  for (const { id, width, height, file_name } of images) {
    if (found.has(id)) throw malformed(source, `two images have the id ${id}`);
    if (width * height > mostPixels)
      throw new Failure(
        'too-large',
        `${source.name} has an image of ${width} × ${height} px (${file_name}).`,
        'Labels of images up to 268 million pixels are read. Cut the image into pieces.',
        source.name,
      );
    found.set(id, { particles: [], empty: 0, width, height });
  }
  for (const annotation of annotations) {
    const image = found.get(annotation.image_id);
    if (image === undefined)
      throw malformed(source, `annotation ${annotation.id} is of image ${annotation.image_id}, which is not in it`);
    const mask = maskOf(source, annotation.id, annotation.segmentation, image);
    if (mask === null) image.empty++;
    else
      image.particles.push({
        annotation: annotation.id,
        categoryId: annotation.category_id,
        mask,
        crowd: annotation.iscrowd === true || annotation.iscrowd === 1,
        particle: annotation.particle ?? null,
      });
  }
  return {
    categories: categories.map(({ id, name, supercategory, color }) => ({
      id,
      name,
      supercategory: supercategory ?? '',
      ...(typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? { color: color.toLowerCase() } : {}),
    })),
    images: images.map(({ id, file_name, width, height }) => {
      const { particles, empty } = found.get(id) as { particles: CocoParticle[]; empty: number };
      return { id, fileName: file_name, width, height, particles, empty };
    }),
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function maskOf(source: ByteSource, id: number, segmentation: unknown, size: Size): RunMask | null {
  if (segmentation === undefined || segmentation === null) return null;
  if (Array.isArray(segmentation)) return polygonsMask(source, id, segmentation, size);
  const { counts, size: stated } = segmentation as { counts?: unknown; size?: unknown };
  if (!Array.isArray(stated) || stated[0] !== size.height || stated[1] !== size.width)
    throw malformed(
      source,
      `the mask of annotation ${id} is of ${String(stated)} rows and columns, its image of ${size.height},${size.width}`,
    );
  const lengths = typeof counts === 'string' ? runLengthsOfText(counts) : counts;
  const mask = Array.isArray(lengths) ? maskOfRunLengths(lengths as number[], size.width, size.height) : undefined;
  if (mask === undefined) throw malformed(source, `the run lengths of annotation ${id} don't fit its image`);
  return mask;
}

function polygonsMask(source: ByteSource, id: number, polygons: unknown[], size: Size): RunMask | null {
  const spans = new SpanMask();
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length % 2 !== 0 || !polygon.every((n) => typeof n === 'number'))
      throw malformed(source, `the outline of annotation ${id} is no list of x and y`);
    if (polygon.length < 6) continue;
    const far = 4 * Math.max(size.width, size.height) + 1000;
    if (!polygon.every((n: number) => Math.abs(n) < far))
      throw unsupported(
        source,
        `the outline of annotation ${id} lies far outside its image`,
        'Correct it and try again.',
      );
    if (outlineLength(polygon) > longestOutline)
      throw unsupported(source, `the outline of annotation ${id} is endlessly long`, 'Correct it and try again.');
    const mask = maskOfRunLengths(polygonRunLengths(polygon, size.width, size.height), size.width, size.height);
    if (mask) forEachRun(mask, (row, from, to) => spans.add(row, from, to));
  }
  return spans.mask();
}

/** Steps along an outline in the longer direction of each side, px. */
function outlineLength(polygon: readonly number[]): number {
  let length = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const next = (i + 2) % polygon.length;
    length += Math.max(Math.abs(polygon[next] - polygon[i]), Math.abs(polygon[next + 1] - polygon[i + 1]));
  }
  return length;
}
