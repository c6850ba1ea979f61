import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SampleInfo } from '../../app/contract/nouns.ts';
import {
  cellText,
  columnsOf,
  columnTitle,
  parseColumn,
  parseTsv,
  parseValue,
  renameColumn,
  type SampleChange,
  toTsv,
  writeCells,
} from './sheet.ts';
import { moveCursor, selectedBlock, sheetKey } from './sheet-cursor.ts';
import { sampleOf } from './testing.ts';

const seed = { name: 'seed volume', unit: 'mL' };
const agent = { name: 'surfactant', unit: '' };
const samples: SampleInfo[] = [
  sampleOf({ id: 1, conditions: [{ ...seed, value: 0.2 }] }),
  sampleOf({
    id: 2,
    conditions: [
      { ...agent, value: 'CTAB' },
      { ...seed, value: 0.4 },
    ],
  }),
  sampleOf({ id: 3 }),
];

/** Samples with changes applied, as the services would. */
function applied(changes: readonly SampleChange[]): SampleInfo[] {
  return samples.map((sample) => ({
    ...sample,
    conditions: changes.find(({ id }) => id === sample.id)?.conditions ?? sample.conditions,
  }));
}

describe('columns', () => {
  it('are every condition, in the order of their first appearance', () => {
    expect(columnsOf(samples)).toEqual([seed, agent]);
  });

  it('keep a name in two units apart', () => {
    const mixed = [
      sampleOf({
        id: 1,
        conditions: [
          { name: 'T', unit: '°C', value: 1 },
          { name: 'T', unit: 'K', value: 2 },
        ],
      }),
    ];
    expect(columnsOf(mixed)).toHaveLength(2);
  });

  it.each([
    ['seed volume (mL)', 'seed volume', 'mL'],
    ['seed volume [mL]', 'seed volume', 'mL'],
    ['surfactant', 'surfactant', ''],
    ['rate (s^-1)', 'rate', 's^-1'],
    ['a (b) (c)', 'a (b)', 'c'],
  ])('read the heading %j', (title, name, unit) => {
    expect(parseColumn(title)).toEqual({ name, unit });
  });
  it.each(['', '  ', '(mL)'])('refuse the heading %j', (title) => {
    expect(parseColumn(title)).toBeNull();
  });
  it('are titled so that they read back', () => {
    for (const column of [seed, agent]) expect(parseColumn(columnTitle(column))).toEqual(column);
  });
});

describe('cells', () => {
  it('change, begin and take away conditions, one change a sample', () => {
    const changes = writeCells(samples, [
      { row: 0, column: seed, text: '0,35' },
      { row: 0, column: agent, text: ' PVP ' },
      { row: 1, column: seed, text: '' },
      { row: 9, column: seed, text: '1' },
    ]);
    expect(changes).toHaveLength(2);
    const now = applied(changes);
    expect(cellText(now[0], seed)).toBe('0.35');
    expect(cellText(now[0], agent)).toBe('PVP');
    expect(now[1].conditions).toEqual([{ ...agent, value: 'CTAB' }]);
  });

  it('that stay as they were change nothing', () => {
    expect(writeCells(samples, [{ row: 0, column: seed, text: '0.2' }])).toEqual([]);
    expect(writeCells(samples, [{ row: 2, column: seed, text: '' }])).toEqual([]);
  });

  it('hold numbers where they are numbers', () => {
    expect(parseValue('12')).toBe(12);
    expect(parseValue('12 h')).toBe('12 h');
  });
});

describe('renaming a column', () => {
  it('touches only samples that have it', () => {
    const changes = renameColumn(samples, seed, { name: 'seed', unit: 'µL' });
    expect(changes.map(({ id }) => id)).toEqual([1, 2]);
    expect(columnsOf(applied(changes))).toEqual([{ name: 'seed', unit: 'µL' }, agent]);
  });
  it('to nothing takes it away', () => {
    expect(columnsOf(applied(renameColumn(samples, seed, null)))).toEqual([agent]);
  });
  it('to one that a sample has already leaves one of them', () => {
    const changes = renameColumn(samples, seed, agent);
    expect(applied(changes)[1].conditions).toEqual([{ ...agent, value: 0.4 }]);
  });
});

describe('clipboard', () => {
  it('reads what spreadsheets copy', () => {
    expect(parseTsv('a\tb\r\n1\t2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(parseTsv('"two\nlines"\t"say ""hi"""')).toEqual([['two\nlines', 'say "hi"']]);
    expect(parseTsv('a\t\n\tb')).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
    expect(parseTsv('')).toEqual([]);
  });

  it('comes back as it was copied', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '1', '"', '\t', '\n', ' ', 'µ') });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 2, max: 4 }),
        fc.infiniteStream(cell),
        (h, w, cells) => {
          const block = Array.from({ length: h }, () => Array.from({ length: w }, () => cells.next().value));
          expect(parseTsv(toTsv(block))).toEqual(block);
        },
      ),
    );
  });
});

describe('cursor', () => {
  const size = { rows: 3, columns: 2 };
  const start = { at: { row: 0, column: 0 }, anchor: { row: 0, column: 0 } };

  it('stays inside the sheet, headings, names and the empty column included', () => {
    expect(moveCursor(start, { rows: -9, columns: -9 }, size, false).at).toEqual({ row: -1, column: -1 });
    expect(moveCursor(start, { rows: 9, columns: 9 }, size, false).at).toEqual({ row: 2, column: 2 });
  });

  it('extends from its anchor', () => {
    const wide = moveCursor(start, { rows: 2, columns: 1 }, size, true);
    expect(selectedBlock(wide)).toEqual({ top: 0, bottom: 2, left: 0, right: 1 });
    expect(selectedBlock(moveCursor(wide, { rows: 0, columns: 0 }, size, false))).toMatchObject({ top: 2, left: 1 });
  });

  it('knows its keys', () => {
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    expect(sheetKey({ ...none, key: 'ArrowDown' })).toEqual({ kind: 'move', rows: 1, columns: 0, extend: false });
    expect(sheetKey({ ...none, key: '7' })).toEqual({ kind: 'edit', start: '7' });
    expect(sheetKey({ ...none, key: 'F2' })).toEqual({ kind: 'edit', start: null });
    expect(sheetKey({ ...none, key: 'c', ctrlKey: true })).toBeNull();
    expect(sheetKey({ ...none, key: 'Tab' })).toBeNull();
  });
});
