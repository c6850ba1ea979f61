import { zlibSync } from 'fflate';
import { LabelDeflater } from '../tiff/label-deflate.ts';

/** A file of the folder: path with `/`, content. */
export interface ZarrFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** One label image: values in C order (y, x), 0 = nothing. */
export interface LabelGroup {
  /** Name of its folder; differs from the others'. */
  readonly name: string;
  readonly data: Uint8Array | Uint32Array | Int32Array;
  /** What its values mean: classes of pixels or particles. */
  readonly kind: 'classes' | 'particles';
  readonly values: readonly LabelValue[];
}

/** A value with its colour and class. */
export interface LabelValue {
  readonly value: number;
  /** `#rrggbb` */
  readonly colour: string;
  readonly className: string;
  readonly classId: number;
  readonly role: string;
}

const chunkSide = 512;
/** The smallest level of the pyramid has no longer side. */
const smallestSide = 512;

/**
 * Label images as an OME-Zarr group (NGFF 0.4 on Zarr 2, https://ngff.openmicroscopy.org/0.4/#label-md): `labels/NAME` each, as a
 * pyramid by halves of the nearest pixels, chunks of 512 x 512 packed with zlib. Pixel size in nm. Every chunk is written,
 * so that a folder may be written over. The same labels give the same files.
 */
export function* writeOmeZarrLabels(
  groups: readonly LabelGroup[],
  {
    width,
    height,
    pixelSizeNm,
  }: { readonly width: number; readonly height: number; readonly pixelSizeNm: number | null },
): Generator<ZarrFile, void, void> {
  yield json('.zgroup', { zarr_format: 2 });
  yield json('.zattrs', {});
  yield json('labels/.zgroup', { zarr_format: 2 });
  yield json('labels/.zattrs', { labels: groups.map(({ name }) => name) });
  for (const group of groups) {
    const folder = `labels/${group.name}`;
    yield json(`${folder}/.zgroup`, { zarr_format: 2 });
    const levels: Level[] = [{ width, height, data: group.data }];
    while (Math.max(levels[levels.length - 1].width, levels[levels.length - 1].height) > smallestSide)
      levels.push(halved(levels[levels.length - 1]));
    yield json(`${folder}/.zattrs`, attributes(group, levels.length, pixelSizeNm));
    for (const [i, level] of levels.entries()) yield* writeLevel(`${folder}/${i}`, level);
  }
}

interface Level {
  readonly width: number;
  readonly height: number;
  readonly data: LabelGroup['data'];
}

const encoder = new TextEncoder();
function json(path: string, content: unknown): ZarrFile {
  return { path, bytes: encoder.encode(`${JSON.stringify(content, null, 1)}\n`) };
}

function attributes({ name, kind, values }: LabelGroup, levels: number, pixelSizeNm: number | null): object {
  const unit = pixelSizeNm === null ? {} : { unit: 'nanometer' };
  const step = pixelSizeNm ?? 1;
  return {
    multiscales: [
      {
        version: '0.4',
        name,
        type: 'nearest',
        axes: ['y', 'x'].map((axis) => ({ name: axis, type: 'space', ...unit })),
        datasets: Array.from({ length: levels }, (_, i) => ({
          path: String(i),
          coordinateTransformations: [{ type: 'scale', scale: [step * 2 ** i, step * 2 ** i] }],
        })),
      },
    ],
    'image-label': {
      version: '0.4',
      colors: values.map(({ value, colour }) => ({ 'label-value': value, rgba: rgba(colour) })),
      properties: values.map(({ value, className, classId, role }) => ({
        'label-value': value,
        class: className,
        'class-id': classId,
        role,
      })),
    },
    morphoscope: { kind },
  };
}

function rgba(colour: string): number[] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255, 255];
}

/** Every second pixel of every second row. */
function halved({ width, height, data }: Level): Level {
  const [across, down] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const small = data instanceof Uint8Array ? new Uint8Array(across * down) : new Uint32Array(across * down);
  for (let y = 0, to = 0; y < down; y++) for (let x = 0; x < across; x++) small[to++] = data[2 * y * width + 2 * x];
  return { width: across, height: down, data: small };
}

function* writeLevel(folder: string, { width, height, data }: Level): Generator<ZarrFile, void, void> {
  const bytes = data instanceof Uint8Array ? 1 : 4;
  yield json(`${folder}/.zarray`, {
    zarr_format: 2,
    shape: [height, width],
    chunks: [chunkSide, chunkSide],
    dtype: bytes === 1 ? '|u1' : '<u4',
    compressor: { id: 'zlib', level: 3 },
    fill_value: 0,
    order: 'C',
    filters: null,
    dimension_separator: '/',
  });
  const chunk = bytes === 1 ? new Uint8Array(chunkSide ** 2) : new Uint32Array(chunkSide ** 2);
  const labels = new LabelDeflater(chunkSide ** 2);
  for (let top = 0; top < height; top += chunkSide) {
    for (let left = 0; left < width; left += chunkSide) {
      chunk.fill(0);
      const stop = Math.min(width, left + chunkSide);
      for (let y = top; y < Math.min(height, top + chunkSide); y++)
        chunk.set(data.subarray(y * width + left, y * width + stop), (y - top) * chunkSide);
      const packed =
        chunk instanceof Uint32Array ? labels.deflate(chunk, 0, chunk.length) : zlibSync(chunk, { level: 3 });
      yield { path: `${folder}/${top / chunkSide}/${left / chunkSide}`, bytes: packed };
    }
  }
}
