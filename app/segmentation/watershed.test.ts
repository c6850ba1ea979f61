import { describe, expect, it } from 'vitest';
import type { LabelMap } from '../domain/plane.ts';
import { quietWork } from '../ports/work.ts';
import { clearBorder, keepAreas, labelAreas } from './clean-labels.ts';
import { squaredDistance } from './distance.ts';
import { bandedWork } from './fixtures/banded-work.ts';
import reference from './fixtures/binary.json' with { type: 'json' };
import { unpackBits, unpackLengths } from './fixtures/unpack.ts';
import { rebuildGrains } from './rebuild.ts';
import { distanceMaxima, type Seeds, seedMap, seedsOfMap } from './seeds.ts';
import { separateAtNecks, separateByDistance } from './separate.ts';
import { watershed } from './watershed.ts';

const { width, height } = reference;
const clean = unpackBits(reference.clean, width, height);
const distance = squaredDistance(clean, quietWork);
const seedsAt = (pixels: readonly number[]): Seeds => ({
  width,
  height,
  count: pixels.length,
  pixel: Int32Array.from(pixels),
  label: Int32Array.from(pixels, (_, i) => i + 1),
});

/** Disks as a mask. */
function disks(size: number, list: readonly (readonly [x: number, y: number, radius: number])[]) {
  const data = Uint8Array.from({ length: size * size }, (_, i) =>
    list.some(([x, y, r]) => ((i % size) - x) ** 2 + (Math.floor(i / size) - y) ** 2 <= r * r) ? 1 : 0,
  );
  return { width: size, height: size, data };
}

describe('seeds', () => {
  it.each(Object.entries(reference.peaks))('maxima with least distance %s agree with peak_local_max', (m, expected) => {
    const seeds = distanceMaxima(distance, 2 * Number(m) + 1, Number(m), quietWork);
    // Of equal maxima either may be kept: same number, same heights, and each at an equal maximum of the other.
    expect(seeds.count).toBe(expected.length);
    const heights = (pixels: Iterable<number>) => Array.from(pixels, (p) => distance.data[p]).sort((a, b) => a - b);
    expect(heights(seeds.pixel)).toEqual(heights(expected));
  });
  it.each(Object.entries(reference.windows))('maxima in a %s px window agree with peak_local_max', (n, expected) => {
    const seeds = distanceMaxima(distance, Number(n), 0, bandedWork(5));
    expect(new Int32Array(seedMap(seeds, quietWork).data)).toEqual(unpackLengths(expected));
  });
  it('survive the way into a map and back', () => {
    const seeds = distanceMaxima(distance, 9, 0, quietWork);
    expect(seedsOfMap(seedMap(seeds, quietWork))).toEqual(seeds);
  });
});

describe('watershed', () => {
  it('of a distance map gives the labels of scikit-image', () => {
    const expected = unpackLengths(reference.watershed);
    const found = watershed(distance.data, seedsAt(reference.peaks['6']), clean, quietWork).data;
    expect(found.filter((label, i) => label !== expected[i]).length).toBeLessThan(expected.length * 2e-4);
  });
  it('floods plateaus in the order of scikit-image', () => {
    const { heights, seeds, labels } = reference.plateaus;
    const mask = { width, height, data: new Uint8Array(width * height).fill(1) };
    const found = watershed(Int32Array.from(heights), seedsAt(seeds), mask, quietWork);
    expect(found.data).toEqual(unpackLengths(labels));
  });
  it('does not depend on bands', () => {
    const settings = { erosion: 2, window: 9, spacing: 4 };
    expect(new Int32Array(separateByDistance(clean, settings, bandedWork(1)).data)).toEqual(
      separateByDistance(clean, settings, quietWork).data,
    );
    const necks = { depth: 1, neck: 0.8 };
    expect(new Int32Array(separateAtNecks(clean, necks, bandedWork(1)).data)).toEqual(
      separateAtNecks(clean, necks, quietWork).data,
    );
  });
  it('covers the parts that hold a seed and nothing else', () => {
    const labels = separateByDistance(clean, { erosion: 0, window: 11, spacing: 5 }, quietWork);
    expect(labels.data.every((label, i) => (label > 0 ? 1 : 0) === clean.data[i])).toBe(true);
  });
});

describe('separation', () => {
  const pair = disks(80, [
    [25, 40, 15],
    [52, 40, 15],
  ]);
  it('cuts two disks at their neck, half each', () => {
    const labels = separateAtNecks(pair, { depth: 1, neck: 0.8 }, quietWork);
    expect(labels.count).toBe(2);
    const [, a, b] = labelAreas(labels, quietWork);
    expect(Math.abs(a - b)).toBeLessThan(0.05 * (a + b));
  });
  it('leaves a wide neck alone', () => {
    const lens = disks(80, [
      [36, 40, 15],
      [44, 40, 15],
    ]);
    expect(separateAtNecks(lens, { depth: 1, neck: 0.8 }, quietWork).count).toBe(1);
  });
  it('erosion lets one seed a part stand for each particle', () => {
    expect(separateByDistance(pair, { erosion: 12, window: 0, spacing: 0 }, quietWork).count).toBe(2);
  });
});

describe('labels', () => {
  const labels: LabelMap = {
    width: 5,
    height: 4,
    count: 3,
    data: Int32Array.from([1, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 3, 3, 0, 0, 0, 0, 0]),
  };
  it('at the border go, the others are renumbered', () => {
    const kept = clearBorder(labels, 0, quietWork);
    expect(kept.count).toBe(1);
    expect(Array.from(kept.data)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(clearBorder(labels, 1, quietWork).count).toBe(0);
  });
  it('outside an area range go', () => {
    expect(keepAreas(labels, 2, 0, bandedWork(3)).count).toBe(3);
    expect(keepAreas(labels, 3, 0, quietWork).count).toBe(0);
    expect(keepAreas(labels, 1, 1, quietWork).count).toBe(0);
  });
  it('keep what they share: it is counted, may touch the border, and passes on when its label goes', () => {
    // Label 1 also owns pixel 8, label 2 also pixel 13.
    const data = Int32Array.from([0, 0, 0, 0, 0, 0, 1, 2, 2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    const shared = { pixels: Int32Array.of(8, 13), labels: Int32Array.of(1, 2) };
    const map: LabelMap = { width: 5, height: 5, count: 3, data, shared };
    const kept = keepAreas(map, 3, 0, quietWork);
    expect(kept.count).toBe(2);
    // Label 3 is gone: its pixel is now label 2's alone.
    expect(kept.data[13]).toBe(2);
    expect([...(kept.shared?.pixels ?? []), ...(kept.shared?.labels ?? [])]).toEqual([8, 1]);
    const atBorder = { ...map, data: data.with(9, 2), shared: { pixels: Int32Array.of(9), labels: Int32Array.of(1) } };
    expect(clearBorder(atBorder, 0, quietWork).count).toBe(1);
  });
  it('agree with clear_border after a watershed', () => {
    const all = watershed(distance.data, seedsAt(reference.peaks['6']), clean, quietWork);
    const kept = clearBorder(all, 0, quietWork);
    const expected = unpackLengths(reference.watershedClear);
    expect(kept.data.every((label, i) => label > 0 === expected[i] > 0)).toBe(true);
  });
});

describe('eroded apart and rebuilt', () => {
  it('takes off a thin arm and keeps the disk', () => {
    const mask = disks(60, [[30, 30, 14]]);
    const arm = mask.data.slice();
    for (let x = 40; x < 58; x++) arm[30 * 60 + x] = 1;
    const labels: LabelMap = { width: 60, height: 60, count: 1, data: Int32Array.from(arm) };
    const rebuilt = rebuildGrains(labels, 4, bandedWork(7));
    expect(Array.from(rebuilt.data)).toEqual(
      Array.from(rebuildGrains({ ...labels, data: Int32Array.from(mask.data) }, 4, quietWork).data),
    );
    expect(labelAreas(rebuilt, quietWork)[1]).toBeGreaterThan(600);
  });
  it('keeps touching particles apart and nearly whole', () => {
    const data = Int32Array.from({ length: 60 * 40 }, (_, i) => {
      const x = i % 60;
      const y = Math.floor(i / 60);
      return y < 8 || y >= 32 || x < 6 || x >= 54 ? 0 : x < 30 ? 1 : 2;
    });
    const rebuilt = rebuildGrains({ width: 60, height: 40, count: 2, data }, 3, quietWork);
    const [, a, b] = labelAreas(rebuilt, quietWork);
    expect(a).toBeGreaterThan(0.95 * 24 * 24);
    expect(b).toBeGreaterThan(0.95 * 24 * 24);
    expect(rebuilt.data.every((label, i) => label === 0 || label === data[i])).toBe(true);
  });
});
