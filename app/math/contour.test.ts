import { describe, expect, it } from 'vitest';
import { contourCentroid, edgeMiddles, resampleContour, smoothContour } from './contour.ts';
import { polygonSpans } from './raster/polygon.ts';
import { ringArea, traceBoundaries } from './trace.ts';

/** The boundary along pixel edges of a disk, pixel centres at whole numbers. */
function diskRing(radius: number, x: number, y: number): Int32Array {
  const circle = Float64Array.from({ length: 4000 }, (_, i) => {
    const t = (2 * Math.PI * (i >> 1)) / 2000;
    return (i & 1) === 0 ? x + radius * Math.cos(t) : y + radius * Math.sin(t);
  });
  const side = 200;
  const plane = new Uint8Array(side * side);
  const { rows } = polygonSpans(circle);
  for (let k = 0; k < rows.length; k += 3) plane.fill(1, rows[k] * side + rows[k + 1], rows[k] * side + rows[k + 2]);
  return traceBoundaries(plane, side)[0];
}

const radii = (points: ArrayLike<number>, x: number, y: number): number[] =>
  Array.from({ length: points.length / 2 }, (_, i) => Math.hypot(points[2 * i] - x, points[2 * i + 1] - y));

describe('contours from pixels', () => {
  it('stand on the middles of pixel edges: half a pixel squared less than the pixels', () => {
    const square = [0, 0, 3, 0, 3, 3, 0, 3];
    expect([...edgeMiddles(square)].slice(0, 8)).toEqual([0, 2.5, 0, 1.5, 0, 0.5, 0.5, 0]);
    for (const radius of [8, 20, 63.3]) {
      const ring = diskRing(radius, 100.2, 99.7);
      expect(ringArea(edgeMiddles(ring))).toBeCloseTo(ringArea(ring) - 0.5, 9);
    }
  });

  it.each([8, 20, 60])(
    'smoothed lie within 0.12 px of a circle of radius %d, on average neither in nor out',
    (radius) => {
      const ring = diskRing(radius, 100.2, 99.7);
      const [rough, fine] = [edgeMiddles(ring), smoothContour(edgeMiddles(ring))].map((c) => radii(c, 100.7, 100.2));
      const error = (r: number[]) => r.reduce((sum, v) => sum + Math.abs(v - radius), 0) / r.length;
      expect(error(fine)).toBeLessThan(0.12);
      expect(error(fine)).toBeLessThan(error(rough) * 0.75);
      expect(Math.abs(fine.reduce((sum, v) => sum + v - radius, 0) / fine.length)).toBeLessThan(0.05);
    },
  );

  it('of a pixel or two are hardly changed by smoothing', () => {
    const pixel = edgeMiddles([0, 0, 1, 0, 1, 1, 0, 1]);
    expect(smoothContour(pixel)).toEqual(pixel);
    const two = edgeMiddles([0, 0, 2, 0, 2, 1, 0, 1]);
    expect(ringArea(smoothContour(two))).toBeCloseTo(ringArea(two), 6);
  });
});

describe('a contour', () => {
  it('has the centroid of its area, far away as near', () => {
    // A right triangle: a third of the way from the right angle; in either direction round.
    expect(contourCentroid([0, 0, 3, 0, 0, 6])).toEqual({ x: 1, y: 2 });
    expect(contourCentroid([1e7, 1e7, 1e7, 1e7 + 6, 1e7 + 3, 1e7])).toEqual({ x: 1e7 + 1, y: 1e7 + 2 });
    expect(contourCentroid([0, 0, 4, 0])).toEqual({ x: 2, y: 0 });
  });

  it('is walked in equal steps', () => {
    const square = [0, 0, 4, 0, 4, 4, 0, 4];
    expect([...resampleContour(square, 8)]).toEqual([0, 0, 2, 0, 4, 0, 4, 2, 4, 4, 2, 4, 0, 4, 0, 2]);
  });
});
