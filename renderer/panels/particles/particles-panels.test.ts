import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../state/particle-order.ts';
import { copiedRows } from './copied-rows.ts';
import { formatterOf } from './formats.ts';
import { barLength, drawnSize, roundUp, sharedSpan } from './gallery-scale.ts';
import { percent, plusMinus } from './numbers.ts';
import { type Column, shownColumns, tracksBetween, tracksOf } from './table-columns.ts';
import { barTop, contentTop, tallest } from './tall-view.ts';

const column = (id: string, unit = 'nm'): Column => ({
  id,
  title: id,
  unit,
  definition: '',
  group: 'size',
  url: `/bytes/column/1/${id}`,
});

describe('tall content', () => {
  it('maps the scroll bar to the content and back, ends to ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, part) => {
          const view = 700;
          const spacer = Math.min(total, tallest);
          const end = Math.max(0, total - view);
          expect(contentTop(barTop(part * end, total, spacer, view), total, spacer, view)).toBeCloseTo(part * end, 4);
          expect(barTop(end, total, spacer, view)).toBeCloseTo(Math.max(0, spacer - view), 4);
        },
      ),
    );
  });
});

describe('the scale of gallery cells', () => {
  it('draws few sizes, none much smaller than shown', () => {
    expect(drawnSize(48, 1)).toBe(64);
    expect(drawnSize(96, 2)).toBe(192);
    expect(drawnSize(160, 3)).toBe(320);
  });

  it('spans 98 of 100 particles, rounded up', () => {
    const sizes = Float64Array.from({ length: 1000 }, (_, i) => (i < 990 ? 10 : 1000));
    expect(sharedSpan(sizes, new Uint8Array(1000).fill(1))).toBe(12);
    expect(sharedSpan(null, new Uint8Array(0))).toBeNull();
    expect([roundUp(11.5), roundUp(0.21), roundUp(900)]).toEqual([12, 0.25, 1000]);
  });

  it('has a bar of 1, 2 or 5', () => {
    expect([barLength(30), barLength(100), barLength(0.3)]).toEqual([20, 50, 0.2]);
  });
});

describe('numbers', () => {
  it('round the mean to the place of the second digit of its spread', () => {
    expect(plusMinus(22.634, 3.04)).toBe('22.6 ± 3.0');
    expect(plusMinus(0.84712, 0.00961)).toBe('0.8471 ± 0.0096');
    expect(plusMinus(1234, 560)).toBe('1230 ± 560');
    expect(plusMinus(5, Number.NaN)).toBe('5');
    expect(plusMinus(Number.NaN, Number.NaN)).toBe('–');
    expect(percent(0.1342)).toBe('13.4\u2009%');
  });

  it('of a column have the same decimals, those of counts none', () => {
    const format = formatterOf(Float64Array.of(12.3456, 13, 11.98765));
    expect([format(12.3456), format(13), format(Number.NaN)]).toEqual(['12.35', '13.00', '–']);
    expect(formatterOf(Float64Array.of(1, 2, 300))(300)).toBe('300');
    expect(formatterOf(Float64Array.of(1e-9, 3e-4, 20))(1e-9)).toBe('1e-9');
  });
});

describe('the table', () => {
  it('shows the main columns until others are chosen, and only those in sight', () => {
    const layout = { columns: [column('perimeter'), column('area', 'nm²')] } as Parameters<typeof shownColumns>[0];
    expect(shownColumns(layout, []).map(({ id }) => id)).toEqual(['area']);
    expect(shownColumns(layout, ['perimeter', 'gone']).map(({ id }) => id)).toEqual(['perimeter']);
    const tracks = tracksOf([column('a'), column('b'), column('c')]);
    expect(tracksBetween(tracks, tracks[1].left, tracks[1].left + 1).map((t) => t.column.id)).toEqual(['b']);
  });

  it('copies selected rows in the order shown, with units in the heading', () => {
    const rows = Uint32Array.of(2, 0, 1);
    const order = {
      rows,
      places: placesOf(rows, 3),
      table: { layout: { spans: [{ imageId: 4, frame: 0, start: 0, count: 3, pixelSize: 1 }] } },
    } as unknown as Parameters<typeof copiedRows>[0];
    const columns = new Map([['area', Float64Array.of(1.5, Number.NaN, 3)]]);
    const images = new Map([[4, { name: 'a' }]]);
    expect(copiedRows(order, Uint32Array.of(1, 2), [column('area', 'nm²')], columns, images)).toBe(
      'image\tframe\tparticle\tarea_nm2\na\t1\t3\t3\na\t1\t2\t',
    );
  });
});
