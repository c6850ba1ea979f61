import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Curve, curvePath, lastIndex, nearest, rangeOf, scaleTicks } from './curves.ts';

const curve = (values: readonly (number | null)[]): Curve => ({ id: 'a', title: 'A', values, colour: '#fff' });

describe('the range of curves', () => {
  it('begins at zero on a linear axis, and holds every value', () => {
    expect(rangeOf([curve([0.5, 2]), curve([null, 1])], 'linear')).toEqual([0, 2.075]);
    expect(rangeOf([curve([-1, 1])], 'linear')).toEqual([-1.1, 1.1]);
  });
  it('takes what a logarithm has on a logarithmic axis', () => {
    const [low, high] = rangeOf([curve([0, -3, 0.01, 1, Number.NaN])], 'log');
    expect(low).toBeCloseTo(-2.1, 10);
    expect(high).toBeCloseTo(0.1, 10);
  });
  it('is there without a value', () => {
    expect(rangeOf([], 'linear')).toEqual([0, 1]);
    expect(rangeOf([curve([0])], 'log')).toEqual([-2, 0]);
  });
  it('is never empty', () => {
    const value = fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true }));
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom('linear' as const, 'log' as const), (values, scale) => {
        const [low, high] = rangeOf([curve(values)], scale);
        expect(high).toBeGreaterThan(low);
      }),
    );
  });
});

describe('ticks', () => {
  it('stand at decades where there are several, else also at 2 and 5', () => {
    expect(scaleTicks([-3, 0], 'log', 6).map(({ value }) => value)).toEqual([0.001, 0.01, 0.1, 1]);
    expect(scaleTicks([-1, 0], 'log', 6).map(({ value }) => value)).toEqual([0.1, 0.2, 0.5, 1]);
  });
  it('are at most as many as asked for, inside the range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        (low, span) => {
          const found = scaleTicks([low, low + span], 'log', 5);
          expect(found.length).toBeLessThanOrEqual(5);
          for (const { at } of found) {
            expect(at).toBeGreaterThanOrEqual(low);
            expect(at).toBeLessThanOrEqual(low + span);
          }
        },
      ),
    );
  });
});

describe('places on curves', () => {
  it('finds the nearest', () => {
    expect(nearest([], 3)).toBeNull();
    expect(nearest([1, 2, 4], 2.9)).toBe(1);
    expect(nearest([1, 2, 4], 99)).toBe(2);
  });
  it('finds the last value', () => {
    expect(lastIndex([curve([1, null]), curve([null, 2, null])])).toBe(1);
    expect(lastIndex([curve([null])])).toBeNull();
  });
  it('breaks the path where there is no value', () => {
    const path = (values: readonly (number | null)[], scale: 'linear' | 'log' = 'linear') =>
      curvePath(
        values,
        (i) => i,
        (v) => v,
        scale,
      );
    expect(path([1, 2, null, 4])).toBe('M0.0 1.0h0L1.0 2.0M3.0 4.0h0');
    expect(path([0, 100], 'log')).toBe('M1.0 2.0h0');
  });
});
