import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disc } from '../math/raster/discs.ts';
import { runsOfSpans } from '../math/raster/grid.ts';
import { hasPixel } from '../math/raster/spans.ts';
import { classPlane } from './class-plane.ts';

const particles = fc.array(
  fc.record({
    x: fc.integer({ min: -6, max: 26 }),
    y: fc.integer({ min: -6, max: 26 }),
    r: fc.integer({ min: 0, max: 9 }),
    classId: fc.integer({ min: 1, max: 4 }),
  }),
  { maxLength: 6 },
);

describe('a plane of classes', () => {
  it('says for every pixel whose it is, or that several share it', () => {
    fc.assert(
      fc.property(particles, fc.constantFrom(null, 9), fc.constantFrom(0, 7), (list, overlap, background) => {
        const drawn = list.flatMap(({ x, y, r, classId }) => {
          const spans = disc(x, y, r);
          const mask = runsOfSpans(spans);
          return mask === null ? [] : [{ spans, mask, classId }];
        });
        const plane = classPlane(drawn, 20, 18, { overlap, background });
        for (let y = 0; y < 18; y++) {
          for (let x = 0; x < 20; x++) {
            const here = drawn.filter((p) => hasPixel(p.spans, x, y));
            const last = here.at(-1)?.classId ?? background;
            expect(plane[y * 20 + x]).toBe(here.length > 1 && overlap !== null ? overlap : last);
          }
        }
      }),
    );
  });
});
