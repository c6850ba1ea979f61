import { pixelSizeOf } from '../../domain/calibration.ts';
import type { PixelArray } from '../../domain/element-type.ts';
import { Failure } from '../../domain/failure.ts';
import { calibrationOf } from '../../formats/calibration.ts';
import { openAcquisition } from '../../formats/open.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { Work } from '../../ports/work.ts';
import { labelComponents } from '../../segmentation/components.ts';

/** A label image as people store it: one page, or more where particles overlap. Row-major, 0 = background. */
export interface LabelPages {
  readonly width: number;
  readonly height: number;
  readonly pages: readonly Int32Array[];
  /** nm a pixel, where the file says it. */
  readonly pixelSize: number | null;
  /** Values are colours, 0xrrggbb. */
  readonly coloured: boolean;
}

/** Whole-number labels of a plane; colours become one label a colour, black = 0. */
function labelsOf(pixels: PixelArray, stride: number, size: number, name: string): Int32Array {
  const labels = new Int32Array(size);
  if (stride >= 3) {
    for (let i = 0; i < size; i++) {
      labels[i] =
        (Number(pixels[i * stride]) << 16) | (Number(pixels[i * stride + 1]) << 8) | Number(pixels[i * stride + 2]);
    }
    return labels;
  }
  for (let i = 0; i < size; i++) {
    const value = Number(pixels[i]);
    if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff) {
      throw new Failure(
        'invalid-input',
        `${name} is no label image: it holds the value ${value}.`,
        'Labels are whole numbers from 0 (background). Choose the label image, not the micrograph.',
        name,
      );
    }
    labels[i] = value;
  }
  return labels;
}

/** Reads a label image of any format. Complex images and fractions are refused. */
export async function readLabelPages(source: ByteSource): Promise<LabelPages> {
  const { images } = await openAcquisition(source);
  const image = images[0];
  if (image === undefined || image.elementType.startsWith('complex')) {
    throw new Failure(
      'invalid-input',
      `${source.name} is no label image.`,
      'Labels are whole numbers from 0 (background).',
      source.name,
    );
  }
  const [height, width] = image.shape.slice(-2);
  const pages: Int32Array[] = [];
  let coloured = false;
  for (let frame = 0; frame < image.frameCount; frame++) {
    const pixels = await image.readFrame(frame);
    const stride = Math.round(pixels.length / (width * height));
    coloured ||= stride >= 3;
    pages.push(labelsOf(pixels, stride, width * height, source.name));
  }
  return { width, height, pages, coloured, pixelSize: pixelSizeOf(calibrationOf(image)) };
}

/** A mask of a single value holds no particles apart: its connected parts are them. */
export function particlePages({ width, height, pages }: LabelPages, work: Work): readonly Int32Array[] {
  const values = new Set<number>();
  for (const page of pages) {
    for (const value of page) {
      if (value !== 0) values.add(value);
      if (values.size > 1) return pages;
    }
  }
  const [page] = pages;
  if (values.size === 0 || pages.length !== 1) return pages;
  const binary = { width, height, data: Uint8Array.from(page, (v) => (v === 0 ? 0 : 1)) };
  return [labelComponents(binary, 8, work).data];
}
