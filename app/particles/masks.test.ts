import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunMask } from '../domain/instance.ts';
import { forEachRun, instanceOf, maskArea, maskOfPlane } from '../domain/run-mask.ts';
import { ringArea } from '../math/trace.ts';
import { boxAround, cropImage, cropMask } from './crop.ts';
import { connectedParts, mergeMasks, splitByLine, subtractMask } from './edit.ts';
import { mainRing, outlineOf } from './outline.ts';
import { intersectionArea, intersectionOverUnion, overlaps, unionArea } from './overlap.ts';
import { instancesToPages, pageOfEach } from './pages.ts';

const size = 16;
const frame = { x: 0, y: 0, width: size, height: size };
const mask = fc
  .array(fc.boolean(), { minLength: size * size, maxLength: size * size })
  .map((bits) => maskOfPlane(Uint8Array.from(bits, Number), frame, 1))
  .filter((found): found is RunMask => found !== null);

const disc = (cx: number, cy: number, radius: number, side = 64): RunMask => {
  const plane = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) if ((x - cx) ** 2 + (y - cy) ** 2 < radius ** 2) plane[y * side + x] = 1;
  }
  return maskOfPlane(plane, { x: 0, y: 0, width: side, height: side }, 1)!;
};
const pixelsOf = (m: RunMask): Set<string> => {
  const found = new Set<string>();
  forEachRun(m, (row, from, to) => {
    for (let x = from; x < to; x++) found.add(`${x},${row}`);
  });
  return found;
};
const rect = (x: number, y: number, width: number, height: number): RunMask =>
  maskOfPlane(new Uint8Array(width * height).fill(1), { x, y, width, height }, 1)!;

describe('outlines', () => {
  it('enclose exactly the area of the mask', () => {
    fc.assert(
      fc.property(mask, (m) => {
        const { outer, holes } = outlineOf(m);
        const sum = [...outer, ...holes].reduce((area, ring) => area + ringArea(ring), 0);
        expect(sum).toBe(maskArea(m));
        for (const ring of outer) expect(ringArea(ring)).toBeGreaterThan(0);
        for (const ring of holes) expect(ringArea(ring)).toBeLessThan(0);
      }),
    );
  });

  it('run along the axes and turn at every vertex', () => {
    fc.assert(
      fc.property(mask, (m) => {
        const { outer, holes } = outlineOf(m);
        for (const ring of [...outer, ...holes]) {
          for (let i = 0; i < ring.length; i += 2) {
            const next = (i + 2) % ring.length;
            const vertical = ring[i] === ring[next];
            expect(vertical).not.toBe(ring[i + 1] === ring[next + 1]);
            const after = (i + 4) % ring.length;
            expect(ring[next] === ring[after]).toBe(!vertical);
          }
        }
      }),
    );
  });

  it('of a frame are its outside and its hole', () => {
    const ringed = subtractMask(rect(10, 20, 5, 4), rect(11, 21, 2, 1))!;
    const { outer, holes } = outlineOf(ringed);
    expect(outer.map((r) => [...r])).toEqual([[10, 20, 15, 20, 15, 24, 10, 24]]);
    expect(holes).toHaveLength(1);
    expect(ringArea(holes[0])).toBe(-2);
  });

  it('keep pixels that touch at a corner apart, and name the larger', () => {
    const pair = mergeMasks([rect(0, 0, 1, 1), rect(1, 1, 2, 2)])!;
    const outline = outlineOf(pair);
    expect(outline.outer).toHaveLength(2);
    expect(ringArea(mainRing(outline)!)).toBe(4);
  });
});

describe('areas of two masks', () => {
  it('are those of the sets of pixels', () => {
    fc.assert(
      fc.property(mask, mask, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (a, b0, dx, dy) => {
        const b = { ...b0, x: b0.x + dx, y: b0.y + dy };
        const inA = pixelsOf(a);
        const shared = [...pixelsOf(b)].filter((p) => inA.has(p)).length;
        expect(intersectionArea(a, b)).toBe(shared);
        expect(intersectionArea(b, a)).toBe(shared);
        expect(unionArea(a, b)).toBe(maskArea(a) + maskArea(b) - shared);
        expect(maskArea(mergeMasks([a, b])!)).toBe(unionArea(a, b));
        expect(maskArea(a) - shared).toBe(pixelsOf(subtractMask(a, b) ?? { ...a, runs: new Uint32Array(0) }).size);
      }),
    );
  });

  it('give 1 for equal and 0 for separate masks', () => {
    expect(intersectionOverUnion(disc(20, 20, 9), disc(20, 20, 9))).toBe(1);
    expect(intersectionOverUnion(disc(20, 20, 9), disc(50, 50, 9))).toBe(0);
    expect(intersectionOverUnion(rect(0, 0, 4, 1), rect(2, 0, 4, 1))).toBe(2 / 6);
  });
});

describe('pages', () => {
  const instances = (masks: RunMask[]) => masks.map((m, i) => instanceOf(i + 1, m, 64, 64));

  it('hold every instance whole and none over another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.nat(40), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })), {
          maxLength: 14,
        }),
        (boxes) => {
          const all = instances(boxes.map(([x, y, w, h]) => rect(x, y, w, h)));
          const pages = instancesToPages(all, 64, 64);
          for (const { id, area } of all) {
            const held = pages.map((page) => page.data.reduce((n, v) => n + (v === id ? 1 : 0), 0));
            expect(held.reduce((a, b) => a + b, 0)).toBe(area);
            expect(Math.max(...held)).toBe(area);
          }
          expect(instancesToPages(all, 64, 64)).toEqual(pages);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('are two for a chain, three for a triple', () => {
    const chain = instances([rect(0, 0, 10, 4), rect(8, 0, 10, 4), rect(16, 0, 10, 4), rect(24, 0, 10, 4)]);
    expect(instancesToPages(chain, 64, 64)).toHaveLength(2);
    const triple = instances([rect(0, 0, 10, 10), rect(5, 0, 10, 10), rect(3, 5, 10, 10)]);
    expect(instancesToPages(triple, 64, 64)).toHaveLength(3);
  });

  it('are three for a ring of five, which first come first served in a bad order need not find', () => {
    // A cross-linked ring: 0-1-2-3-4-0.
    const ring = instances([
      rect(0, 0, 30, 5),
      rect(25, 0, 5, 30),
      rect(10, 25, 20, 5),
      rect(10, 10, 5, 20),
      rect(0, 0, 5, 15),
    ]);
    // The last of the ring must meet both its neighbours.
    ring[4] = instanceOf(5, mergeMasks([rect(0, 0, 3, 15), rect(0, 12, 12, 3)])!, 64, 64);
    expect(overlaps(ring).map((n) => n.length)).toEqual([2, 2, 2, 2, 2]);
    expect(Math.max(...pageOfEach(ring)) + 1).toBe(3);
  });

  it('are one empty page for no instances', () => {
    const pages = instancesToPages([], 5, 4);
    expect(pages).toHaveLength(1);
    expect(pages[0].data).toEqual(new Int32Array(20));
  });
});

describe('splitting', () => {
  it('parts a disc into halves that merge to the disc', () => {
    const whole = disc(30, 30, 20);
    const parts = splitByLine(whole, [30.5, 0, 30.5, 63]);
    expect(parts).toHaveLength(2);
    expect(intersectionArea(parts[0], parts[1])).toBe(0);
    expect(mergeMasks(parts)).toEqual(whole);
  });

  it('cuts only where the line was drawn', () => {
    const u = mergeMasks([rect(0, 0, 4, 20), rect(16, 0, 4, 20), rect(0, 16, 20, 4)])!;
    expect(splitByLine(u, [-2, 8.5, 7, 8.5]).map(maskArea)).toEqual([36, 4 * 20 + 4 * 20 + 4 * 12 - 36]);
    expect(splitByLine(u, [-2, 8.5, 30, 8.5])).toHaveLength(3);
  });

  it('leaves a mask whole when the line ends inside it', () => {
    const whole = disc(30, 30, 20);
    expect(splitByLine(whole, [0, 30.5, 30, 30.5])).toEqual([whole]);
  });

  it('never loses or doubles a pixel', () => {
    const coordinate = fc.double({ min: -4, max: 20, noNaN: true });
    fc.assert(
      fc.property(mask, coordinate, coordinate, coordinate, coordinate, (m, x0, y0, x1, y1) => {
        const parts = splitByLine(m, [x0, y0, x1, y1]);
        expect(parts.reduce((sum, part) => sum + maskArea(part), 0)).toBe(maskArea(m));
        expect(pixelsOf(mergeMasks(parts)!)).toEqual(pixelsOf(m));
        expect(parts.length).toBeGreaterThanOrEqual(connectedParts(m).length);
      }),
    );
  });
});

describe('crops', () => {
  it('take the box with its margin, cut to the image', () => {
    expect(boxAround(rect(1, 10, 5, 6), 3, 20, 18)).toEqual({ x: 0, y: 7, width: 9, height: 11 });
  });

  it('show the mask and the image under it', () => {
    const m = rect(2, 1, 2, 1);
    expect([...cropMask(m, { x: 1, y: 0, width: 4, height: 3 }).data]).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
    const image = { width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) };
    expect([...cropImage(image, { x: -1, y: 1, width: 3, height: 2 }, 9).data]).toEqual([9, 4, 5, 9, 9, 9]);
    expect([...cropImage(image, { x: 1, y: 0, width: 2, height: 2 }).data]).toEqual([2, 3, 5, 6]);
  });
});
