import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../memory-source.ts';
import { csvCell } from './cell.ts';
import { readTextTable } from './read-table.ts';

const read = (text: string) => readTextTable(memorySource('t.csv', new TextEncoder().encode(text)), () => undefined);
const plain = (text: string) =>
  Object.fromEntries(
    read(text).columns.map(({ name, values, text: cells }) => [name, values === null ? cells : [...values]]),
  );

describe('tables as text', () => {
  it('have columns of numbers and columns of text', () => {
    const table = read('image,area (nm²),n\r\n"a, ""b""\n.tif",1.5,1\r\nβ.tif,,2\r\n\r\nc,1e3,nan\r\n');
    expect(table.rows).toBe(3);
    expect(table.columns.map((c) => c.name)).toEqual(['image', 'area (nm²)', 'n']);
    expect(table.columns[0].text).toEqual(['a, "b"\n.tif', 'β.tif', 'c']);
    expect(table.columns[0].firstText).toEqual({ cell: 'a, "b"\n.tif', line: 2 });
    expect([...(table.columns[1].values ?? [])]).toEqual([1.5, Number.NaN, 1000]);
    expect(table.columns.map((c) => c.empty)).toEqual([0, 1, 1]);
  });

  it.each([
    ['semicolons and decimal commas', '\ufeffa;b\n1,5;2\n-3,25;1\n', { a: [1.5, -3.25], b: [2, 1] }],
    ['tabs', 'a\tb\n1.5\tx\n2\ty', { a: [1.5, 2], b: ['x', 'y'] }],
    ['a header that is a comment', '# d_1_nm,d_2_nm\n1,2\n', { d_1_nm: [1], d_2_nm: [2] }],
    ['no header', '1,2\n3,4\n', { column_1: [1, 3], column_2: [2, 4] }],
    ['one column', 'a\n1\n2\n', { a: [1, 2] }],
    ['old line ends', 'a,b\r\n1,2\r\n', { a: [1], b: [2] }],
    ['an index without a header', ',a\n0,5\n1,6\n', { unnamed_1: [0, 1], a: [5, 6] }],
    ['a header alone', 'a,b\n', { a: [], b: [] }],
    ['text after numbers', 'a,b\n1,2\nx,3\n', { a: ['1', 'x'], b: [2, 3] }],
  ])('are read with %s', (_, text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  it('are refused where a row is cut, with its line, and where there is nothing', () => {
    expect(() => read('a,b\n1,2\n3\n')).toThrow('line 3 has 1 cells, its header 2');
    expect(() => read('a,b\n"x\ny",2\n3\n')).toThrow('line 4');
    expect(() => read('')).toThrow('no table');
  });

  it('give back any cells that were written', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((s) => `t${s.replaceAll('\r', '').trim()}`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 }), (rows) => {
        const text = ['a,b', ...rows.map((row) => row.map(csvCell).join(','))].join('\n');
        const { columns } = read(text);
        expect(columns.map((c) => c.text)).toEqual([0, 1].map((c) => rows.map((row) => row[c])));
      }),
    );
  });
});
