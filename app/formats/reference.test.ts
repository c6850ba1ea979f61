import { describe, expect, test } from 'vitest';
import reference from './fixtures/reference.json' with { type: 'json' };
import { inspectImage } from './inspect.ts';
import { memorySource } from './memory-source.ts';
import { openAcquisition } from './open.ts';

// Files that NumPy, mrcfile and bz2 wrote (fixtures/make_reference.py).

interface ReferenceFile {
  readonly name: string;
  readonly bytes: string;
  readonly image: { shape: number[]; dtype: string; sha256: string; min?: number; max?: number; mean?: number };
  /** Å, slowest first. */
  readonly voxel?: readonly number[];
}

describe('files written by other programs', () => {
  test.each(reference.files as readonly ReferenceFile[])('$name', async ({ name, bytes, image, voxel }) => {
    const { images } = await openAcquisition(memorySource(name, Buffer.from(bytes, 'base64')));
    expect(images.length).toBe(1);
    const summary = await inspectImage(images[0]);
    expect(summary.shape).toEqual(image.shape);
    expect(summary.dtype).toBe(image.dtype);
    expect(summary.sha256).toBe(image.sha256);
    expect(summary.min).toBe(image.min ?? null);
    expect(summary.max).toBe(image.max ?? null);
    if (image.mean === undefined) expect(summary.mean).toBeNull();
    else expect(summary.mean).toBeCloseTo(image.mean, 9 - Math.ceil(Math.log10(Math.abs(image.mean) + 1)));
    if (voxel === undefined) return;
    for (const [i, scale] of voxel.entries()) {
      expect(images[0].axes[i].scale).toBeCloseTo(scale, 5);
      expect(images[0].axes[i].units).toBe('Å');
    }
  });
});
