import { beforeEach, describe, expect, it } from 'vitest';
import { ellipseSpans, rectangleSpans } from '../../../app/math/raster/polygon.ts';
import { subtract, union, unionOf } from '../../../app/math/raster/set-operations.ts';
import { areaOf, type Spans } from '../../../app/math/raster/spans.ts';
import { fillClassHoles } from './class-edits.ts';
import { LabelDocument } from './document.ts';
import {
  cutParticles,
  fillParticles,
  giveClass,
  growParticles,
  joinParticles,
  particlesInside,
  removeParticles,
  smoothParticles,
} from './particle-edits.ts';

let titles: string[];
let document: LabelDocument;

function add(spans: Spans, classId = 1): number {
  document.begin('Paint');
  const id = document.paintInstance('new', spans, 'add', classId);
  document.end();
  titles.length = 0;
  return id;
}
const area = (id: number) => document.instances.get(id)?.area ?? 0;
const square = (x: number, y: number, side: number) => rectangleSpans(x, y, x + side - 1, y + side - 1);
const disc = (x: number, y: number, r: number) => ellipseSpans({ x, y, rx: r, ry: r });

beforeEach(() => {
  titles = [];
  document = new LabelDocument({ setId: 1, imageId: 1, frame: 0 }, { width: 200, height: 150 }, (title) =>
    titles.push(title),
  );
});

describe('edits of particles', () => {
  it('merge into the first one, whose class it keeps, in one step', () => {
    const a = add(square(10, 10, 20), 2);
    const b = add(square(20, 20, 20), 1);
    expect(joinParticles(document, [a, b])).toEqual([a]);
    expect(area(a)).toBe(400 + 400 - 100);
    expect(document.instances.get(a)?.classId).toBe(2);
    expect(document.instances.has(b)).toBe(false);
    expect(titles).toEqual(['Merge 2 particles']);
  });

  it('do nothing with one particle or none', () => {
    const a = add(square(10, 10, 20));
    joinParticles(document, [a]);
    removeParticles(document, []);
    removeParticles(document, [99]);
    giveClass(document, [a], 1);
    expect(titles).toEqual([]);
    expect(area(a)).toBe(400);
  });

  it('split along a line without losing a pixel; the largest part keeps the number', () => {
    const a = add(rectangleSpans(10, 10, 109, 29));
    const made = cutParticles(document, [], [40.2, 0, 40.2, 60]);
    expect(made).toHaveLength(2);
    expect(made[0]).toBe(a);
    expect(made.map(area)).toEqual([69 * 20, 31 * 20]);
    expect(unionOf(made.map((id) => document.spansOf(id)))).toEqual(rectangleSpans(10, 10, 109, 29));
    expect(titles).toEqual([`Split particle ${a}`]);
  });

  it('leave alone what a line does not cross, or does not cross wholly', () => {
    const a = add(square(10, 10, 20));
    const b = add(square(100, 10, 20));
    expect(cutParticles(document, [], [0, 100, 190, 100])).toEqual([]);
    expect(cutParticles(document, [], [20, 0, 20, 20])).toEqual([]);
    expect(cutParticles(document, [a], [110, 0, 110, 60])).toEqual([]);
    expect([area(a), area(b)]).toEqual([400, 400]);
    expect(titles).toEqual([]);
  });

  it('split only chosen ones of two that lie on each other', () => {
    const a = add(square(10, 10, 40));
    const b = add(square(20, 20, 40));
    expect(cutParticles(document, [b], [35.5, 0, 35.5, 90])).toHaveLength(2);
    expect(area(a)).toBe(1600);
  });

  it('grow and shrink by px, and never to nothing', () => {
    const a = add(square(50, 50, 11));
    growParticles(document, [a], 1);
    expect(area(a)).toBe(11 * 11 + 4 * 11);
    growParticles(document, [a], -1);
    expect(area(a)).toBe(121);
    growParticles(document, [a], -30);
    expect(area(a)).toBe(121);
    const atEdge = add(square(0, 0, 10));
    growParticles(document, [atEdge], 2);
    expect(document.instances.get(atEdge)?.mask).toMatchObject({ x: 0, y: 0 });
  });

  it('smooth a spur off and keep the area of a disc', () => {
    const spur = rectangleSpans(100, 70, 140, 70);
    const a = add(union(disc(90, 70, 25), spur));
    smoothParticles(document, [a]);
    expect(Math.abs(area(a) / areaOf(disc(90, 70, 25)) - 1)).toBeLessThan(0.01);
  });

  it('fill holes of particles and of classes', () => {
    const ring = subtract(disc(60, 60, 30), disc(60, 60, 12));
    const a = add(ring);
    fillParticles(document, [a]);
    expect(area(a)).toBe(areaOf(disc(60, 60, 30)));
    document.apply('Paint', { classes: [{ spans: ring, value: 3 }] });
    fillClassHoles(document, 3, 'Void');
    expect(document.classAt(60, 60)).toBe(3);
    expect(document.classAt(0, 0)).toBe(0);
    expect(titles.at(-1)).toBe('Fill holes of Void');
  });

  it('find what lies inside a frame by half of its pixels', () => {
    const a = add(square(10, 10, 10));
    const b = add(square(16, 30, 10));
    expect(particlesInside(document, rectangleSpans(0, 0, 18, 60))).toEqual([a]);
    expect(particlesInside(document, rectangleSpans(0, 0, 21, 60))).toEqual([a, b]);
  });
});
