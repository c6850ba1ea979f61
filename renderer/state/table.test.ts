import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableLayout } from '../../app/contract/particles.ts';
import { idsIn, placeOf, rowOf, spanOf } from './table.ts';

const span = (imageId: number, frame: number, start: number, count: number) => ({
  imageId,
  frame,
  start,
  count,
  pixelSize: null,
});
const layout = { rows: 9, spans: [span(4, 0, 0, 3), span(4, 1, 3, 0), span(7, 0, 3, 6)] } as unknown as TableLayout;

describe('rows and planes', () => {
  it('goes from a plane to its rows and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), (row) => {
        const place = placeOf(layout, row);
        const found = place === null ? undefined : spanOf(layout, place);
        expect(found).toBeDefined();
        if (place !== null && found !== undefined) expect(rowOf(found, place.id)).toBe(row);
      }),
    );
    expect(placeOf(layout, 9)).toBeNull();
    expect(spanOf(layout, { imageId: 7, frame: 1 })).toBeUndefined();
  });

  it('knows no instance beyond the span', () => {
    const last = layout.spans[2];
    expect([rowOf(last, 0), rowOf(last, 1), rowOf(last, 6), rowOf(last, 7)]).toEqual([null, 3, 8, null]);
  });

  it('finds the chosen instances of a plane', () => {
    const rows = Uint32Array.of(0, 2, 3, 8);
    expect(layout.spans.map((one) => [...idsIn(one, rows)])).toEqual([[1, 3], [], [1, 6]]);
  });
});
