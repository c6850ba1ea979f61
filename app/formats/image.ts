import type { AcquiredImage } from '../domain/acquisition.ts';
import type { Axis } from '../domain/calibration.ts';
import type { PixelArray } from '../domain/element-type.ts';
import { Failure } from '../domain/failure.ts';
import type { ByteSource } from '../ports/byte-source.ts';
import { malformed } from './byte-reader.ts';

/** Largest side of an image that is believed, px. */
const longestSide = 2 ** 24;
/** Most pixels of all frames together: 16 bytes each still count exactly. */
const mostPixels = 2 ** 48;

/** Throws `malformed` for a shape (slowest axis first) that no image has, so that its product can be trusted. */
export function expectSound(source: ByteSource, shape: readonly number[]): void {
  const pixels = shape.reduce((product, n) => product * n, 1);
  const sound = shape.length >= 2 && shape.length <= 8 && shape.every((n) => Number.isInteger(n) && n > 0);
  if (!sound || shape.slice(-2).some((n) => n > longestSide) || pixels > mostPixels)
    throw malformed(
      source,
      shape.length > 8 ? `it claims ${shape.length} axes` : `it claims an image of ${shape.join(' × ')} pixels`,
    );
}

/**
 * An image of a file, with its shape checked and its frames counted. `readPlane` is called with frames that exist.
 * Throws `malformed` for a shape no image has.
 */
export function acquiredImage(
  source: ByteSource,
  described: Omit<AcquiredImage, 'frameCount' | 'readFrame'>,
  readPlane: (frame: number) => PixelArray | Promise<PixelArray>,
): AcquiredImage {
  expectSound(source, described.shape);
  const frameCount = described.shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return {
    ...described,
    frameCount,
    readFrame: async (frame) => {
      if (!(Number.isInteger(frame) && frame >= 0 && frame < frameCount))
        throw new Failure(
          'invalid-input',
          `${source.name} has no frame ${frame + 1}; it has ${frameCount}.`,
          'Choose a frame that exists.',
          source.name,
        );
      return readPlane(frame);
    },
  };
}

/** An axis without calibration. */
export function bareAxis(name: string, size: number): Axis {
  return { name, size, scale: null, offset: 0, units: '' };
}

/**
 * An axis as a file states it. What programs write when they know nothing (scale 1 or 0 without a unit, a scale that is
 * no number) becomes an axis without calibration; a negative scale is kept for `calibrationOf` to remark on.
 */
export function axis(name: string, size: number, scale: number, offset: number, units: string): Axis {
  const known = Number.isFinite(scale) && scale !== 0 && !(scale === 1 && units === '');
  if (!known) return bareAxis(name, size);
  return { name, size, scale, offset: Number.isFinite(offset) ? offset + 0 : 0, units };
}
