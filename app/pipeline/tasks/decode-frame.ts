import type { AcquiredImage } from '../../domain/acquisition.ts';
import type { ElementType, PixelArray } from '../../domain/element-type.ts';
import { Failure } from '../../domain/failure.ts';

/** A plane of a file: which file, which of its images, which frame. */
export interface FrameAddress {
  readonly path: string;
  readonly imageIndex: number;
  readonly frame: number;
}

/** A decoded plane, row-major (y, x), as the window gets it. */
export interface DecodedFrame {
  readonly elementType: ElementType;
  readonly width: number;
  readonly height: number;
  readonly pixels: PixelArray;
}

/** Opens image `imageIndex` of a file; `Failure` not-found when the file has no such image or frame. */
export function imageAt(images: readonly AcquiredImage[], address: FrameAddress): AcquiredImage {
  const image = images[address.imageIndex];
  if (image === undefined || address.frame < 0 || address.frame >= image.frameCount) {
    throw new Failure(
      'not-found',
      `${address.path} has no image ${address.imageIndex + 1}, frame ${address.frame + 1}.`,
      'The file changed since it was imported; import it again.',
      address.path,
    );
  }
  return image;
}

/** Complex values as their modulus in float32; 64-bit integers in float64; booleans as uint8. Everything else as it is. */
export function showable(elementType: ElementType, pixels: PixelArray): Pick<DecodedFrame, 'elementType' | 'pixels'> {
  if (elementType === 'complex64' || elementType === 'complex128') {
    const parts = pixels as Float32Array | Float64Array;
    const modulus = new Float32Array(parts.length / 2);
    for (let i = 0; i < modulus.length; i++) modulus[i] = Math.hypot(parts[2 * i], parts[2 * i + 1]);
    return { elementType: 'float32', pixels: modulus };
  }
  if (elementType === 'int64' || elementType === 'uint64') {
    return { elementType: 'float64', pixels: Float64Array.from(pixels as BigInt64Array, Number) };
  }
  if (elementType === 'bool') return { elementType: 'uint8', pixels };
  return { elementType, pixels };
}
