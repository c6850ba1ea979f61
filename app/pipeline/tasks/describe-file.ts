import type { AcquiredImage, Metadata } from '../../domain/acquisition.ts';
import type { PixelArray } from '../../domain/element-type.ts';
import { notAnImage } from '../../formats/byte-reader.ts';
import { calibrationOf } from '../../formats/calibration.ts';
import { stemOf } from '../../formats/format.ts';
import { openAcquisition } from '../../formats/open.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import type { NewImage } from '../../ports/stored.ts';
import { type Digest, task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import { showable } from './decode-frame.ts';

/** A file as a project takes it in: what it is, what it holds, and the hash of its bytes. */
export interface FileDescription {
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  /** Names of the files beside it that were read with it. */
  readonly companions: readonly string[];
  readonly metadata: Metadata;
  readonly images: readonly NewImage[];
}

const pieceBytes = 4 * 2 ** 20;

function hashed(source: ByteSource, digest: Digest, work: Work): string {
  for (let at = 0; at < source.size; at += pieceBytes) {
    work.check();
    digest.update(source.read(at, pieceBytes));
  }
  return digest.hex();
}

/** SHA-256 of a file's bytes. */
export const hashFileTask = task('hash-file', ({ path }: { readonly path: string }, { open, sha256, work }): string =>
  hashed(open(path), sha256(), work),
);

/**
 * Opens a file, describes every image in it and hashes its bytes. Of the pixels only frame 0 of each image is decoded, so
 * a stack takes no more memory than a micrograph. Throws what `openAcquisition` throws, and not-an-image for a file without images.
 */
export const describeFileTask = task(
  'describe-file',
  async ({ path }: { readonly path: string }, { open, sha256, work }): Promise<FileDescription> => {
    const source = open(path);
    const acquisition = await openAcquisition(source);
    if (acquisition.images.length === 0) throw notAnImage(source, 'no images');
    const stem = stemOf(source.name);
    const images: NewImage[] = [];
    for (const [imageIndex, image] of acquisition.images.entries()) {
      work.check();
      const several = acquisition.images.length > 1;
      const own = image.name === '' ? String(imageIndex + 1) : image.name;
      images.push(await described(image, imageIndex, several ? `${stem}, ${own}` : stem));
    }
    return {
      sha256: hashed(source, sha256(), work),
      bytes: source.size,
      format: acquisition.format,
      companions: acquisition.companions,
      metadata: acquisition.metadata,
      images,
    };
  },
);

async function described(image: AcquiredImage, imageIndex: number, name: string): Promise<NewImage> {
  const [height, width] = image.shape.slice(-2);
  const [min, max] = extremes(showable(image.elementType, await image.readFrame(0)).pixels);
  return {
    imageIndex,
    name,
    width,
    height,
    frames: image.frameCount,
    elementType: image.elementType,
    calibration: calibrationOf(image),
    min,
    max,
    metadata: image.metadata,
  };
}

/** Smallest and largest finite value; 0, 0 when there is none. */
function extremes(pixels: PixelArray): [min: number, max: number] {
  const values = pixels as Float32Array;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const v = values[i];
    if (v < min && v !== Number.NEGATIVE_INFINITY) min = v;
    if (v > max && v !== Number.POSITIVE_INFINITY) max = v;
  }
  return min <= max ? [min, max] : [0, 0];
}
