import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeMiddles, smoothContour } from '../../math/contour.ts';
import { random } from '../../math/random.ts';
import { polygonSpans } from '../../math/raster/polygon.ts';
import { traceBoundaries } from '../../math/trace.ts';
import { quietWork } from '../../ports/work.ts';
import { alignContours, probabilityMap } from './align-contours.ts';
import { fingerprints } from './fingerprints.ts';
import { patchFingerprint, tipCombination } from './patches.ts';
import { rays } from './radial-chords.ts';
import { fitSuperEllipse, fitSuperEllipses, jaccardOf, superEllipseColumns } from './super-ellipse.ts';
import { normalised, superEllipseContour, superEllipseRadius } from './super-ellipse-model.ts';
import { fitTriangle } from './triangle.ts';

const plain = { align: 'none', centre: 'contour', pixelSize: null } as const;

/** The outline that a segmentation would give of a polygon: its pixels, traced and smoothed. */
function asSegmented(polygon: Float64Array): Float64Array {
  const side = 256;
  const plane = new Uint8Array(side * side);
  const { rows } = polygonSpans(polygon);
  for (let k = 0; k < rows.length; k += 3) plane.fill(1, rows[k] * side + rows[k + 1], rows[k] * side + rows[k + 2]);
  return smoothContour(edgeMiddles(traceBoundaries(plane, side)[0])).map((v) => v - 0.5);
}

/** A triangle of side `edge` whose corners are cut off `cut` of a side away, turned by `turn` rad. */
function truncated(edge: number, cut: number, turn: number): Float64Array {
  const corner = (k: number) => {
    const t = turn + (2 * Math.PI * k) / 3;
    return [128 + (edge / Math.sqrt(3)) * Math.cos(t), 128 + (edge / Math.sqrt(3)) * Math.sin(t)];
  };
  return Float64Array.from(
    [0, 1, 2].flatMap((k) =>
      [k + 2, k + 1].flatMap((other) => corner(k).map((v, i) => v + cut * (corner(other % 3)[i] - v))),
    ),
  );
}

describe('the ideal triangle', () => {
  it.each([
    [180, 0.05, 0.3],
    [200, 0.13, 1.1],
    [160, 0.22, 2.0],
  ])('around a particle of side %d cut by %d has its side, and the cut as truncation', (edge, cut, turn) => {
    const exact = fitTriangle(truncated(edge, cut, turn));
    expect(exact?.edge).toBeCloseTo(edge, 1);
    expect(exact?.truncation).toBeCloseTo(cut * edge * Math.cos(Math.PI / 6), 1);
    const seen = fitTriangle(asSegmented(truncated(edge, cut, turn)));
    expect(Math.abs((seen?.edge ?? 0) - edge)).toBeLessThan(0.8);
    expect(Math.abs((seen?.truncation ?? 0) - cut * edge * Math.cos(Math.PI / 6))).toBeLessThan(0.8);
    expect(seen?.rms).toBeLessThan(0.35);
  });

  it('is not drawn around a circle, a square or a rod', () => {
    const round = superEllipseContour({ p: 2, d: 2, ratio: 1, phi: 0, size: 60, x: 0, y: 0 });
    const square = Float64Array.of(0, 0, 80, 0, 80, 80, 0, 80);
    const rod = Float64Array.of(0, 0, 120, 0, 120, 30, 0, 30);
    for (const contour of [round, square, rod, Float64Array.of(1, 1)]) expect(fitTriangle(contour)).toBeNull();
  });
});

describe('super-ellipses', () => {
  it('are ellipses for p = 2, d = 2, and squares in the limit', () => {
    for (const theta of [0, 0.7, 2, 4]) {
      const ellipse = superEllipseRadius({ p: 2, d: 2, ratio: 2, phi: 0 }, theta);
      expect(ellipse).toBeCloseTo(1 / Math.hypot(2 * Math.cos(theta), Math.sin(theta)), 12);
      const square = superEllipseRadius({ p: 400, d: 2, ratio: 1, phi: 0 }, theta);
      expect(square).toBeCloseTo(1 / Math.max(Math.abs(Math.cos(theta)), Math.abs(Math.sin(theta))), 2);
    }
  });

  it('keep their outline when they are written with L >= 1', () => {
    const shape = fc.record({
      p: fc.double({ min: 0.7, max: 9, noNaN: true }),
      d: fc.integer({ min: 1, max: 6 }),
      ratio: fc.double({ min: 0.4, max: 2.5, noNaN: true }),
      phi: fc.double({ min: -9, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(shape, (s) => {
        const given = { ...s, size: 30, x: 1, y: 2 };
        const other = normalised(given);
        expect(other.ratio).toBeGreaterThanOrEqual(1);
        const [a, b] = [superEllipseContour(given, 60), superEllipseContour(other, 60)];
        for (let i = 0; i < a.length; i++) expect(b[i]).toBeCloseTo(a[i], 6);
      }),
    );
  });

  it('are found again from their outlines, as drawn and as pixels', () => {
    const dice = random(11);
    const agreement: number[] = [];
    for (let i = 0; i < 12; i++) {
      const shape = {
        p: dice.uniform(1.2, 7),
        d: 2 + (i % 4),
        ratio: dice.uniform(1.15, 1.7),
        phi: dice.uniform(0, 1),
      };
      const placed = { ...shape, size: 70, x: 128, y: 120 };
      const fit = fitSuperEllipse(superEllipseContour(placed));
      expect(fit?.d).toBe(shape.d);
      expect(fit?.ratio).toBeCloseTo(shape.ratio, 1);
      expect(Math.abs(Math.log((fit?.p ?? 0) / shape.p))).toBeLessThan(0.05);
      expect(fit?.jaccard).toBeGreaterThan(0.99);
      agreement.push(fitSuperEllipse(asSegmented(superEllipseContour(placed)))?.jaccard ?? 0);
    }
    agreement.sort((a, b) => a - b);
    expect(agreement[0]).toBeGreaterThan(0.93);
    expect(agreement[6]).toBeGreaterThan(0.97);
  });

  it('fill a table, with nothing for what has no area', () => {
    const circle = superEllipseContour({ p: 2, d: 2, ratio: 1, phi: 0, size: 20, x: 5, y: 6 }, 60);
    const table = fitSuperEllipses([circle, Float64Array.of(1, 2)], quietWork);
    expect(table).toHaveLength(2 * superEllipseColumns.length);
    expect(table[superEllipseColumns.indexOf('jaccard')]).toBeGreaterThan(0.98);
    expect(table.slice(superEllipseColumns.length).every(Number.isNaN)).toBe(true);
  });

  it('agree with themselves wholly, with half of themselves by half', () => {
    const square = Float64Array.of(0, 0, 80, 0, 80, 80, 0, 80);
    expect(jaccardOf(square, square)).toBe(1);
    expect(jaccardOf(square, Float64Array.of(0, 0, 40, 0, 40, 80, 0, 80))).toBeCloseTo(0.5, 6);
  });
});

describe('patches', () => {
  const core = truncated(100, 0.05, Math.PI / 9);
  const wedge = (from: number, to: number, inner: number, outer: number) => {
    const at = (degree: number, r: number) => [
      128 + r * Math.cos((degree * Math.PI) / 180),
      128 + r * Math.sin((degree * Math.PI) / 180),
    ];
    const steps = Array.from({ length: 101 }, (_, k) => from + ((to - from) * k) / 100);
    return Float64Array.from([
      ...steps.flatMap((t) => at(t, outer)),
      ...steps.toReversed().flatMap((t) => at(t, inner)),
    ]);
  };

  it('are read off tip by tip about the centroid of the core', () => {
    // Tips at 20, 140, 260 degrees. One patch from 10 degrees before to 29 after the first tip, one even about the second.
    const particle = { core, patches: [wedge(10.5, 49.5, 40, 70), wedge(119.5, 160.5, 50, 60)] };
    const found = patchFingerprint(particle, true, 0.5);
    expect(Math.abs(found.tip - 20)).toBeLessThanOrEqual(1);
    const shift = found.tip - 20;
    expect(found.tips.map(({ coverage }) => coverage)).toEqual([39, 41, 0]);
    expect(found.coverage).toBe(80);
    expect(found.tips[0].asymmetry).toBeCloseTo((29 - shift - (10 + shift)) / 39, 6);
    expect(Math.max(...found.tips[0].fingerprint)).toBeCloseTo(15, 1);
    expect(found.tips[2].fingerprint.every((v) => v === 0)).toBe(true);
    const [left, right] = [found.tips[0].fingerprint.slice(0, 60), found.tips[0].fingerprint.slice(60)];
    expect(right.reduce((a, b) => a + b)).toBeGreaterThan(left.reduce((a, b) => a + b));
  });

  it('around the whole core leave out the hole in which it lies', () => {
    const circle = (r: number) => superEllipseContour({ p: 2, d: 2, ratio: 1, phi: 0, size: r, x: 128, y: 128 });
    const found = patchFingerprint({ core, patches: [circle(70), circle(60)] }, false, null);
    for (const { fingerprint, coverage } of found.tips) {
      expect(coverage).toBe(120);
      for (const v of fingerprint) expect(v).toBeCloseTo(10, 1);
    }
  });

  it('have one name whichever tip comes first and whichever way round', () => {
    for (const way of [
      [1, 4, 2],
      [4, 2, 1],
      [2, 4, 1],
    ])
      expect(tipCombination(way)).toBe('1-2-4');
    expect(tipCombination([3, 3, 3])).toBe('3-3-3');
  });
});

describe('aligned outlines', () => {
  const dice = random(3);
  /** A lopsided shape, so that mirror images differ. */
  const lopsided = (turn: number, over: boolean, size: number) =>
    Float64Array.from({ length: 1440 }, (_, i) => {
      const t = (2 * Math.PI * (i >> 1)) / 720;
      const r = size * (1 + 0.2 * Math.cos(2 * t) + 0.15 * Math.sin(3 * t) + 0.1 * Math.cos(5 * t + 1));
      const angle = (over ? -t : t) + turn;
      return (i & 1) === 0 ? r * Math.cos(angle) : r * Math.sin(angle);
    });

  it('lie on each other however they were turned and mirrored', () => {
    const count = 40;
    const contours = Array.from({ length: count }, (_, i) =>
      lopsided((dice.integer(0, 359) * Math.PI) / 180, i % 2 === 1, 30),
    );
    const curves = fingerprints(contours, plain, quietWork);
    const free = alignContours(curves, true, quietWork);
    for (const d of free.distance) expect(d).toBeLessThan(0.05);
    expect(free.aligned.slice(0, rays).every((v, k) => Math.abs(v - free.mean[k]) < 0.2)).toBe(true);
    expect(free.rounds).toBeLessThan(6);
    // Without mirroring half of them can't be laid on the others.
    const handed = alignContours(curves, false, quietWork);
    expect(handed.distance.filter((d) => d > 0.3).length).toBeGreaterThanOrEqual(count / 2 - 1);
  });

  it('give the share of outlines that hold each place', () => {
    const curves = new Float64Array(4 * rays);
    [10, 20, 30, 40].forEach((r, i) => {
      curves.fill(r, rays * i, rays * (i + 1));
    });
    const map = probabilityMap(curves, 101, 50);
    const at = (r: number) => map[50 * 101 + 50 + Math.round((r / 50) * 50.5)];
    expect([at(5), at(15), at(25), at(35), at(45)]).toEqual([1, 0.75, 0.5, 0.25, 0]);
  });
});
