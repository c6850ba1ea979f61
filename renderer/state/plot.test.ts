import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSelected, groupOfRows, histogramModel, plotStore, rowsInRange, setPlot, setRange } from './plot.ts';
import { middleRange, paddedRange, ticks, toPixels, toValue } from './plot-axis.ts';
import { dot, nearestRow, paintPoints, polygonMask, rowsInMask, scatterPoints, shadesOf } from './scatter.ts';

const total = (counts: Uint32Array) => counts.reduce((sum, n) => sum + n, 0);

describe('the histogram', () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6, Number.NaN, 100);
  const pass = Uint8Array.of(1, 1, 1, 1, 1, 1, 1, 0);
  const groups = groupOfRows(
    [
      { start: 0, count: 3 },
      { start: 3, count: 5 },
    ],
    Uint8Array.of(0, 1),
    8,
  );

  it('counts rows that pass and have a number', () => {
    const { series, edges } = histogramModel(values, pass, 5, null, []);
    expect(edges[0]).toBe(1);
    expect(edges.at(-1)).toBe(6);
    expect(series).toHaveLength(1);
    expect(series[0].summary).toMatchObject({ n: 6, mean: 3.5 });
    expect(total(series[0].histogram.counts)).toBe(6);
  });

  it('splits into groups with common bins, without the empty ones', () => {
    const whole = histogramModel(values, pass, 5, null, []).series[0].histogram.counts;
    const { series } = histogramModel(values, pass, 5, groups, ['A', 'B', 'C']);
    expect(series.map(({ name, summary }) => [name, summary.n])).toEqual([
      ['A', 3],
      ['B', 3],
    ]);
    expect(
      whole.map((n, i) => n - series[0].histogram.counts[i] - series[1].histogram.counts[i]).every((n) => n === 0),
    ).toBe(true);
  });

  it('counts the selected of a group', () => {
    const edges = Float64Array.of(0, 3, 6);
    expect([...countSelected(values, Uint32Array.of(0, 3, 5), edges)]).toEqual([1, 2]);
    expect([...countSelected(values, Uint32Array.of(0, 3, 5), edges, groups, 0)]).toEqual([1, 0]);
  });

  it('finds the rows of a range, ends included', () => {
    expect([...rowsInRange(values, pass, [2, 4])]).toEqual([1, 2, 3]);
    expect([...rowsInRange(values, pass, [50, 200])]).toEqual([]);
  });

  it('lets the range go with its column and turns it the right way', () => {
    setPlot({ x: 'area' });
    setRange([5, 2]);
    expect(plotStore.getState().range).toEqual([2, 5]);
    setPlot({ bins: 12 });
    expect(plotStore.getState().range).toEqual([2, 5]);
    setPlot({ x: 'solidity' });
    expect(plotStore.getState().range).toBeNull();
  });
});

describe('axes', () => {
  it('tick at round values inside the range', () => {
    expect(ticks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(ticks(0.13, 0.49, 4)).toEqual([0.2, 0.3, 0.4]);
    expect(ticks(1, 1, 4)).toEqual([]);
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6 }), (low, span) => {
        const list = ticks(low, low + span, 6);
        expect(list.length).toBeLessThanOrEqual(8);
        const slack = span * 1e-6;
        for (const t of list) expect(t >= low - slack && t <= low + span + slack).toBe(true);
      }),
    );
  });

  it('map there and back', () => {
    const axis = { low: 2, high: 12, from: 300, to: 20 };
    expect(toPixels(axis, 2)).toBe(300);
    expect(toValue(axis, toPixels(axis, 7.5))).toBeCloseTo(7.5, 12);
  });

  it('leave room, and do not let an outlier take all colours', () => {
    const values = Float64Array.from({ length: 101 }, (_, i) => i);
    const all = new Uint8Array(101).fill(1);
    expect(paddedRange(values, all, 0.1)).toEqual([-10, 110]);
    expect(middleRange(values, all)).toEqual([2, 98]);
    expect(paddedRange(values, new Uint8Array(101), 0.1)).toEqual([0, 1]);
  });
});

describe('the scatter plot', () => {
  const x = Float64Array.of(0, 5, 9.99, Number.NaN, 5);
  const y = Float64Array.of(0, 5, 9.99, 1, 5);
  const pass = Uint8Array.of(1, 1, 1, 1, 0);
  const across = { low: 0, high: 10, from: 0, to: 10 };
  const up = { low: 0, high: 10, from: 10, to: 0 };
  const points = scatterPoints(x, y, pass, across, up, 10, 10);

  it('puts each row that counts on its pixel, y upwards', () => {
    expect([...points.pixels]).toEqual([-1, 5 * 10 + 5, 9, -1, -1]);
  });

  it('finds the nearest point within reach', () => {
    expect(nearestRow(points, 6, 6, 3)).toBe(1);
    expect(nearestRow(points, 0, 9, 3)).toBeNull();
  });

  it('paints a dot and nothing beyond the left and right edges', () => {
    const out = new Uint8ClampedArray(400);
    const palette = new Uint8Array(768).fill(200);
    paintPoints(points, new Uint8Array(5), palette, 1, 1, out);
    const painted = Array.from({ length: 100 }, (_, p) => p).filter((p) => out[p * 4 + 3] > 0);
    expect(painted).toEqual([8, 9, 19, 45, 54, 55, 56, 65]);
    expect(out[55 * 4]).toBe(200);
  });

  it('knows dots of growing size', () => {
    expect([dot(0, 10).length, dot(1, 10).length, dot(1.5, 10).length, dot(2.3, 10).length]).toEqual([1, 5, 9, 21]);
  });

  it('shades values from low to high', () => {
    expect([...shadesOf(Float64Array.of(-1, 0, 5, 10, 11, Number.NaN), 0, 10)]).toEqual([0, 0, 128, 255, 255, 0]);
  });

  it('selects what a lasso holds, by the even-odd rule', () => {
    const square = polygonMask(
      [
        [4, 4],
        [8, 4],
        [8, 8],
        [4, 8],
      ],
      10,
      10,
    );
    expect(square.reduce((sum, n) => sum + n, 0)).toBe(16);
    expect([...rowsInMask(points, square)]).toEqual([1]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: -3, max: 13, noNaN: true }), fc.double({ min: -3, max: 13, noNaN: true })), {
          minLength: 3,
          maxLength: 9,
        }),
        (polygon) => {
          const mask = polygonMask(polygon, 10, 10);
          for (let p = 0; p < 100; p++) {
            expect(mask[p] === 1).toBe(isInside(polygon, (p % 10) + 0.5, Math.floor(p / 10) + 0.5));
          }
        },
      ),
    );
  });
});

/** The same by a ray to the right. */
function isInside(polygon: readonly (readonly [number, number])[], px: number, py: number): boolean {
  let inside = false;
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [x1, y1] = polygon[j];
    const [x2, y2] = polygon[i];
    if (y1 > py !== y2 > py && px >= x1 + ((py - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
