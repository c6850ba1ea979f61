import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParticleRows } from '../../app/domain/particle-rows.ts';
import { particlesCsv } from '../../app/formats/csv/particles.ts';
import { csvTask } from '../../app/pipeline/tasks/export-table.ts';
import { quietWork } from '../../app/ports/work.ts';
import { piece, stretches } from './table-pieces.ts';

const environment = {
  open: () => {
    throw new Error('no files');
  },
  sha256: () => {
    throw new Error('no hashes');
  },
  work: quietWork,
};

/** Tables whose spans lie in any order, with conditions that not every sample has. */
const table = fc
  .array(fc.record({ count: fc.nat(9), condition: fc.boolean(), text: fc.boolean() }), { minLength: 1, maxLength: 6 })
  .map((parts): ParticleRows => {
    const total = parts.reduce((sum, { count }) => sum + count, 0);
    let start = 0;
    const spans = parts.map(({ count, condition, text }, i) => {
      start += count;
      return {
        image: `image "${i}"`,
        frame: i,
        sample: 'A, B',
        conditions: condition ? [{ name: 'T\nx', value: text ? 'hot' : 80, unit: '°C' }] : [],
        pixelSize: i % 2 === 0 ? 0.5 : null,
        start: start - count,
        count,
      };
    });
    const column = { id: 'area', title: 'Area', unit: 'nm²', definition: '', group: 'size' as const };
    return {
      table: { rows: total, columns: [column], values: [Float64Array.from({ length: total }, (_, i) => i / 3)] },
      spans: spans.reverse(),
      ids: Int32Array.from({ length: total }, (_, i) => i + 1),
      pass: Uint8Array.from({ length: total }, (_, i) => (i % 3 === 0 ? 0 : 1)),
    };
  });

describe('a table written in pieces', () => {
  it('is the table written at once', async () => {
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 12 }), async (rows, limit) => {
        const decoder = new TextDecoder();
        let text = (await csvTask.run(piece(rows, []), environment)).header;
        for (const group of stretches(rows.spans, limit)) {
          const { pieces } = await csvTask.run(piece(rows, group), environment);
          for (const bytes of pieces) text += decoder.decode(bytes);
        }
        expect(text).toBe([...particlesCsv(rows)].join(''));
      }),
    );
  });
});
