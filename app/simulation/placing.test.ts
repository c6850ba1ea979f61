import { describe, expect, it } from 'vitest';
import { random } from '../math/random.ts';
import { coveredShare, findPlace, footprintOf, latticePoints, type PlaceRule } from './placing.ts';
import { ball } from './solids/round.ts';

const frame = { width: 100, height: 80 };
const rule: PlaceRule = {
  arrangement: 'scattered',
  overlap: 0,
  gap: 0,
  stack: 2,
  founders: 1,
  tries: 200,
  ground: null,
};

describe('places', () => {
  it('know how much of a body others cover', () => {
    const count = new Uint8Array(8000);
    for (let y = 0; y < 80; y++) count.fill(1, y * 100, y * 100 + 50);
    const foot = footprintOf(ball(12), 0);
    expect(coveredShare(foot, 20, 40, 2, count, frame)).toBe(1);
    expect(coveredShare(foot, 80, 40, 2, count, frame)).toBe(0);
    expect(coveredShare(foot, 50, 40, 2, count, frame)).toBeCloseTo(0.5, 1);
    // over more than allowed it is as good as full
    expect(coveredShare(foot, 45, 40, 1, count, frame)).toBe(1);
    expect(coveredShare(foot, -30, -30, 2, count, frame)).toBe(0);
  });

  it('are free ones only, and none when the frame is full', () => {
    const count = new Uint8Array(8000).fill(1);
    for (let y = 20; y < 60; y++) count.fill(0, y * 100 + 60, y * 100 + 95);
    for (let seed = 1; seed < 20; seed++) {
      const place = findPlace(ball(8), rule, [], count, frame, random(seed));
      if (place === null || place.x > 104 || place.y > 84 || place.x < -4 || place.y < -4) continue;
      expect(coveredShare(footprintOf(ball(8), 0), place.x, place.y, 2, count, frame)).toBe(0);
    }
    const inside = { ...rule, ground: new Uint8Array(8000).fill(1) };
    expect(findPlace(ball(8), inside, [], new Uint8Array(8000).fill(1), frame, random(3))).toBeNull();
  });

  it('stay on the ground they are given', () => {
    const ground = new Uint8Array(8000);
    for (let y = 0; y < 80; y++) ground.fill(1, y * 100 + 30, y * 100 + 40);
    for (let seed = 1; seed < 30; seed++) {
      const place = findPlace(ball(3), { ...rule, ground }, [], new Uint8Array(8000), frame, random(seed));
      if (place === null) continue;
      expect(place.x).toBeGreaterThanOrEqual(30);
      expect(place.x).toBeLessThan(40);
    }
  });

  it('touch the neighbour in a cluster', () => {
    const count = new Uint8Array(8000);
    for (let y = 0; y < 80; y++)
      for (let x = 0; x < 100; x++) if (Math.hypot(x + 0.5 - 50, y + 0.5 - 40) < 10) count[y * 100 + x] = 1;
    const cluster = { ...rule, arrangement: 'clusters' as const, founders: 0 };
    for (let seed = 1; seed < 20; seed++) {
      const place = findPlace(ball(10), cluster, [{ x: 50, y: 40, radius: 10 }], count, frame, random(seed));
      if (place === null) throw new Error('no place');
      const apart = Math.hypot(place.x - 50, place.y - 40);
      expect(apart).toBeGreaterThan(16);
      expect(apart).toBeLessThan(22);
    }
  });

  it('of a hexagonal lattice have six nearest neighbours at its spacing', () => {
    const points = latticePoints({ width: 300, height: 300 }, 20, false, 0, 0, random(4));
    const middle = points.reduce((a, b) =>
      Math.hypot(b.x - 150, b.y - 150) < Math.hypot(a.x - 150, a.y - 150) ? b : a,
    );
    const near = points.filter((p) => Math.abs(Math.hypot(p.x - middle.x, p.y - middle.y) - 20) < 1e-6);
    expect(near.length).toBe(6);
    expect(points.length / (300 * 300)).toBeCloseTo(2 / (Math.sqrt(3) * 400), 3);
  });
});
