import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzy } from './search.ts';

const titles = ['Import files…', 'Import a folder…', 'Fit the image to the stage', 'Find moved files…', 'New sample'];
const found = (query: string) => fuzzy(query, titles, (title) => title).map(({ item }) => item);

describe('fuzzy search', () => {
  it('gives everything in its order for an empty query', () => {
    expect(found('  ')).toEqual(titles);
  });

  it('puts starts of words before letters in the middle', () => {
    expect(found('if')[0]).toBe('Import files…');
    expect(found('im')[0]).toMatch(/^Import/);
    expect(found('fmf')).toEqual(['Find moved files…']);
    expect(found('sample')).toEqual(['New sample']);
  });

  it('finds nothing where a letter is missing', () => {
    expect(found('xyz')).toEqual([]);
    expect(found('import files and more letters than any title has')).toEqual([]);
  });

  it('finds exactly the texts that hold the letters in order, and marks such letters', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'A'), maxLength: 12 });
    const query = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(query, fc.array(text, { maxLength: 6 }), (needle, texts) => {
        const isSubsequence = (hay: string) => {
          let at = 0;
          for (const c of hay.toLowerCase()) if (c === needle[at]) at++;
          return at === needle.length;
        };
        const matches = fuzzy(needle, texts, (t) => t);
        expect(matches.map(({ item }) => item).sort()).toEqual(texts.filter(isSubsequence).sort());
        for (const { item, at } of matches) {
          expect(at.map((i) => item[i].toLowerCase()).join('')).toBe(needle);
          expect(at.every((i, k) => k === 0 || i > at[k - 1])).toBe(true);
        }
      }),
    );
  });
});
