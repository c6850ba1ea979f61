import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { GreyImage } from '../../../app/domain/plane.ts';
import { memorySource } from '../../../app/formats/memory-source.ts';
import { openAcquisition } from '../../../app/formats/open.ts';
import { toGrey } from '../../../app/image/to-grey.ts';
import { oneThread, quietWork } from '../../../app/ports/work.ts';
import { squaredDistance } from '../../../app/segmentation/distance.ts';
import { type Scene, sceneOf } from './scene.ts';
import { type Part, partOf } from './split.ts';

/** A figure of an article with its hand-drawn particles. */
export interface Figure {
  readonly name: string;
  readonly image: GreyImage;
  readonly labels: Int32Array;
}

export async function readGrey(file: string): Promise<GreyImage> {
  const { images } = await openAcquisition(memorySource(path.basename(file), new Uint8Array(readFileSync(file))));
  const [image] = images;
  const [height, width] = image.shape.slice(-2);
  return toGrey(await image.readFrame(0), image.elementType, width, height, oneThread);
}

/** The names of the figures of a part, in the order of their names. @param folder emps: images/, segmaps/, sources.csv */
export function figureNames(folder: string, part: Part): string[] {
  const lines = readFileSync(path.join(folder, 'sources.csv'), 'utf8').trim().split(/\r?\n/).slice(1);
  return lines
    .map((line) => line.split(','))
    .filter(([, article]) => partOf(article) === part)
    .map(([name]) => name)
    .sort();
}

export async function readFigure(folder: string, name: string): Promise<Figure> {
  const image = await readGrey(path.join(folder, 'images', `${name}.png`));
  const labels = await readGrey(path.join(folder, 'segmaps', `${name}.png`));
  return { name, image, labels: Int32Array.from(labels.data) };
}

export const sceneFrom = ({ name, image, labels }: Figure, doubtful: Uint8Array | null = null): Scene =>
  sceneOf(
    name,
    image,
    labels,
    (data, width, height) => squaredDistance({ width, height, data }, quietWork).data,
    doubtful,
  );
