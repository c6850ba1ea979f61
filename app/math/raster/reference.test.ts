import { describe, expect, it } from 'vitest';
import { disc } from './discs.ts';
import { squaredDistances } from './distance.ts';
import reference from './fixtures/raster.json' with { type: 'json' };
import { floodRegion } from './flood.ts';
import { gradientIn } from './gradient.ts';
import { spansOfValue } from './grid.ts';
import { grown, shrunk } from './grow.ts';
import { holesFilled, withoutSpecks } from './parts.ts';
import { ellipseSpans, polygonSpans } from './polygon.ts';
import { intensityReach, reachedSpans } from './reach.ts';
import { boundsOf, type Spans } from './spans.ts';

const { width, height } = reference;
const frame = { x: 0, y: 0, width, height };
const plane = (bits: string) => Uint8Array.from(bits, Number);
const set = (bits: string): Spans => spansOfValue({ width, height, data: plane(bits) }, 1);
const mask = set(reference.mask);
const values = { width, height, data: Uint16Array.from(reference.values) };
const [seedX, seedY] = reference.seed;

describe('pixels of scikit-image and SciPy', () => {
  it.each(Object.entries(reference.discs))('disc of %s px', (r, bits) => {
    const side = 2 * Number(r) + 1;
    const truth = spansOfValue({ width: side, height: side, data: plane(bits) }, 1);
    expect(disc(Number(r), Number(r), Number(r))).toEqual(truth);
    expect(boundsOf(truth).width).toBe(side);
  });
  it.each(Object.entries(reference.polygons))('polygon, %s', (_, { points, pixels }) => {
    expect(polygonSpans(points)).toEqual(set(pixels));
  });
  it.each(reference.ellipses)('ellipse $ellipse', ({ ellipse: [x, y, rx, ry, angle], pixels }) => {
    expect(ellipseSpans({ x, y, rx, ry, angle })).toEqual(set(pixels));
  });
  it.each(Object.entries(reference.morphology))('grown and shrunk by %s px', (r, truth) => {
    expect(grown(mask, Number(r), frame)).toEqual(set(truth.grown));
    expect(shrunk(mask, Number(r), frame)).toEqual(set(truth.shrunk));
  });
  it('distances', () => {
    const found = squaredDistances(plane(reference.mask), width, height, 0);
    expect(found).toEqual(Int32Array.from(reference.squaredDistance));
  });
  it('holes filled, specks removed', () => {
    expect(holesFilled(mask)).toEqual(set(reference.filled));
    expect(withoutSpecks(mask, 12)).toEqual(set(reference.withoutSpecks));
  });
  it('flood fill', () => {
    const grid = { width, height, data: Uint8Array.from(reference.classes) };
    expect(floodRegion(grid, seedX, seedY)).toEqual(set(reference.flood));
  });
  it.each(Object.entries(reference.wand))('wand of tolerance %s', (tolerance, bits) => {
    expect(reachedSpans(intensityReach(values, seedX, seedY), Number(tolerance))).toEqual(set(bits));
  });
  it.each(Object.entries(reference.gradient))('gradient of a Gaussian of %s px', (sigma, { dx, dy }) => {
    const whole = gradientIn(values, Number(sigma));
    const box = { x: 13, y: 40, width: 30, height: 30 };
    const part = gradientIn(values, Number(sigma), box);
    for (let i = 0; i < dx.length; i++) {
      expect(Math.abs(whole.dx[7 * i] - dx[i])).toBeLessThan(2e-3);
      expect(Math.abs(whole.dy[7 * i] - dy[i])).toBeLessThan(2e-3);
    }
    for (let v = 0; v < 30; v++)
      for (let u = 0; u < 30; u++) expect(part.dx[v * 30 + u]).toBe(whole.dx[(40 + v) * width + 13 + u]);
  });
});
