import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthLabel, niceScaleBar } from './scale-bar.ts';

describe('a scale bar', () => {
  it('is 1, 2 or 5 times a power of ten and takes an eighth to three tenths of the width', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        fc.integer({ min: 16, max: 20000 }),
        (size, width) => {
          const bar = niceScaleBar(size, width)!;
          expect(['1', '2', '5']).toContain(bar.lengthNm.toExponential(6).replace(/\.?0*e.*/, ''));
          expect(bar.px / width).toBeLessThanOrEqual(0.3 * (1 + 1e-9));
          expect(bar.px / width).toBeGreaterThan(0.1199);
          expect(bar.px * size).toBeCloseTo(bar.lengthNm, 6);
          const [number, unit] = bar.label.split(' ');
          const perUnit = { pm: 1e-3, nm: 1, µm: 1e3, mm: 1e6 }[unit] ?? Number.NaN;
          expect(Math.abs((Number(number) * perUnit) / bar.lengthNm - 1)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('has the label that people write', () => {
    expect([0.05, 0.2, 1, 50, 500, 1000, 5000, 2e6].map(lengthLabel)).toEqual([
      '50 pm',
      '0.2 nm',
      '1 nm',
      '50 nm',
      '500 nm',
      '1 µm',
      '5 µm',
      '2 mm',
    ]);
    expect(niceScaleBar(0.086, 4096)?.label).toBe('100 nm');
  });

  it('does not exist without a pixel size', () => {
    for (const size of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(niceScaleBar(size, 100)).toBeNull();
  });
});
