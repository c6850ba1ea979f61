import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { tileSide } from './codes.ts';
import { gather, joinSamples, pickPixels, type TilePicks } from './samples.ts';

const [width, height] = [700, 540];

/** Rectangles of classes 3 and 9, the later ones over the earlier. */
const strokes = fc.array(
  fc.record({
    x: fc.nat(width - 1),
    y: fc.nat(height - 1),
    w: fc.integer({ min: 1, max: 90 }),
    h: fc.integer({ min: 1, max: 40 }),
    id: fc.constantFrom(3, 5, 9),
  }),
  { minLength: 1, maxLength: 12 },
);
type Stroke = { x: number; y: number; w: number; h: number; id: number };

function planeOf(list: readonly Stroke[]): Uint8Array {
  const plane = new Uint8Array(width * height);
  for (const { x, y, w, h, id } of list) {
    for (let row = y; row < Math.min(height, y + h); row++)
      plane.fill(id, row * width + x, row * width + Math.min(width, x + w));
  }
  return plane;
}

/** Picks as pixel number -> index of the class. */
function placed(picks: readonly TilePicks[]): Map<number, number> {
  const all = new Map<number, number>();
  for (const { column, row, places, classes } of picks) {
    places.forEach((place, i) => {
      const pixel = (row * tileSide + (place >> 8)) * width + column * tileSide + (place & 255);
      all.set(pixel, classes[i]);
    });
  }
  return all;
}

describe('labelled pixels to learn from', () => {
  it('are all those of the classes that count, each once, where there are few', () => {
    fc.assert(
      fc.property(strokes, (list) => {
        const plane = planeOf(list);
        const found = placed(pickPixels(tilesOfPlane(plane, width, height), width, height, [9, 3], 1e6));
        const wanted = new Map<number, number>();
        plane.forEach((id, i) => {
          if (id === 9 || id === 3) wanted.set(i, id === 9 ? 0 : 1);
        });
        expect(found.size).toBe(wanted.size);
        expect([...wanted].every(([pixel, c]) => found.get(pixel) === c)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('are about as many as asked for where there are more, and a further stroke far away leaves them alone', () => {
    const before = planeOf([
      { x: 0, y: 0, w: 400, h: 300, id: 3 },
      { x: 420, y: 10, w: 60, h: 40, id: 9 },
    ]);
    const after = before.slice();
    for (let row = 500; row < 510; row++) after.fill(3, row * width + 600, row * width + 640);
    const [a, b] = [before, after].map((plane) =>
      placed(pickPixels(tilesOfPlane(plane, width, height), width, height, [3, 9], 4000)),
    );
    const counts = [0, 0];
    for (const c of a.values()) counts[c]++;
    expect(counts[0]).toBeGreaterThan(1800);
    expect(counts[0]).toBeLessThan(4200);
    expect(counts[1]).toBe(2400);
    for (const [pixel, c] of a) expect(b.get(pixel)).toBe(c);
    expect(b.size).toBeGreaterThan(a.size);
  });

  it('keep their codes when they are gathered and thinned', () => {
    const features = 3;
    const codes = Uint16Array.from({ length: tileSide * tileSide * features }, (_, i) => i % 65521);
    const picks = { column: 0, row: 0, places: Uint16Array.of(5, 700, 65535), classes: Uint8Array.of(1, 0, 1) };
    const found = gather(codes, features, picks);
    const signed = new Int16Array(codes.buffer);
    [5, 700, 65535].forEach((place, i) => {
      const [y, x] = [place >> 8, place & 255];
      for (let f = 0; f < features; f++)
        expect(found.codes[i * features + f]).toBe(signed[(y * features + f) * tileSide + x]);
    });
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 6 }), fc.integer({ min: 1, max: 60 }), (sizes, most) => {
        let next = 0;
        const parts = sizes.map((n) => ({
          features: 1,
          codes: Int16Array.from({ length: n }, () => next++),
          classes: new Uint8Array(n).fill(n % 7),
        }));
        const joined = joinSamples(parts, 1, most);
        expect(joined.classes.length).toBe(Math.min(next, most));
        expect([...joined.codes]).toEqual([...new Set(joined.codes)].sort((p, q) => p - q));
        joined.codes.forEach((code, i) => {
          const part = parts.find(({ codes: own }) => own.includes(code));
          expect(joined.classes[i]).toBe(part?.classes[0]);
        });
      }),
    );
  });
});
