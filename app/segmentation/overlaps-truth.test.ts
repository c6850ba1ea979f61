import { describe, expect, it } from 'vitest';
import { paintSpans, spansOfRuns, spansOfValue } from '../math/raster/grid.ts';
import { grown } from '../math/raster/grow.ts';
import { partsOf } from '../math/raster/parts.ts';
import { intersect, sharedArea, subtract } from '../math/raster/set-operations.ts';
import { areaOf, boundsOf, type Spans } from '../math/raster/spans.ts';
import { quietWork } from '../ports/work.ts';
import { sampleScene } from '../simulation/sample-scene.ts';
import { separateByCores } from './cores.ts';
import { decodeOverlaps } from './overlaps.ts';

const settings = { core: 8, smallCore: 2.5, neck: 1, join: 0.95, contact: 4 };

/** Likeness of the decoded particle that is most like a true one. */
function best(truth: Spans, decoded: readonly Spans[]): number {
  let most = 0;
  for (const found of decoded) {
    const shared = sharedArea(truth, found);
    most = Math.max(most, shared / (areaOf(truth) + areaOf(found) - shared));
  }
  return most;
}

describe('overlaps of simulated micrographs', () => {
  // A class plane does not say all. A particle is told by it when what it shows alone is one piece with one core and hardly touches
  // any other's, and when each overlap at it lies wholly in it.
  it('give back every particle that its classes tell', { timeout: 120_000 }, () => {
    const likenesses: number[] = [];
    let shared = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const { image, particles, classes } = sampleScene('overlap', seed, { published: 0 });
      const { width, height } = image;
      const plane = { width, height, data: classes.overlap };
      const singles = spansOfValue(plane, 1);
      const overlaps = partsOf(spansOfValue(plane, 2));
      const decoded = decodeOverlaps({ ...plane, single: [1], overlap: [2] }, settings, quietWork).map(({ mask }) =>
        spansOfRuns(mask),
      );
      for (const { instance } of particles) {
        const whole = spansOfRuns(instance.mask);
        const own = intersect(whole, singles);
        const around = grown(own, 1.5);
        const touched = subtract(intersect(around, singles), own);
        if (partsOf(own, 4).length !== 1 || areaOf(touched) > 12) continue;
        const box = boundsOf(around);
        const alone = { ...box, data: new Uint8Array(box.width * box.height) };
        paintSpans(own, alone, 1, box.x, box.y);
        if (separateByCores(alone, settings, quietWork).count !== 1) continue;
        const at = overlaps.filter((o) => sharedArea(o, whole) > 0);
        if (at.some((o) => sharedArea(o, whole) < areaOf(o) || sharedArea(o, around) === 0)) continue;
        if (at.length > 0) shared++;
        likenesses.push(best(whole, decoded));
      }
    }
    expect(likenesses.length).toBeGreaterThan(40);
    expect(shared).toBeGreaterThan(20);
    expect(likenesses.filter((l) => l > 0.9).length).toBeGreaterThan(0.92 * likenesses.length);
  });
});
