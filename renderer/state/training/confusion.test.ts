import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confusionCells } from './confusion.ts';

describe('cells of a confusion matrix', () => {
  it('are shares of what is there, or of what was found', () => {
    const counts = [8, 2, 0, 10];
    expect(confusionCells(counts, 2, 'truth').map(({ share }) => share)).toEqual([0.8, 0.2, 0, 1]);
    const found = confusionCells(counts, 2, 'found').map(({ share }) => share);
    expect(found).toEqual([1, 2 / 12, 0, 10 / 12]);
    expect(confusionCells(counts, 2, 'pixels')[1]).toEqual({ truth: 0, found: 1, pixels: 2, share: 0.2 });
  });
  it('have no share where a class does not occur', () => {
    expect(confusionCells([0, 0, 3, 1], 2, 'truth').map(({ share }) => share)).toEqual([null, null, 0.75, 0.25]);
  });
  it('add up to one in each row that is not empty', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(counts, (all) => {
        const cells = confusionCells(all, 3, 'truth');
        for (let row = 0; row < 3; row++) {
          const own = cells.filter(({ truth }) => truth === row);
          const sum = own.reduce((n, { share }) => n + (share ?? 0), 0);
          const empty = own.every(({ pixels }) => pixels === 0);
          expect(sum).toBeCloseTo(empty ? 0 : 1, 10);
        }
      }),
    );
  });
});
