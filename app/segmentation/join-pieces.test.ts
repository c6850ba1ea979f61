import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/instance.ts';
import { disc } from '../math/raster/discs.ts';
import { paintSpans, spansOfRuns } from '../math/raster/grid.ts';
import { polygonSpans, rectangleSpans } from '../math/raster/polygon.ts';
import { intersect, sharedArea } from '../math/raster/set-operations.ts';
import { areaOf, type Spans } from '../math/raster/spans.ts';
import { RowHull } from '../math/row-hull.ts';
import { quietWork } from '../ports/work.ts';
import { solidityOf } from './join-pieces.ts';
import { decodeOverlaps } from './overlaps.ts';

const width = 400;
const height = 300;

function decoded(particles: readonly Spans[], join: number): Instance[] {
  const data = new Uint8Array(width * height);
  for (const particle of particles) paintSpans(particle, { width, height, data }, 1);
  for (let i = 0; i < particles.length; i++)
    for (let j = 0; j < i; j++) paintSpans(intersect(particles[i], particles[j]), { width, height, data }, 2);
  const classes = { width, height, data, single: [1], overlap: [2] };
  return decodeOverlaps(classes, { core: 20, smallCore: 5, neck: 1, join, contact: 4 }, quietWork);
}

/** A rod through (x, y) at an angle, as a rectangle. */
function rod(x: number, y: number, length: number, thick: number, angle: number): Spans {
  const [u, v] = [(Math.cos(angle) * length) / 2, (Math.sin(angle) * length) / 2];
  const [s, t] = [(-Math.sin(angle) * thick) / 2, (Math.cos(angle) * thick) / 2];
  return polygonSpans([x - u - s, y - v - t, x + u - s, y + v - t, x + u + s, y + v + t, x - u + s, y - v + t]);
}

const wholes = (truth: readonly Spans[], instances: readonly Instance[]) =>
  truth.map((t) =>
    Math.max(
      ...instances.map(({ mask }) => {
        const own = spansOfRuns(mask);
        const shared = sharedArea(t, own);
        return shared / (areaOf(t) + areaOf(own) - shared);
      }),
    ),
  );

describe('pieces of a particle that another one crosses', () => {
  it.each([0.5, 0.9, 1.3, 1.57])('rods at an angle of %f rad come back as two, not four', (angle) => {
    const truth = [rod(200, 150, 260, 30, 0.1), rod(190, 150, 240, 34, 0.1 + angle)];
    const instances = decoded(truth, 0.95);
    expect(instances).toHaveLength(2);
    for (const iou of wholes(truth, instances)) expect(iou).toBe(1);
    expect(decoded(truth, 1)).toHaveLength(4);
  });

  it('two rods over two rods', () => {
    const truth = [
      rod(200, 100, 300, 30, 0),
      rod(200, 200, 300, 30, 0),
      rod(120, 150, 240, 30, 1.5),
      rod(280, 150, 240, 26, 1.6),
    ];
    const instances = decoded(truth, 0.95);
    expect(instances).toHaveLength(4);
    for (const iou of wholes(truth, instances)) expect(iou).toBe(1);
  });

  it('a rod over a disc, and a corner that looks out on the other side', () => {
    const rodAndDisc = [disc(200, 150, 80), rod(200, 150, 280, 40, 0.3)];
    // Where outlines cross, a pixel or two of one may go to the other.
    for (const iou of wholes(rodAndDisc, decoded(rodAndDisc, 0.95))) expect(iou).toBeGreaterThan(0.999);
    const corner = [rectangleSpans(150, 40, 220, 260), polygonSpans([40.2, 60.1, 40.2, 240.3, 270.4, 150.2])];
    expect(decoded(corner, 0.95)).toHaveLength(2);
    for (const iou of wholes(corner, decoded(corner, 0.95))) expect(iou).toBe(1);
  });

  it('discs that meet in one region stay three, however deep they lie in each other', () => {
    for (const apart of [20, 30, 40, 50, 60, 70]) {
      const truth = [disc(180, 120, 45), disc(180 + apart, 120, 45), disc(180 + apart / 2, 120 + 0.87 * apart, 45)];
      expect(decoded(truth, 0.95)).toHaveLength(3);
    }
  });
});

describe('solidity', () => {
  it('is 1 of a rectangle and a half square, and that of an L', () => {
    const hull = new RowHull();
    expect(solidityOf(rectangleSpans(3, 4, 30, 50), hull)).toBe(1);
    const bent = rectangleSpans(0, 0, 99, 9).rows;
    const legs = rectangleSpans(0, 10, 9, 99).rows;
    // 1,900 of 10,000 minus the triangle between the ends of the legs.
    const l = { rows: Int32Array.from([...bent, ...legs]) };
    expect(solidityOf(l, hull)).toBeCloseTo(1900 / (10_000 - 4050), 2);
  });
});
