import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { glance, glanceFactor } from './glance.ts';

/** A frame wide enough for blocks of 2 px. */
const width = 1538;

describe('a frame at a glance', () => {
  it('has at most 1536 blocks a side, and no more pixels a block than that needs', () => {
    expect([glanceFactor(1536, 20), glanceFactor(20, 1537), glanceFactor(4096, 4096)]).toEqual([1, 2, 4]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70_000 }), (side) => {
        const factor = glanceFactor(side, 1);
        expect(side / factor).toBeLessThanOrEqual(1536);
        expect(factor === 1 || side / (factor / 2) > 1536).toBe(true);
      }),
    );
  });

  it('holds the mean of each block and one of its pixels, for every kind of number', () => {
    for (const kind of [Uint8Array, Uint16Array, Int16Array, Float32Array, Float64Array]) {
      const pixels = new kind(width * 5).map((_, i) => (i * 7919) % 101);
      const seen = glance(pixels, width, 5);
      expect([seen.width, seen.height, seen.factor]).toEqual([769, 2, 2]);
      expect(seen.sample).toBeInstanceOf(kind);
      seen.means.forEach((mean, i) => {
        const at = Math.floor(i / 769) * 2 * width + (i % 769) * 2;
        const block = [pixels[at], pixels[at + 1], pixels[at + width], pixels[at + width + 1]];
        expect(mean).toBe(block.reduce((a, b) => a + b) / 4);
        expect(block).toContain(seen.sample[i]);
      });
    }
  });

  it('means blocks of 4 and of 8 px, as a ramp tells', () => {
    for (const factor of [4, 8]) {
      const wide = 1536 * factor;
      const ramp = Uint16Array.from({ length: wide * factor }, (_, i) => i % wide);
      const { means, height } = glance(ramp, wide, factor);
      expect(height).toBe(1);
      expect([means[0], means[1], means[1535]]).toEqual([0, 1, 1535].map((block) => block * factor + (factor - 1) / 2));
    }
  });

  it('leaves not-a-number out of a mean while any other value is there', () => {
    const pixels = new Float32Array(width * 2).fill(3);
    pixels[0] = Number.NaN;
    for (const at of [2, 3, width + 2, width + 3]) pixels[at] = Number.NaN;
    expect([...glance(pixels, width, 2).means.subarray(0, 3)]).toEqual([3, Number.NaN, 3]);
  });

  it('samples without falling in step with a lattice', () => {
    const pixels = Uint8Array.from({ length: width * 400 }, (_, i) => (i % 2) * 100);
    const { sample } = glance(pixels, width, 400);
    const mean = [...(sample as Uint8Array)].reduce((a, b) => a + b) / sample.length;
    expect(Math.abs(mean - 50)).toBeLessThan(1);
  });
});
