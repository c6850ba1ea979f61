import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNormal, pixelsOf, someSpans, spansWhere } from './fixtures/pixels.ts';
import { enclosedRegion, floodRegion } from './flood.ts';
import { paintSpans, spansOfValue } from './grid.ts';
import { holesFilled, holesOf, largestPart, type Neighbours, partAt, partsOf, withoutSpecks } from './parts.ts';
import { intersect, unionOf } from './set-operations.ts';
import { areaOf, boundsOf, clipped, hasPixel, isEmpty, noSpans, shifted } from './spans.ts';

const steps = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/** Pixels that a walk from (x, y) over pixels for which `open` holds reaches. */
function reached(x: number, y: number, neighbours: Neighbours, open: (x: number, y: number) => boolean): Set<string> {
  const found = new Set([`${x},${y}`]);
  for (const here of found) {
    const [u, v] = here.split(',').map(Number);
    for (const [dx, dy] of steps.slice(0, neighbours)) if (open(u + dx, v + dy)) found.add(`${u + dx},${v + dy}`);
  }
  return found;
}

describe('flood fill', () => {
  const planes = fc.tuple(
    fc.integer({ min: 1, max: 14 }),
    fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 14, maxLength: 140 }),
    fc.constantFrom(Uint8Array, Uint16Array, Uint32Array),
  );
  it('finds what a walk over equal values finds, in a plane and in a window of it', () => {
    fc.assert(
      fc.property(planes, fc.nat(200), fc.nat(6), fc.nat(6), ([width, list, kind], at, left, top) => {
        const height = Math.floor(list.length / width);
        const data = kind.from(list.slice(0, width * height));
        const grid = { width, height, data };
        const start = at % data.length;
        const [x, y] = [start % width, Math.floor(start / width)];
        const value = data[start];
        const box = { x: left, y: top, width: 6, height: 5 };
        const inBox = (u: number, v: number) => u >= left && v >= top && u < left + 6 && v < top + 5;
        const open = (u: number, v: number) =>
          u >= 0 && v >= 0 && u < width && v < height && data[v * width + u] === value;
        const found = floodRegion(grid, x, y);
        expectNormal(found);
        expect(new Set(pixelsOf(found))).toEqual(reached(x, y, 4, open));
        expect(found).toEqual(partAt(spansOfValue(grid, value), x, y, 4));
        const windowed = floodRegion(grid, x, y, box);
        if (!inBox(x, y)) expect(isEmpty(windowed)).toBe(true);
        else expect(new Set(pixelsOf(windowed))).toEqual(reached(x, y, 4, (u, v) => inBox(u, v) && open(u, v)));
      }),
      { numRuns: 400 },
    );
  });

  it('of nothing in the way is the plane, from outside nothing', () => {
    const grid = { width: 300, height: 200, data: new Uint8Array(60_000) };
    expect(floodRegion(grid, 150, 100)).toEqual(spansWhere(300, 200, () => true));
    expect(floodRegion(grid, 300, 100)).toEqual(noSpans);
    expect(floodRegion(grid, 3, -1)).toEqual(noSpans);
  });

  it('of a hole is the hole, and of what reaches the edge nothing', () => {
    fc.assert(
      fc.property(someSpans(), (set) => {
        const plane = { width: 24, height: 24, data: new Uint8Array(576) };
        paintSpans(set, plane, 1, -6, -6);
        const holes = partsOf(holesOf(set), 4);
        for (const hole of holes)
          expect(shifted(enclosedRegion(plane, hole.rows[1] + 6, hole.rows[0] + 6), -6, -6)).toEqual(hole);
        expect(enclosedRegion(plane, 0, 0)).toEqual(noSpans);
        expect(enclosedRegion(plane, -1, 0)).toEqual(noSpans);
      }),
    );
  });

  it('goes through a spiral', () => {
    const size = 101;
    const data = new Uint8Array(size * size);
    let [x, y, dx, dy] = [-1, 0, 1, 0];
    // A corridor one pixel wide, walls between its windings.
    for (let length = size, turns = 0; length > 0; turns++) {
      for (let k = 0; k < length; k++) {
        x += dx;
        y += dy;
        data[y * size + x] = 1;
      }
      [dx, dy] = [-dy, dx];
      if (turns > 0 && turns % 2 === 0) length -= 2;
      else if (turns === 0) length -= 1;
    }
    const found = floodRegion({ width: size, height: size, data }, 0, 0);
    expect(found).toEqual(spansOfValue({ width: size, height: size, data }, 1));
  });
});

describe('connected parts', () => {
  it.each([4, 8] as const)('over %i neighbours share no pixel and leave none out', (neighbours) => {
    fc.assert(
      fc.property(someSpans(), (set) => {
        const parts = partsOf(set, neighbours);
        expect(unionOf(parts)).toEqual(set);
        for (const part of parts) {
          expectNormal(part);
          const [x, y] = [part.rows[1], part.rows[0]];
          const truth = reached(x, y, neighbours, (u, v) => hasPixel(set, u, v));
          expect(new Set(pixelsOf(part))).toEqual(truth);
          expect(partAt(set, x, y, neighbours)).toEqual(part);
        }
        const first = parts.map((p) => p.rows[0] * 1000 + p.rows[1]);
        expect(first).toEqual(first.toSorted((a, b) => a - b));
      }),
    );
  });

  it('are kept by size', () => {
    fc.assert(
      fc.property(someSpans(), fc.nat(9), (set, pixels) => {
        const parts = partsOf(set);
        expect(withoutSpecks(set, pixels)).toEqual(unionOf(parts.filter((p) => areaOf(p) >= pixels)));
        const largest = Math.max(0, ...parts.map(areaOf));
        expect(largestPart(set)).toEqual(parts.find((p) => areaOf(p) === largest) ?? noSpans);
      }),
    );
  });
});

describe('holes', () => {
  it.each([4, 8] as const)('are what no path over %i neighbours leads out of', (neighbours) => {
    fc.assert(
      fc.property(someSpans(), (set) => {
        const { x, y, width, height } = boundsOf(set);
        const inFrame = (u: number, v: number) => u >= x - 1 && v >= y - 1 && u <= x + width && v <= y + height;
        const outside = reached(x - 1, y - 1, neighbours, (u, v) => inFrame(u, v) && !hasPixel(set, u, v));
        const truth = spansWhere(width, height, (u, v) => !hasPixel(set, u, v) && !outside.has(`${u},${v}`), x, y);
        expect(holesOf(set, neighbours)).toEqual(truth);
      }),
    );
  });

  it('are filled up to a size, and then there are none', () => {
    fc.assert(
      fc.property(someSpans(), fc.nat(5), (set, largest) => {
        const filled = holesFilled(set);
        expect(isEmpty(holesOf(filled))).toBe(true);
        expect(intersect(filled, set)).toEqual(set);
        const small = partsOf(holesOf(set), 4).filter((hole) => areaOf(hole) <= largest);
        expect(holesFilled(set, largest)).toEqual(unionOf([set, ...small]));
        expect(clipped(filled, boundsOf(set))).toEqual(filled);
      }),
    );
  });
});
