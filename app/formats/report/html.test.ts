import { describe, expect, it } from 'vitest';
import { histogramSvg, niceTicks } from './histogram-svg.ts';
import { base64, escapeHtml, type Report, reportHtml, withDecimals } from './html.ts';

const report: Report = {
  title: 'Batch <7> & more',
  program: 'Morphoscope 0.1.0',
  samples: [
    {
      name: 'seed 0.4 mL',
      conditions: ['seed volume = 0.4 mL'],
      images: 2,
      particles: 3,
      measures: [{ title: 'Area', unit: 'nm²', n: 3, mean: 12.3456, deviation: 1.2, median: 12, lower: 11, upper: 13 }],
      histogram: { title: 'Diameter (nm)', edges: [0, 1, 2, 3], counts: [1, 0, 2], n: 3, mean: 1.8, deviation: 0.9 },
    },
    { name: 'empty', conditions: [], images: 1, particles: 0, measures: [], histogram: null },
  ],
  pictures: [{ title: 'a', caption: 'a.dm4', png: Uint8Array.of(137, 80, 78, 71) }],
  methods: 'Particles were segmented.',
  warnings: ['One image has no calibration.'],
  provenance: [['Recipe', 'slater']],
};

describe('the HTML report', () => {
  it('holds every part, escaped, in one file', () => {
    const html = reportHtml(report);
    expect(html).toContain('Batch &lt;7&gt; &amp; more');
    expect(html).toContain('<td>12.3</td><td>1.2</td><td>9.7 %</td>');
    expect(html).toContain('No particles.');
    expect(html).toContain('data:image/png;base64,iVBORw==');
    expect(html).toContain('One image has no calibration.');
    expect(html).not.toMatch(/(src|href)="https?:/);
    expect(reportHtml(report)).toBe(html);
  });

  it('encodes base64 as everybody does', () => {
    for (const text of ['', 'a', 'ab', 'abc', 'Morphoscope', '\u0000\u00ff\u0010']) {
      const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
      expect(base64(bytes)).toBe(btoa(text));
    }
    expect(escapeHtml('"<&>')).toBe('&quot;&lt;&amp;&gt;');
  });

  it('gives a mean the decimals that its deviation deserves', () => {
    expect(withDecimals(1234.567, 120)).toBe('1235');
    expect(withDecimals(12.34567, 0.0123)).toBe('12.346');
    expect(withDecimals(Number.NaN, 1)).toBe('–');
  });
});

describe('the histogram', () => {
  it('draws a bar a filled bin, as high as its count', () => {
    const svg = histogramSvg({ title: 'x', edges: [0, 1, 2, 3], counts: [1, 0, 2], n: 3, mean: 1.8, deviation: 0 });
    const heights = [...svg.matchAll(/<rect [^>]*height="([\d.]+)"/g)].map((m) => Number(m[1]));
    expect(heights).toHaveLength(2);
    expect(heights[1] / heights[0]).toBeCloseTo(2, 2);
    expect(svg).not.toContain('NaN');
  });

  it('survives a single value', () => {
    expect(histogramSvg({ title: 'x', edges: [4, 4], counts: [1], n: 1, mean: 4, deviation: 0 })).not.toContain('NaN');
  });

  it('ticks at 1-2-5 steps', () => {
    expect(niceTicks(0, 10, 5)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(niceTicks(0.13, 0.42, 4)).toEqual([0.2, 0.3, 0.4]);
  });
});
