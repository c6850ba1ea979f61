import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPatterns, dilateRows, erodeRows, HoleScratch, holeArea, RowRuns, subtractRows } from './row-runs.ts';

const size = 12;
type Bits = readonly boolean[];
const bits = fc
  .tuple(
    fc.double({ min: 0.1, max: 0.95, noNaN: true }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: size * size, maxLength: size * size }),
  )
  .map(([share, values]): Bits => values.map((v) => v < share));

const has = (b: Bits, x: number, y: number) => x >= 0 && y >= 0 && x < size && y < size && b[y * size + x];
const cross = [
  [0, 0],
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
] as const;
const block = [...cross, [1, 1], [1, -1], [-1, 1], [-1, -1]] as const;

function toRuns(b: Bits, top = 0): RowRuns {
  const runs = new RowRuns();
  runs.reset(top);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) if (has(b, x, y)) runs.push(x, x + 1);
    runs.endRow();
  }
  return runs;
}

/** The points as text, after checking that the runs are ascending with gaps between. */
function points(runs: RowRuns): string[] {
  const found: string[] = [];
  for (let row = 0; row < runs.height; row++) {
    for (let k = runs.start[row]; k < runs.start[row + 1]; k++) {
      expect(runs.to[k]).toBeGreaterThan(runs.from[k]);
      if (k > runs.start[row]) expect(runs.from[k]).toBeGreaterThan(runs.to[k - 1]);
      for (let x = runs.from[k]; x < runs.to[k]; x++) found.push(`${x},${runs.top + row}`);
    }
  }
  return found.sort();
}

function pointsWhere(test: (x: number, y: number) => boolean): string[] {
  const found: string[] = [];
  for (let y = -2; y < size + 2; y++) for (let x = -2; x < size + 2; x++) if (test(x, y)) found.push(`${x},${y}`);
  return found.sort();
}

describe('sets of points as runs', () => {
  it('erode over 4 and over 8 neighbours', () => {
    const into = new RowRuns();
    fc.assert(
      fc.property(bits, (b) => {
        erodeRows(toRuns(b), false, into);
        expect(points(into)).toEqual(pointsWhere((x, y) => cross.every(([dx, dy]) => has(b, x + dx, y + dy))));
        erodeRows(toRuns(b), true, into);
        expect(points(into)).toEqual(pointsWhere((x, y) => block.every(([dx, dy]) => has(b, x + dx, y + dy))));
      }),
    );
  });

  it('dilate by a cross', () => {
    const into = new RowRuns();
    fc.assert(
      fc.property(bits, (b) => {
        dilateRows(toRuns(b), into);
        expect(points(into)).toEqual(pointsWhere((x, y) => cross.some(([dx, dy]) => has(b, x + dx, y + dy))));
      }),
    );
  });

  it('subtract, also when their rows start elsewhere', () => {
    const into = new RowRuns();
    fc.assert(
      fc.property(bits, bits, fc.integer({ min: -3, max: 3 }), (a, b, shift) => {
        subtractRows(toRuns(a), toRuns(b, shift), into);
        expect(points(into)).toEqual(pointsWhere((x, y) => has(a, x, y) && !has(b, x, y - shift)));
      }),
    );
  });

  it('count their 2 x 2 patterns', () => {
    const counted = new Int32Array(16);
    fc.assert(
      fc.property(bits, (b) => {
        countPatterns(toRuns(b), counted);
        const truth = new Int32Array(16);
        for (let y = 0; y <= size; y++) {
          for (let x = 0; x <= size; x++) {
            truth[
              Number(has(b, x, y)) +
                2 * Number(has(b, x, y - 1)) +
                4 * Number(has(b, x - 1, y)) +
                8 * Number(has(b, x - 1, y - 1))
            ]++;
          }
        }
        expect(counted.subarray(1)).toEqual(truth.subarray(1));
      }),
    );
  });

  it('know the points in their holes', () => {
    const scratch = new HoleScratch();
    fc.assert(
      fc.property(bits, (b) => {
        const reached = new Set(['-1,-1']);
        for (const point of reached) {
          const [x, y] = point.split(',').map(Number);
          for (const [dx, dy] of block) {
            const inFrame = x + dx >= -1 && y + dy >= -1 && x + dx <= size && y + dy <= size;
            if (inFrame && !has(b, x + dx, y + dy)) reached.add(`${x + dx},${y + dy}`);
          }
        }
        const holes = (size + 2) ** 2 - reached.size - b.filter(Boolean).length;
        expect(holeArea(toRuns(b), scratch)).toBe(holes);
      }),
    );
  });
});
