import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Camera,
  fitWhole,
  keepInSight,
  maxZoom,
  minZoom,
  nextZoom,
  pan,
  snapped,
  toImage,
  toView,
  visibleRect,
  wholePixels,
  zoomAt,
} from './camera.ts';

const view = { width: 1200, height: 800 };
const cameras = fc.record({
  x: fc.double({ min: 0, max: 4096, noNaN: true }),
  y: fc.double({ min: 0, max: 4096, noNaN: true }),
  zoom: fc.double({ min: minZoom, max: maxZoom, noNaN: true }),
});
const points = fc.record({
  x: fc.double({ min: 0, max: 1200, noNaN: true }),
  y: fc.double({ min: 0, max: 800, noNaN: true }),
});

describe('camera', () => {
  it('goes to the image and back', () => {
    fc.assert(
      fc.property(cameras, points, (camera, point) => {
        const back = toView(camera, view, toImage(camera, view, point));
        expect(back.x).toBeCloseTo(point.x, 6);
        expect(back.y).toBeCloseTo(point.y, 6);
      }),
    );
  });

  it('keeps what is under the pointer there while it zooms', () => {
    fc.assert(
      fc.property(cameras, points, fc.double({ min: 0.001, max: 200, noNaN: true }), (camera, point, zoom) => {
        const held = toImage(camera, view, point);
        const after = zoomAt(camera, view, point, zoom);
        const seen = toView(after, view, held);
        expect(seen.x).toBeCloseTo(point.x, 4);
        expect(seen.y).toBeCloseTo(point.y, 4);
        expect(after.zoom).toBeGreaterThanOrEqual(minZoom);
        expect(after.zoom).toBeLessThanOrEqual(maxZoom);
      }),
    );
  });

  it('pans by as many device px as the pointer moved', () => {
    const camera: Camera = { x: 100, y: 50, zoom: 4 };
    const before = toView(camera, view, { x: 90, y: 40 });
    const after = toView(pan(camera, 12, -8), view, { x: 90, y: 40 });
    expect(after.x - before.x).toBeCloseTo(12, 9);
    expect(after.y - before.y).toBeCloseTo(-8, 9);
  });

  it('fits the whole image and never magnifies a small one more than eight times', () => {
    const large = fitWhole({ width: 4096, height: 2048 }, view, 10);
    expect(visibleRect(large, view, { width: 4096, height: 2048 })).toEqual({ x: 0, y: 0, width: 4096, height: 2048 });
    expect(large.zoom).toBeCloseTo(1180 / 4096, 9);
    expect(fitWhole({ width: 16, height: 16 }, view).zoom).toBe(8);
  });

  it('puts edges of image px on edges of device px at whole zooms', () => {
    fc.assert(
      fc.property(cameras, fc.integer({ min: 1, max: 64 }), (camera, zoom) => {
        const still = snapped({ ...camera, zoom }, view);
        const corner = toView(still, view, { x: 7, y: 11 });
        expect(corner.x).toBeCloseTo(Math.round(corner.x), 5);
        expect(corner.y).toBeCloseTo(Math.round(corner.y), 5);
        expect(Math.abs(still.x - camera.x) * zoom).toBeLessThanOrEqual(0.5001);
      }),
    );
  });

  it('never loses the image', () => {
    expect(keepInSight({ x: -5, y: 9000, zoom: 1 }, { width: 100, height: 200 })).toEqual({ x: 0, y: 200, zoom: 1 });
    expect(visibleRect({ x: -700, y: 0, zoom: 1 }, view, { width: 90, height: 90 })).toBeNull();
  });

  it('steps through zooms in both directions and stops at the ends', () => {
    expect(nextZoom(1, 1)).toBe(1.5);
    expect(nextZoom(1, -1)).toBe(0.6667);
    expect(nextZoom(maxZoom, 1)).toBe(maxZoom);
    expect(nextZoom(minZoom, -1)).toBe(minZoom);
  });

  it('grows a rectangle to whole pixels inside the image', () => {
    expect(wholePixels({ x: 0.4, y: 2.2, width: 10.1, height: 97.9 }, { width: 100, height: 100 })).toEqual({
      x: 0,
      y: 2,
      width: 11,
      height: 98,
    });
  });
});
