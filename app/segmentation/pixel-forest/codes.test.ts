import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ForestFeatures, featureScales } from '../../domain/forest.ts';
import { tileSide } from './codes.ts';
import { codeOf, featuresOf } from './features.ts';
import { codesAt, codesOfTiles, everything, reference, scene } from './fixtures/scene.ts';

const features = everything;
const list = featuresOf(features);

/** The value in the middle of those that share a code. */
function middleOf(code: number): number {
  const ordered = code << 16;
  return new Float32Array(Int32Array.of(ordered ^ ((ordered >> 31) & 0x7fffffff)).buffer)[0];
}

describe('features of pixels', () => {
  it('are those of SciPy and scikit-image, to a code', () => {
    const codes = codesOfTiles(scene, features, [[0, 0, 0]]);
    reference.places.forEach(([y, x], i) => {
      const found = codesAt(codes, list.length, 0, x, y);
      list.forEach(({ title, scale }, f) => {
        const wanted = reference.features[i][f];
        const off = Math.abs(middleOf(found[f]) - wanted);
        expect(off, `${title} ${scale} at ${x}, ${y}: ${wanted}`).toBeLessThanOrEqual(Math.abs(wanted) / 256 + 4e-5);
      });
    });
  });

  it('do not depend on the tile or the level that they are worked out in', () => {
    // the same picture, moved by continuing its border: every tile edge lies elsewhere
    const [dx, dy] = [93, 41];
    const [width, height] = [scene.width + dx, scene.height + dy];
    const data = Float32Array.from({ length: width * height }, (_, i) => {
      const x = Math.max(0, (i % width) - dx);
      const y = Math.max(0, Math.floor(i / width) - dy);
      return scene.data[y * scene.width + x];
    });
    const here = codesOfTiles(scene, features, [[0, 0, 0]]);
    const columns = Math.ceil(width / tileSide);
    const moved = codesOfTiles(
      { width, height, data },
      features,
      Array.from({ length: columns }, (_, c) => [0, c, 0] as const),
    );
    const coarse = codesOfTiles(scene, features, [
      [2, 0, 0],
      [1, 0, 0],
    ]);
    for (let y = 0; y < scene.height; y += 4) {
      for (let x = 0; x < scene.width; x += 4) {
        const wanted = codesAt(here, list.length, 0, x, y);
        const at = x + dx;
        const tile = Math.floor(at / tileSide);
        expect(codesAt(moved, list.length, tile, at % tileSide, y + dy)).toEqual(wanted);
        expect(codesAt(coarse, list.length, 0, x / 4, y / 4)).toEqual(wanted);
        expect(codesAt(coarse, list.length, 1, x / 2, y / 2)).toEqual(wanted);
      }
    }
  });

  it('are there for any choice of scales and families', () => {
    const choice: fc.Arbitrary<ForestFeatures> = fc
      .record({
        scales: fc.subarray([...featureScales], { minLength: 1 }),
        families: fc.shuffledSubarray([...features.families], { minLength: 1 }),
      })
      .filter(({ scales }) => scales.length > 0);
    const all = { scales: [...featureScales], families: features.families };
    const whole = codesOfTiles(scene, all, [[0, 0, 0]]);
    const known = featuresOf(all);
    fc.assert(
      fc.property(choice, (chosen) => {
        const some = featuresOf(chosen);
        const codes = codesOfTiles(scene, chosen, [[0, 0, 0]]);
        const [a, b] = [codesAt(codes, some.length, 0, 130, 77), codesAt(whole, known.length, 0, 130, 77)];
        some.forEach(({ title, scale }, f) => {
          // differences depend on which scale is the next finer one
          if (title.startsWith('Difference')) return;
          expect(a[f], title).toBe(b[known.findIndex((k) => k.title === title && k.scale === scale)]);
        });
      }),
      { numRuns: 12 },
    );
  });

  it('have codes in the order of their values', () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(float, float, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(codeOf(low)).toBeLessThanOrEqual(codeOf(high));
        if (high - low > 0.02 * Math.max(Math.abs(low), Math.abs(high)) + 1e-30) {
          expect(codeOf(low)).toBeLessThan(codeOf(high));
        }
      }),
    );
  });
});
