import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../domain/plane.ts';
import { quietWork } from '../../ports/work.ts';
import { instanceOverlaps, matchInstances } from '../evaluate.ts';
import { bandedWork } from '../fixtures/banded-work.ts';
import { chainsOf } from './chains.ts';
import { chooseOutlines } from './choose.ts';
import { componentTree } from './component-tree.ts';
import { type LevelImage, levelImage } from './levels.ts';
import { hullArea, type Outline, outlineFeatures } from './outline-features.ts';
import { fillInside, maskOf, rim } from './outline-mask.ts';
import { particleContours } from './particle-contours.ts';

/** A level image as it is, without shrinking, smoothing or spreading. */
function plain(width: number, levels: readonly number[]): LevelImage {
  const height = levels.length / width;
  return {
    width,
    height,
    shrink: 1,
    levels: Uint8Array.from(levels),
    slopes: new Float32Array(levels.length).fill(1),
    medianSlope: 1,
    steepSlope: 1,
    low: 0,
    step: 1,
  };
}

interface Disk {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly level: number;
}

/** Soft disks on a slope of light, with a fixed pattern of noise; truth = label of each disk. */
function scene(width: number, height: number, disks: readonly Disk[], tilt: number, noise: number) {
  const data = new Float32Array(width * height);
  const truth = new Int32Array(width * height);
  let state = 1;
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    const y = Math.floor(i / width);
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = 1000 + tilt * (x / width) + noise * (state / 2 ** 31 - 1);
    disks.forEach((disk, k) => {
      const depth = disk.radius - Math.hypot(x - disk.x, y - disk.y);
      data[i] += disk.level * Math.max(0, Math.min(1, depth / 2 + 0.5));
      if (depth > 0) truth[i] = k + 1;
    });
  }
  return { image: { width, height, data } satisfies GreyImage, truth };
}

describe('the tree of contours', () => {
  const image = plain(5, [0, 0, 0, 0, 0, 0, 5, 0, 7, 0, 0, 5, 3, 9, 0, 0, 0, 0, 0, 0]);
  const tree = componentTree(image);
  it('holds a node for every part at every level, with its pixels', () => {
    const nodes = Array.from({ length: tree.count }, (_, n) => ({
      level: tree.level[n],
      area: tree.area[n],
      pixels: Array.from(tree.pixels.subarray(tree.start[n], tree.start[n] + tree.area[n])).sort((a, b) => a - b),
    }));
    expect(nodes.map(({ level, area }) => [level, area])).toEqual([
      [9, 1],
      [7, 2],
      [5, 2],
      [3, 5],
      [0, 20],
    ]);
    expect(nodes[3].pixels).toEqual([6, 8, 11, 12, 13]);
    expect(nodes[1].pixels).toEqual([8, 13]);
    expect(Array.from(tree.parent)).toEqual([1, 3, 3, 4, -1]);
  });
  it('falls into chains that the larger part carries on', () => {
    const chains = chainsOf(tree, 1);
    expect(chains.map(({ nodes, into }) => [nodes.map((n) => tree.level[n]), into])).toEqual([
      [[9, 7, 3, 0], -1],
      [[5], 0],
    ]);
    expect(chains[0].branches).toEqual([{ chain: 1, level: 3 }]);
    expect(chainsOf(tree, 3).map(({ nodes }) => nodes.length)).toEqual([2]);
  });
});

describe('a hull', () => {
  it('has the area of the polygon around the pixels', () => {
    expect(hullArea(Int32Array.of(0, 0), Int32Array.of(1, 1), 2)).toBe(4);
    expect(hullArea(Int32Array.of(1, 0, 1), Int32Array.of(1, 2, 1), 3)).toBe(7);
    expect(hullArea(Int32Array.of(9, 2, 0, 9), Int32Array.of(-1, 2, 4, -1), 4)).toBe(8);
  });
  it('holds what it encloses once it is filled', () => {
    const ring = maskOf(Int32Array.of(6, 7, 8, 11, 13, 16, 17, 18), 0, 8, 5);
    fillInside(ring);
    expect(ring.data.reduce((sum, v) => sum + v, 0)).toBe(9);
    expect([ring.x, ring.y, ring.width]).toEqual([1 - rim, 1 - rim, 3 + 2 * rim]);
  });
});

describe('the choice among nested contours', () => {
  const outline = (name: string, level: number): Outline =>
    ({ level, name, features: new Float64Array(outlineFeatures.length) }) as unknown as Outline;
  const names = (outlines: readonly Outline[]) => outlines.map((o) => (o as unknown as { name: string }).name).sort();
  const gains: Readonly<Record<string, number>> = {
    wide: 0.5,
    narrow: 0.4,
    left: 0.3,
    right: 0.3,
    speck: -0.1,
    a: 0.35,
    b: 0.3,
  };
  const gainOf = (o: Outline) => gains[(o as unknown as { name: string }).name];
  const alone = (name: string, level: number) => ({ outline: outline(name, level), divisions: [] });
  it('takes branches instead of what holds them when they gain more', () => {
    const chains = [
      { branches: [{ chain: 1, level: 50 }], into: -1, candidates: [alone('wide', 40), alone('narrow', 60)] },
      { branches: [], into: 0, candidates: [alone('left', 80)] },
    ];
    const { outlines, gain } = chooseOutlines(chains, gainOf);
    expect(names(outlines)).toEqual(['left', 'narrow']);
    expect(gain).toBeCloseTo(0.7);
  });
  it('takes what holds them when they gain less, and pieces when those gain most', () => {
    const branches = [{ chain: 1, level: 50 }];
    const speck = { branches: [], into: 0, candidates: [alone('speck', 80)] };
    const wide = { branches, into: -1, candidates: [alone('wide', 40)] };
    expect(names(chooseOutlines([wide, speck], gainOf).outlines)).toEqual(['wide']);
    const cut = {
      outline: outline('wide', 40),
      divisions: [[outline('a', 40), outline('b', 40), outline('speck', 40)]],
    };
    const inPieces = { branches, into: -1, candidates: [cut] };
    expect(names(chooseOutlines([inPieces, speck], gainOf).outlines)).toEqual(['a', 'b']);
  });
});

describe('particles one by one', () => {
  const disks: Disk[] = [
    { x: 40, y: 40, radius: 16, level: 300 },
    { x: 110, y: 36, radius: 12, level: 60 },
    { x: 170, y: 60, radius: 20, level: 120 },
    { x: 60, y: 110, radius: 15, level: 90 },
    { x: 86, y: 112, radius: 13, level: 90 },
    { x: 150, y: 120, radius: 9, level: 200 },
  ];
  const { image, truth } = scene(210, 150, disks, 100, 12);
  const settings = { shrink: 1, minArea: 30, maxShare: 0.75, caution: 0.3, overlaps: true };
  it('finds disks of different brightness, two of them touching, under light that varies more than they do', () => {
    const labels = particleContours(image, settings, quietWork);
    const { matched, found } = matchInstances(instanceOverlaps([labels.data], [truth]), 0.7);
    expect([matched, found]).toEqual([disks.length, disks.length]);
  });
  it('does not depend on bands, at full size or shrunk, and leaves the image alone', () => {
    const before = image.data.slice();
    for (const shrink of [1, 2]) {
      const alone = particleContours(image, { ...settings, shrink }, quietWork);
      const banded = particleContours(image, { ...settings, shrink }, bandedWork(11));
      expect(new Int32Array(banded.data)).toEqual(alone.data);
      expect(alone.count).toBe(disks.length);
    }
    expect(image.data).toEqual(before);
  });
  it('draws what it found shrunk at full size', () => {
    const labels = particleContours(image, { ...settings, shrink: 2 }, quietWork);
    const { matched, iouSum } = matchInstances(instanceOverlaps([labels.data], [truth]), 0.5);
    expect(matched).toBe(disks.length);
    expect(iouSum / matched).toBeGreaterThan(0.8);
  });
  it('finds the same whatever the scale of grey', () => {
    const scaled = { ...image, data: image.data.map((v) => 0.001 * v - 7) };
    const labels = particleContours(scaled, settings, quietWork);
    const { matched, iouSum } = matchInstances(
      instanceOverlaps([labels.data], [particleContours(image, settings, quietWork).data]),
      0.5,
    );
    expect(matched).toBe(disks.length);
    expect(iouSum / matched).toBeGreaterThan(0.98);
  });
  it('takes particles that overlap apart where their signals add up, not the overlap alone', () => {
    const crowd: Disk[] = [
      { x: 40, y: 45, radius: 20, level: 150 },
      { x: 70, y: 50, radius: 20, level: 150 },
      { x: 150, y: 40, radius: 18, level: 150 },
      { x: 150, y: 110, radius: 20, level: 150 },
      { x: 120, y: 118, radius: 19, level: 150 },
      { x: 92, y: 108, radius: 18, level: 150 },
    ];
    const overlapping = scene(210, 150, crowd, 20, 8);
    const labels = particleContours(overlapping.image, settings, quietWork);
    const { matched, found } = matchInstances(instanceOverlaps([labels.data], [overlapping.truth]), 0.6);
    expect([matched, found]).toEqual([crowd.length, crowd.length]);
  });
  it.each([1, 2])('gives an overlap to both of its particles, shrunk by %d', (shrink) => {
    const pair: Disk[] = [
      { x: 50 * shrink, y: 50 * shrink, radius: 24 * shrink, level: 150 },
      { x: 84 * shrink, y: 56 * shrink, radius: 24 * shrink, level: 150 },
    ];
    const { image: both } = scene(140 * shrink, 110 * shrink, pair, 20, 6);
    const labels = particleContours(both, { ...settings, shrink }, quietWork);
    expect(labels.count).toBe(2);
    const owns = (label: number) => {
      const mask = Uint8Array.from(labels.data, (own) => (own === label ? 1 : 0));
      labels.shared?.labels.forEach((also, i) => {
        if (also === label) mask[labels.shared?.pixels[i] ?? 0] = 1;
      });
      return mask;
    };
    // Each is nearly its whole disk; cut apart they would share none of it.
    for (const [i, { x, y, radius }] of pair.entries()) {
      const disk = Uint8Array.from(both.data, (_, p) =>
        Math.hypot((p % both.width) - x, Math.floor(p / both.width) - y) <= radius ? 1 : 0,
      );
      const own = owns(i + 1);
      const shared = own.reduce((n, v, p) => n + (v & disk[p]), 0);
      const either = own.reduce((n, v, p) => n + (v | disk[p]), 0);
      expect(shared / either).toBeGreaterThan(0.93);
    }
    expect(labels.shared?.pixels.length).toBeGreaterThan(200);
  });
  it('finds nothing in an image of one value or one pixel', () => {
    for (const [width, height] of [
      [40, 30],
      [1, 1],
    ])
      expect(
        particleContours({ width, height, data: new Float32Array(width * height) }, settings, quietWork).count,
      ).toBe(0);
  });
});

describe('levels', () => {
  it('span the middle of the values and tell what they stand for', () => {
    const data = Float32Array.from({ length: 64 * 64 }, (_, i) => 10 + (i % 64));
    const { levels, low, step, medianSlope } = levelImage({ width: 64, height: 64, data }, 1);
    expect(low + step * levels[32 * 64 + 32]).toBeCloseTo(42, 0);
    expect(medianSlope).toBeCloseTo(1 / step, 0);
  });
});
