import { describe, expect, it } from 'vitest';
import { lineChart, ticksOf } from './line-chart.ts';

const chart = {
  title: 'A < B & "C"',
  xTitle: 'Edge length (nm)',
  yTitle: 'Circularity',
  note: 'n = 3',
  lines: [{ name: 'S1', x: [1, 2, 3, 4], y: [1, 2, Number.NaN, 4], error: [0.1, 0.1, 0.1, 0.1] }],
};

describe('charts', () => {
  it('are well-formed, hold every point that exists, and are the same each time', () => {
    const svg = lineChart(chart);
    expect(svg).toBe(lineChart(chart));
    expect(svg).toContain('A &lt; B &amp; &quot;C&quot;');
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).not.toContain('NaN');
    // Every element is closed.
    const open = svg.match(/<[a-z]+(?: [^>]*[^/])?>/g) ?? [];
    expect(svg.match(/<\/[a-z]+>/g)).toHaveLength(open.length);
  });

  it('stand for no data too', () => {
    expect(lineChart({ ...chart, lines: [] })).not.toContain('NaN');
    expect(lineChart({ ...chart, logX: true, logY: true })).not.toContain('NaN');
  });

  it('have ticks at round numbers', () => {
    expect(ticksOf(0.13, 0.97, 5, false)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(ticksOf(3, 8, 6, false)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(ticksOf(10, 10_000, 6, true)).toEqual([10, 100, 1000, 10_000]);
    expect(ticksOf(0.6, 8, 6, true)).toEqual([1, 2, 5]);
  });
});
