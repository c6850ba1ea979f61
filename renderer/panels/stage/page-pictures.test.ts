import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PagePictures } from './page-pictures.ts';

it('gives every page a place of its own, whatever comes first, and leaves it there', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { minLength: 1 }), (pages) => {
      const pictures = new PagePictures('p', { width: 8, height: 8 });
      const places = new Map<number, string>();
      for (const page of pages) {
        const known = pictures.of(page) !== undefined;
        expect(pictures.reach(page)).toBe(!known);
        for (let p = 0; p <= page; p++) {
          const place = pictures.of(p)!;
          expect(pictures.list).toContain(place.picture);
          expect(place.page).toBeLessThan(place.picture.pages ?? 1);
          const name = `${place.picture.key} ${place.page}`;
          expect(places.get(p) ?? name).toBe(name);
          places.set(p, name);
        }
      }
      expect(new Set(places.values()).size).toBe(places.size);
      // a page that is higher is drawn later
      const order = [...places.keys()].sort((a, b) => a - b).map((p) => pictures.list.indexOf(pictures.of(p)!.picture));
      expect(order).toEqual(order.toSorted((a, b) => a - b));
    }),
  );
});
