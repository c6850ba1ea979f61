import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortOrder } from './sort-order.ts';

/** The same by comparison: stable, NaN last. */
function byComparison(values: Float64Array, descending: boolean): number[] {
  return Array.from(values.keys()).sort((a, b) => {
    const [x, y] = [values[a], values[b]];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    const difference = x === y ? 0 : x < y ? -1 : 1;
    return descending ? -difference : difference;
  });
}

describe('sortOrder', () => {
  it('is the stable sort by comparison, both ways', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1, Number.NaN, 1e-320, -1e-320), fc.integer());
    fc.assert(
      fc.property(fc.array(number, { maxLength: 60 }), fc.boolean(), (list, descending) => {
        const values = Float64Array.from(list);
        expect([...sortOrder(values, descending)]).toEqual(byComparison(values, descending));
      }),
    );
  });

  it('leaves the values as they are', () => {
    const values = Float64Array.of(3, -0, Number.NaN, 1);
    sortOrder(values, true);
    expect([...values]).toEqual([3, -0, Number.NaN, 1]);
  });

  it('keeps the order of equal values', () => {
    expect([...sortOrder(Float64Array.of(2, 1, 2, 1))]).toEqual([1, 3, 0, 2]);
    expect([...sortOrder(Float64Array.of(2, 1, 2, 1), true)]).toEqual([0, 2, 1, 3]);
  });
});
