import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import type { Instance, RunMask } from '../../domain/instance.ts';
import { readJson } from '../../formats/json.ts';
import { type Contour, edgeMiddles, type Point, smoothContour } from '../../math/contour.ts';
import { labelsToInstances } from '../../particles/label.ts';
import { mainRing, outlineOf } from '../../particles/outline.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Work } from '../../ports/work.ts';
import { particlePages, readLabelPages } from '../tasks/read-labels.ts';

/** Where particles come from: a label image of any format, or a JSON list of contours. */
export interface ShapeSource {
  readonly kind: 'labels' | 'contours';
  readonly path: string;
}

/** Outlines of particles, px, whole numbers at pixel centres. */
export interface ParticleContours {
  /** Label of each particle; 1, 2, 3 ... for contours. */
  readonly ids: Int32Array;
  readonly contours: readonly Contour[];
  /** Centroids of their pixels; null for contours, which have none of their own. */
  readonly pixelCentres: readonly Point[] | null;
  /** nm a pixel, where the file says it. */
  readonly pixelSize: number | null;
}

/** The particles of a label image. Instances are numbered from 1 over all pages; overlapping ones stand on further pages. */
export interface LabelledParticles {
  readonly width: number;
  readonly height: number;
  readonly instances: readonly Instance[];
  /** Label of each in the file. */
  readonly ids: Int32Array;
  /** nm a pixel, where the file says it. */
  readonly pixelSize: number | null;
}

/** Reads the particles of a label image of any format. Throws `Failure`: what formats throw, invalid-input for what holds no labels. */
export async function readLabelledParticles(source: ByteSource, work: Work): Promise<LabelledParticles> {
  const image = await readLabelPages(source);
  const { width, height, pixelSize } = image;
  const ids: number[] = [];
  const instances: Instance[] = [];
  for (const page of particlePages(image, work)) {
    work.check();
    const { numbered, labels } = compact(page);
    for (const instance of labelsToInstances({ width, height, count: labels.length, data: numbered })) {
      ids.push(labels[instance.id - 1]);
      instances.push({ ...instance, id: ids.length });
    }
  }
  return { width, height, instances, ids: Int32Array.from(ids), pixelSize };
}

/** Reads particles' outlines. Throws `Failure`: what `readLabelledParticles` throws, malformed for JSON that holds no contours. */
export async function readParticleContours(
  source: ByteSource,
  kind: ShapeSource['kind'],
  work: Work,
): Promise<ParticleContours> {
  if (kind === 'contours') return contoursOfJson(source);
  const { instances, ids, pixelSize } = await readLabelledParticles(source, work);
  const contours = instances.map(({ mask }, i) => {
    if ((i & 255) === 0) work.check();
    return contourOfMask(mask);
  });
  return { ids, contours, pixelCentres: instances.map(({ mask }) => centroidOfMask(mask)), pixelSize };
}

/** The outline of a mask's largest part, the pixels' stairs smoothed out; holes are not looked at. */
export function contourOfMask(mask: RunMask): Contour {
  const ring = mainRing(outlineOf(mask));
  if (ring === null) return new Float64Array();
  // Outlines count pixel corners: pixel (0, 0) reaches from 0 to 1.
  return smoothContour(edgeMiddles(ring)).map((v) => v - 0.5);
}

function centroidOfMask({ x, y, width, runs }: RunMask): Point {
  let area = 0;
  let sumX = 0;
  let sumY = 0;
  for (let r = 0; r < runs.length; r += 2) {
    const row = Math.floor(runs[r] / width);
    const length = runs[r + 1];
    area += length;
    sumX += length * (runs[r] - row * width + (length - 1) / 2);
    sumY += length * row;
  }
  return { x: x + sumX / area, y: y + sumY / area };
}

/** Labels numbered from 1 without gaps, in ascending order: colours and other programs' labels leave many out. */
function compact(page: Int32Array): { numbered: Int32Array; labels: Int32Array } {
  const seen = new Set<number>();
  let last = 0;
  for (const value of page) {
    if (value !== last) {
      seen.add(value);
      last = value;
    }
  }
  seen.delete(0);
  const labels = Int32Array.from(seen).sort();
  const numberOf = new Map(Array.from(labels, (label, i) => [label, i + 1]));
  numberOf.set(0, 0);
  return { numbered: page.map((value) => numberOf.get(value) ?? 0), labels };
}

const Points = z.array(z.tuple([z.number(), z.number()]));
const ContourFile = z.union([Points, z.array(Points), z.object({ contours: z.array(Points) })]);

function contoursOfJson(source: ByteSource): ParticleContours {
  const parsed = ContourFile.safeParse(readJson(source));
  if (!parsed.success) {
    throw new Failure(
      'malformed',
      `${source.name} is no list of contours.`,
      'Write a list with one entry a particle, each a list of points [x, y] in px: [[[10, 10], [40, 12], [25, 60]], ...].',
      source.name,
    );
  }
  const lists = Array.isArray(parsed.data) ? parsed.data : parsed.data.contours;
  const contours = isPoints(lists) ? [lists] : (lists as z.infer<typeof Points>[]);
  return {
    ids: Int32Array.from(contours, (_, i) => i + 1),
    contours: contours.map((points) => Float64Array.from(points.flat())),
    pixelCentres: null,
    pixelSize: null,
  };
}

/** A list of points is a single contour. */
const isPoints = (lists: readonly unknown[]): lists is z.infer<typeof Points> =>
  Array.isArray(lists[0]) && typeof lists[0][0] === 'number';
