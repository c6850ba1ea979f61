import { describe, expect, test } from 'vitest';
import type { ParticleMaps } from '../domain/plane.ts';
import { quietWork } from '../ports/work.ts';
import { labelAreas } from './clean-labels.ts';
import { decodeMaps, defaultDecode, enlargeLabels } from './decode-maps.ts';
import { bandedWork } from './fixtures/banded-work.ts';

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What a perfect network would say of discs: 1 inside, depth 1 - r / radius of the disc whose middle is relatively nearest. */
function mapsOfDiscs(width: number, height: number, discs: readonly Disc[], contact = 0): ParticleMaps {
  const [particle, depth, touch] = [0, 0, 0].map(() => new Float32Array(width * height));
  for (let i = 0; i < width * height; i++) {
    const depths = discs
      .map(({ x, y, radius }) => 1 - Math.hypot((i % width) + 0.5 - x, Math.floor(i / width) + 0.5 - y) / radius)
      .sort((a, b) => b - a);
    depth[i] = Math.max(0, depths[0]);
    particle[i] = 1 / (1 + Math.exp(-depths[0] * 40));
    touch[i] = (depths[1] ?? -1) > -0.1 && depths[0] < 0.35 ? contact : 0;
  }
  return { width, height, particle, depth, contact: touch };
}

const decode = (maps: ParticleMaps, settings = {}) => decodeMaps(maps, { ...defaultDecode, ...settings }, quietWork);

describe('particles from the maps of a network', () => {
  test('discs of very different size that touch are told apart, and keep their area', () => {
    const discs = [
      { x: 60, y: 60, radius: 50 },
      { x: 115, y: 60, radius: 6 },
      { x: 127, y: 60, radius: 6 },
      { x: 150, y: 110, radius: 15 },
    ];
    const labels = decode(mapsOfDiscs(180, 140, discs));
    expect(labels.count).toBe(4);
    const areas = [...labelAreas(labels, quietWork)].slice(1).sort((a, b) => a - b);
    [6, 6, 15, 50].forEach((radius, i) => {
      expect(areas[i] / (Math.PI * radius ** 2)).toBeCloseTo(1, 0);
    });
    for (const { x, y } of discs) expect(labels.data[Math.floor(y) * 180 + Math.floor(x)]).toBeGreaterThan(0);
  });

  test('two middles are two particles only when the depth falls enough between them', () => {
    // the pass of two equal discs at distance d lies at depth 1 - d / 2r
    const pair = (distance: number) =>
      decode(
        mapsOfDiscs(120, 60, [
          { x: 40, y: 30, radius: 20 },
          { x: 40 + distance, y: 30, radius: 20 },
        ]),
      ).count;
    expect(pair(0.6 * 20)).toBe(2);
    expect(pair(0.1 * 20)).toBe(1);
  });

  test('contacts part what the depth alone would leave together', () => {
    const discs = [
      { x: 40, y: 30, radius: 20 },
      { x: 43, y: 30, radius: 20 },
    ];
    const maps = mapsOfDiscs(80, 60, discs);
    expect(decode(maps).count).toBe(1);
    const contact = maps.contact.map((_, i) => (Math.abs((i % 80) - 41) <= 1 ? 1 : 0));
    expect(decode({ ...maps, contact }).count).toBe(2);
  });

  test('what has no middle, is too small or too doubtful is left out', () => {
    const disc = [{ x: 20, y: 20, radius: 10 }];
    const maps = mapsOfDiscs(40, 40, disc);
    expect(decode(maps).count).toBe(1);
    expect(decode({ ...maps, depth: maps.depth.map((d) => 0.3 * d) }).count).toBe(0);
    expect(decode({ ...maps, particle: maps.particle.map((p) => Math.min(p, 0.55)) }).count).toBe(0);
    expect(decode(maps, { area: 400 }).count).toBe(0);
    expect(decode({ ...maps, particle: new Float32Array(1600) }).count).toBe(0);
  });

  test('does not depend on threads and leaves the maps as they were', () => {
    const discs = Array.from({ length: 30 }, (_, i) => ({
      x: 10 + 17 * (i % 6),
      y: 9 + 17 * Math.floor(i / 6),
      radius: 9,
    }));
    const maps = mapsOfDiscs(110, 90, discs, 0.8);
    const before = { particle: maps.particle.slice(), depth: maps.depth.slice(), contact: maps.contact.slice() };
    const one = decodeMaps(maps, defaultDecode, quietWork);
    const many = decodeMaps(maps, defaultDecode, bandedWork(3));
    expect(one.count).toBe(30);
    expect(many.data).toEqual(one.data);
    expect({ particle: maps.particle, depth: maps.depth, contact: maps.contact }).toEqual(before);
  });
});

describe('labels on a finer grid', () => {
  test('a disc keeps its middle and its share of the area at any size', () => {
    const maps = mapsOfDiscs(40, 30, [{ x: 21, y: 14, radius: 9 }]);
    const labels = decode(maps);
    for (const factor of [1, 2, 3.7]) {
      const size = { width: Math.round(40 * factor), height: Math.round(30 * factor) };
      const large = enlargeLabels(labels, maps.particle, 0.5, size, quietWork);
      let [area, x, y] = [0, 0, 0];
      large.data.forEach((label, i) => {
        if (label === 0) return;
        area++;
        x += (i % size.width) + 0.5;
        y += Math.floor(i / size.width) + 0.5;
      });
      const scale = size.width / 40;
      expect(area / scale ** 2 / (Math.PI * 81)).toBeGreaterThan(0.96);
      expect(area / scale ** 2 / (Math.PI * 81)).toBeLessThan(1.04);
      expect(x / area / scale).toBeCloseTo(21, 0);
      expect(y / area / scale).toBeCloseTo(14, 0);
    }
  });

  test('neighbours meet half way', () => {
    const data = Int32Array.of(1, 1, 2, 2);
    const large = enlargeLabels(
      { width: 4, height: 1, count: 2, data },
      new Float32Array(4).fill(1),
      0.5,
      { width: 16, height: 1 },
      quietWork,
    );
    expect(Array.from(large.data)).toEqual([...Array<number>(8).fill(1), ...Array<number>(8).fill(2)]);
  });
});
