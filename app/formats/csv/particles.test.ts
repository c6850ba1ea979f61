import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParticleRows } from '../../domain/particle-rows.ts';
import { particleRows as rows } from '../fixtures/particle-rows.ts';
import { csvCell, csvNumber } from './cell.ts';
import { particlesCsv } from './particles.ts';

describe('particles as CSV', () => {
  it('are these very lines', () => {
    expect([...particlesCsv(rows)].join('')).toBe(
      [
        'image,frame,sample,particle,pixel_size_nm,seed volume (mL),surfactant,area_nm2,circularity',
        '"a, ""b"".dm4",1,S1,1,0.25,0.35,CTAB,1.5,0.9',
        '"a, ""b"".dm4",1,S1,2,0.25,0.35,CTAB,0.3,',
        '"a, ""b"".dm4",1,S1,3,0.25,0.35,CTAB,1e+21,1e-7',
        'β.tif,3,S2,1,,,"CTAC, ""old""",7,0.5',
        'β.tif,3,S2,2,,,"CTAC, ""old""",8,0',
        '',
      ].join('\n'),
    );
  });

  it('hold only the rows that pass', () => {
    const text = [...particlesCsv({ ...rows, pass: Uint8Array.of(0, 1, 0, 0, 1) })].join('');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => line.split(',').at(-2)),
    ).toEqual(['area_nm2', '0.3', '8']);
  });

  it('are a header alone for no particles', () => {
    expect([...particlesCsv({ ...rows, spans: [] })]).toEqual([
      'image,frame,sample,particle,pixel_size_nm,area_nm2,circularity\n',
    ]);
  });

  it('come in chunks that join to the same text', () => {
    const n = 5000;
    const many: ParticleRows = {
      table: {
        ...rows.table,
        rows: n,
        values: rows.table.values.map((_, c) => Float64Array.from({ length: n }, (__, i) => i / (c + 3))),
      },
      spans: [{ ...rows.spans[0], count: n }],
      ids: Int32Array.from({ length: n }, (_, i) => i + 1),
    };
    const chunks = [...particlesCsv(many)];
    expect(chunks.length).toBeGreaterThan(3);
    const lines = chunks.join('').trim().split('\n');
    expect(lines).toHaveLength(n + 1);
    lines.slice(1).forEach((line, i) => {
      const [third, quarter] = line.split(',').slice(-2).map(Number);
      expect(third).toBeCloseTo(i / 3, 7);
      expect(quarter).toBe(i / 4);
    });
  });
});

describe('cells', () => {
  it('are quoted only where they must be', () => {
    expect(['plain', '', 'a b', "it's"].map(csvCell)).toEqual(['plain', '', 'a b', "it's"]);
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('say "x"')).toBe('"say ""x"""');
  });
  it('of numbers are right to 12 digits and as short as they can be', () => {
    expect([40.38000000000001, 0.1 + 0.2, 1 / 3, -2.5, 1e21, 123456789, 1e-7].map(csvNumber)).toEqual([
      '40.38',
      '0.3',
      '0.333333333333',
      '-2.5',
      '1e+21',
      '123456789',
      '1e-7',
    ]);
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = csvNumber(value);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(6e-12 * Math.abs(value));
        expect(csvNumber(Number(text))).toBe(text);
        expect(text.replace(/e.*|[-.]/g, '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(15);
      }),
    );
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(csvNumber)).toEqual(['', '']);
  });
});
