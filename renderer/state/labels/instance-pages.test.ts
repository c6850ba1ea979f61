import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunMask } from '../../../app/domain/instance.ts';
import { forEachRun, maskOfPlane } from '../../../app/domain/run-mask.ts';
import { InstancePages, type PagedParticle } from './instance-pages.ts';
import { boxesMeet, maskHas, maskOfSpans, masksMeet, sharedMask, spansOfMask } from './mask-spans.ts';

const mask = fc
  .record({
    x: fc.nat(40),
    y: fc.nat(40),
    w: fc.integer({ min: 1, max: 9 }),
    bits: fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
  })
  .map(({ x, y, w, bits }) => {
    const h = Math.ceil(bits.length / w);
    const plane = new Uint8Array(w * h);
    bits.forEach((bit, i) => {
      plane[i] = bit ? 1 : 0;
    });
    plane[0] = 1;
    return maskOfPlane(plane, { x, y, width: w, height: h }, 1)!;
  });

const pixels = (one: RunMask) => {
  const set = new Set<number>();
  forEachRun(one, (y, from, to) => {
    for (let x = from; x < to; x++) set.add(y * 1000 + x);
  });
  return set;
};
const meet = (a: RunMask, b: RunMask) => {
  const other = pixels(b);
  return [...pixels(a)].some((pixel) => other.has(pixel));
};

describe('masks and spans', () => {
  it('are two ways to write the same pixels', () => {
    fc.assert(
      fc.property(mask, (one) => {
        expect(maskOfSpans(spansOfMask(one))).toEqual(one);
      }),
    );
  });

  it('meet exactly when they share a pixel, and hold exactly their pixels', () => {
    fc.assert(
      fc.property(mask, mask, fc.nat(60), fc.nat(60), (a, b, x, y) => {
        expect(masksMeet(a, b)).toBe(meet(a, b));
        const shared = sharedMask(a, b);
        const both = pixels(b);
        expect(shared === null ? [] : [...pixels(shared)]).toEqual([...pixels(a)].filter((pixel) => both.has(pixel)));
        expect(maskHas(a, x, y)).toBe(pixels(a).has(y * 1000 + x));
      }),
    );
  });
});

describe('InstancePages', () => {
  const kept = (particles: ReadonlyMap<number, PagedParticle>, pages: InstancePages) => {
    const list = [...particles.values()];
    for (const a of list) {
      for (const b of list) {
        if (a.id < b.id && pages.pageOf(a.id) === pages.pageOf(b.id)) expect(meet(a.mask, b.mask)).toBe(false);
      }
    }
    return Math.max(-1, ...list.map(({ id }) => pages.pageOf(id) ?? Number.NaN)) + 1;
  };

  it('never puts two that overlap on one page, dealt at once and changed one by one', () => {
    const change = fc.record({ id: fc.integer({ min: 1, max: 12 }), mask: fc.option(mask) });
    fc.assert(
      fc.property(fc.array(mask, { maxLength: 12 }), fc.array(change, { maxLength: 12 }), (masks, changes) => {
        const particles = new Map<number, PagedParticle>(masks.map((one, i) => [i + 1, { id: i + 1, mask: one }]));
        const pages = new InstancePages({
          meeting: (box) => [...particles.values()].filter((one) => boxesMeet(one.mask, box)),
        });
        const shared = pages.placeAll([...particles.values()]);
        for (const { id, mask: own } of particles.values()) {
          const others = [...particles.values()].filter((one) => one.id !== id && meet(one.mask, own));
          expect(shared.get(id)).toEqual(others);
          // a particle is never above more pages than it has particles in its way
          expect(pages.pageOf(id)).toBeLessThanOrEqual(others.length);
        }
        kept(particles, pages);
        for (const { id, mask: next } of changes) {
          if (next === null) {
            particles.delete(id);
            pages.delete(id);
          } else {
            particles.set(id, { id, mask: next });
            pages.place({ id, mask: next });
          }
          kept(particles, pages);
        }
      }),
    );
  });

  it('needs two pages for a chain and three for a pile of three', () => {
    const bar = (id: number, x: number) => ({
      id,
      mask: maskOfPlane(new Uint8Array(30).fill(1), { x, y: 0, width: 10, height: 3 }, 1)!,
    });
    const pagesFor = (list: PagedParticle[]) => {
      const pages = new InstancePages({ meeting: (box) => list.filter((one) => boxesMeet(one.mask, box)) });
      pages.placeAll(list);
      return kept(new Map(list.map((one) => [one.id, one])), pages);
    };
    expect(pagesFor([1, 2, 3, 4, 5, 6, 7].map((id) => bar(id, id * 7)))).toBe(2);
    expect(pagesFor([bar(1, 0), bar(2, 3), bar(3, 6), bar(4, 50)])).toBe(3);
  });
});
