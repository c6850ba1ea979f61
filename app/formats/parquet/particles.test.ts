import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { ParticleRows } from '../../domain/particle-rows.ts';
import { particleRows as rows } from '../fixtures/particle-rows.ts';
import { particlesParquet } from './particles.ts';

function bytesOf(table: ParticleRows): ArrayBuffer {
  const chunks = [...particlesParquet(table, 'Morphoscope 0.1.0')];
  const whole = new Uint8Array(chunks.reduce((n, chunk) => n + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

describe('particles as Parquet', () => {
  it('read back as they were', async () => {
    const read = await parquetReadObjects({ file: bytesOf(rows) });
    expect(read).toHaveLength(5);
    expect(read[0]).toEqual({
      image: 'a, "b".dm4',
      frame: 1,
      sample: 'S1',
      particle: 1,
      pixel_size_nm: 0.25,
      'seed volume (mL)': 0.35,
      surfactant: 'CTAB',
      area_nm2: 1.5,
      circularity: 0.9,
    });
    expect(read[4]).toMatchObject({ image: 'β.tif', frame: 3, particle: 2, area_nm2: 8, surfactant: 'CTAC, "old"' });
    expect([read[4]['pixel_size_nm'] ?? null, read[4]['seed volume (mL)'] ?? null]).toEqual([null, null]);
    expect(read[1]['circularity']).toBeNaN();
    expect(read[1]['area_nm2']).toBe(0.1 + 0.2);
  });

  it('say what each column means and which program wrote them', () => {
    const metadata = parquetMetadata(bytesOf(rows));
    const values = new Map(metadata.key_value_metadata?.map(({ key, value }) => [key, value]));
    expect(JSON.parse(values.get('morphoscope.columns') ?? '')[0]).toEqual({
      name: 'area_nm2',
      id: 'area',
      title: 'Area',
      unit: 'nm²',
      definition: 'Area.',
    });
    expect(values.get('morphoscope.program')).toBe('Morphoscope 0.1.0');
    expect(metadata.schema.slice(1).map(({ name, type }) => [name, type])).toEqual([
      ['image', 'BYTE_ARRAY'],
      ['frame', 'INT32'],
      ['sample', 'BYTE_ARRAY'],
      ['particle', 'INT32'],
      ['pixel_size_nm', 'DOUBLE'],
      ['seed volume (mL)', 'DOUBLE'],
      ['surfactant', 'BYTE_ARRAY'],
      ['area_nm2', 'DOUBLE'],
      ['circularity', 'DOUBLE'],
    ]);
  });

  it('are the same bytes for the same table', () => {
    expect(new Uint8Array(bytesOf(rows))).toEqual(new Uint8Array(bytesOf(rows)));
  });

  it('hold only rows that pass, over several row groups', async () => {
    const n = 70_000;
    const big: ParticleRows = {
      table: {
        rows: n,
        columns: rows.table.columns.slice(0, 1),
        values: [Float64Array.from({ length: n }, (_, i) => i / 7)],
      },
      spans: [{ ...rows.spans[1], start: 0, count: n }],
      ids: Int32Array.from({ length: n }, (_, i) => i + 1),
      pass: Uint8Array.from({ length: n }, (_, i) => (i === 5 ? 0 : 1)),
    };
    const file = bytesOf(big);
    const metadata = parquetMetadata(file);
    expect([Number(metadata.num_rows), metadata.row_groups.length]).toEqual([n - 1, 2]);
    const last = await parquetReadObjects({ file, rowStart: n - 2, rowEnd: n - 1 });
    expect(last[0]).toMatchObject({ particle: n, area_nm2: (n - 1) / 7 });
  });

  it('are a valid file for no particles', async () => {
    expect(await parquetReadObjects({ file: bytesOf({ ...rows, spans: [] }) })).toEqual([]);
  });
});
