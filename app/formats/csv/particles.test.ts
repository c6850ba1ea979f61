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
        '"a, ""b"".dm4",0,S1,1,0.25,0.35,CTAB,1.5,0.9',
        '"a, ""b"".dm4",0,S1,2,0.25,0.35,CTAB,0.30000000000000004,',
        '"a, ""b"".dm4",0,S1,3,0.25,0.35,CTAB,1e+21,1e-7',
        'β.tif,2,S2,1,,,"CTAC, ""old""",7,0.5',
        'β.tif,2,S2,2,,,"CTAC, ""old""",8,0',
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
    ).toEqual(['area_nm2', '0.30000000000000004', '8']);
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
      expect(line.split(',').slice(-2).map(Number)).toEqual([i / 3, i / 4]);
    });
  });
});

describe('cells', () => {
  it('are quoted only where they must be', () => {
    expect(['plain', '', 'a b', "it's"].map(csvCell)).toEqual(['plain', '', 'a b', "it's"]);
    expect(csvCell('two\nlines')).toBe('"two\nlines"');
    expect(csvCell('say "x"')).toBe('"say ""x"""');
  });
  it('of numbers read back as the same number, and are empty where there is none', () => {
    for (const value of [Math.PI, 1 / 3, 5e-324, 1.7976931348623157e308, 123456789])
      expect(Number(csvNumber(value))).toBe(value);
    expect([Number.NaN, Number.POSITIVE_INFINITY].map(csvNumber)).toEqual(['', '']);
  });
});
