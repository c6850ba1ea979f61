import { describe, expect, it } from 'vitest';
import type { Instance, RunMask } from '../domain/instance.ts';
import type { LabelClasses } from '../domain/labels/label-class.ts';
import { maskArea } from '../domain/run-mask.ts';
import { disc } from '../math/raster/discs.ts';
import { paintSpans, runsOfSpans, spansOfRuns } from '../math/raster/grid.ts';
import { rectangleSpans } from '../math/raster/polygon.ts';
import { intersect, sharedArea } from '../math/raster/set-operations.ts';
import { areaOf, clipped, type Spans } from '../math/raster/spans.ts';
import { quietWork } from '../ports/work.ts';
import { chosenDepths, separateByCores, separateByCoresStep } from './cores.ts';
import { bandedWork } from './fixtures/banded-work.ts';
import { decodeLabelClasses, decodeOverlaps, decodeOverlapsStep, type OverlapSettings } from './overlaps.ts';

const width = 400;
const height = 300;
const frame = { x: 0, y: 0, width, height };
const settings: OverlapSettings = { core: 20, smallCore: 5, neck: 1, join: 0.95, contact: 4 };

/** Class plane of particles: 0 background, 1 one of them, 2 several. */
function classesOf(particles: readonly Spans[]) {
  const data = new Uint8Array(width * height);
  for (const particle of particles) {
    const once = { rows: particle.rows };
    const twice = particles.filter((p) => p !== particle).map((p) => intersect(p, once));
    paintSpans(once, { width, height, data }, 1);
    for (const shared of twice) paintSpans(shared, { width, height, data }, 2);
  }
  for (let i = 0; i < particles.length; i++)
    for (let j = 0; j < i; j++) paintSpans(intersect(particles[i], particles[j]), { width, height, data }, 2);
  return { width, height, data, single: [1], overlap: [2] };
}

const decoded = (particles: readonly Spans[], use = settings) => decodeOverlaps(classesOf(particles), use, quietWork);
const spansOf = (mask: RunMask) => spansOfRuns(mask);
const likeness = (a: Spans, b: Spans) => sharedArea(a, b) / (areaOf(a) + areaOf(b) - sharedArea(a, b));
/** For each true particle the likeness of the instance that is most like it. */
const found = (truth: readonly Spans[], instances: readonly Instance[]) =>
  truth.map((t) => Math.max(0, ...instances.map((i) => likeness(t, spansOf(i.mask)))));

describe('overlaps back to whole particles', () => {
  it.each([0, 20, 40, 60, 75, 95])('two discs whose centres are %i px apart come back whole', (apart) => {
    const truth = [disc(150, 150, 60), disc(150 + apart, 150, 60)];
    const instances = decoded(truth);
    if (apart === 0) {
      // Nothing tells that there are two.
      expect(instances).toHaveLength(1);
      return;
    }
    expect(instances).toHaveLength(2);
    for (const iou of found(truth, instances)) expect(iou).toBe(1);
    const shared = sharedArea(spansOf(instances[0].mask), spansOf(instances[1].mask));
    expect(shared).toBe(sharedArea(truth[0], truth[1]));
    for (const { id, mask, area, atBorder } of instances) {
      expect([area, atBorder]).toEqual([maskArea(mask), false]);
      expect([1, 2]).toContain(id);
    }
  });

  it('a chain of five: each shares with its neighbours only', () => {
    const truth = [0, 1, 2, 3, 4].map((k) => disc(60 + 65 * k, 150 + 30 * (k % 2), 45));
    const instances = decoded(truth);
    expect(instances).toHaveLength(5);
    for (const iou of found(truth, instances)) expect(iou).toBe(1);
  });

  it('a small particle over the rim of a large one keeps its own mask', () => {
    const truth = [disc(150, 150, 80), disc(238, 150, 18)];
    const instances = decoded(truth);
    expect(instances).toHaveLength(2);
    for (const iou of found(truth, instances)) expect(iou).toBe(1);
  });

  it.each([
    ['three', [disc(150, 120, 50), disc(206, 120, 50), disc(178, 168, 50)], 0.98],
    ['three of other sizes', [disc(150, 120, 60), disc(215, 120, 35), disc(190, 170, 45)], 0.975],
    ['four around a gap', [disc(150, 110, 45), disc(206, 110, 45), disc(150, 166, 45), disc(206, 166, 45)], 0.94],
  ] as const)('%s that meet in one region get what they reach of it, and no more', (_, truth, least) => {
    const instances = decoded(truth);
    for (const iou of found(truth, instances)) expect(iou).toBeGreaterThan(least);
    // every pixel of the overlap stays with two at least
    const classes = classesOf(truth);
    const held = new Uint8Array(width * height);
    for (const { mask } of instances)
      for (let k = 0, { rows } = spansOf(mask); k < rows.length; k += 3)
        for (let x = rows[k + 1]; x < rows[k + 2]; x++) held[rows[k] * width + x]++;
    expect(classes.data.every((value, i) => value !== 2 || held[i] >= 2)).toBe(true);
    expect(classes.data.every((value, i) => value !== 1 || held[i] === 1)).toBe(true);
  });

  it('an overlap that touches no particle is one of its own; nothing is made of a speck', () => {
    const classes = classesOf([]);
    const alone = disc(100, 100, 30);
    paintSpans(alone, classes, 2);
    paintSpans(disc(300, 200, 3), classes, 2);
    paintSpans(disc(300, 100, 4), classes, 1);
    const instances = decodeOverlaps(classes, settings, quietWork);
    expect(instances.map((i) => spansOf(i.mask))).toEqual([alone]);
    expect(decodeOverlaps(classes, { ...settings, smallCore: 0 }, quietWork)).toHaveLength(3);
  });

  it('touching particles without an overlap are parted by their cores', () => {
    const truth = [disc(120, 150, 50), disc(216, 150, 50)];
    const classes = classesOf([]);
    for (const particle of truth) paintSpans(particle, classes, 1);
    const instances = decodeOverlaps(classes, settings, quietWork);
    expect(instances).toHaveLength(2);
    for (const iou of found(truth, instances)) expect(iou).toBeGreaterThan(0.97);
    expect(sharedArea(spansOf(instances[0].mask), spansOf(instances[1].mask))).toBe(0);
  });

  it('every pixel of a class is in a particle, single ones in exactly one', () => {
    const truth = [disc(100, 80, 60), disc(170, 110, 50), disc(330, 60, 40), rectangleSpans(60, 200, 220, 260)].map(
      (s) => clipped(s, frame),
    );
    const classes = classesOf(truth);
    const times = new Uint8Array(width * height);
    for (const { mask } of decodeOverlaps(classes, settings, quietWork)) {
      for (let k = 0, { rows } = spansOf(mask); k < rows.length; k += 3)
        for (let i = rows[k] * width + rows[k + 1]; i < rows[k] * width + rows[k + 2]; i++) times[i]++;
    }
    for (let i = 0; i < times.length; i++) {
      if (classes.data[i] === 0) expect(times[i]).toBe(0);
      else if (classes.data[i] === 1) expect(times[i]).toBe(1);
      else expect(times[i]).toBeGreaterThanOrEqual(2);
    }
  });

  it('particles of two kinds keep their classes; their overlaps go to both', () => {
    const rods = [rectangleSpans(40, 60, 200, 110)];
    const discs = [disc(220, 90, 45), disc(320, 200, 40)];
    const classes = classesOf([...rods, ...discs]);
    const kinds = { ...classes, data: classes.data.map((v) => v) };
    for (const particle of discs)
      for (let k = 0, { rows } = particle; k < rows.length; k += 3)
        for (let i = rows[k] * width + rows[k + 1]; i < rows[k] * width + rows[k + 2]; i++)
          if (classes.data[i] === 1) kinds.data[i] = 7;
    const roles: LabelClasses = [
      { id: 1, name: 'Rod', colour: '#000000', role: 'particle' },
      { id: 2, name: 'Both', colour: '#000000', role: 'overlap' },
      { id: 7, name: 'Disc', colour: '#000000', role: 'particle' },
      { id: 0, name: 'Support', colour: '#000000', role: 'background' },
    ];
    const decodedKinds = decodeLabelClasses(kinds, roles, settings, quietWork);
    expect(decodedKinds.map((p) => p.classId)).toEqual([1, 7, 7]);
    expect(decodedKinds.map((p) => p.id)).toEqual([1, 2, 3]);
    for (const iou of found([...rods, ...discs], decodedKinds)) expect(iou).toBe(1);
  });

  it('depths in px scale with the picture', () => {
    const truth = [disc(100, 100, 22), disc(130, 100, 22)];
    expect(decoded(truth, { ...settings, core: 6, smallCore: 2 })).toHaveLength(2);
    const tiny = [disc(100, 100, 3)];
    expect(decoded(tiny)).toHaveLength(0);
    expect(decoded(tiny, { ...settings, core: 2, smallCore: 1 })).toHaveLength(1);
  });

  it('does not depend on bands, and as a step takes labels as classes', () => {
    const truth = [disc(100, 100, 50), disc(160, 120, 45), disc(300, 200, 30)];
    const classes = classesOf(truth);
    const whole = decodeOverlaps(classes, settings, quietWork);
    expect(decodeOverlaps(classes, settings, bandedWork(7))).toEqual(whole);
    const labels = { width, height, count: 2, data: Int32Array.from(classes.data) };
    const image = { width, height, data: new Float32Array(width * height) };
    const scene = { source: image, slots: { labels }, pixelSize: null, work: quietWork, resolve: () => undefined };
    const params = Object.fromEntries(Object.entries(decodeOverlapsStep.params).map(([k, p]) => [k, p.default]));
    expect(decodeOverlapsStep.run(labels, { ...params, depths: 'given' }, scene)).toEqual(whole);
    expect(decodeOverlapsStep.run(labels, params, scene)).toHaveLength(3);
  });

  it.each([0.4, 1, 4])('by depths that follow from the particles, at %f times the size', (scale) => {
    const at = (x: number, y: number, r: number) => disc(scale * x, scale * y, scale * r);
    const truth = [at(40, 30, 20), at(62, 30, 20), at(20, 60, 12)];
    const binary = { width, height, data: new Uint8Array(width * height) };
    const classes = classesOf(truth.map((t) => clipped(t, frame)));
    for (let i = 0; i < binary.data.length; i++) if (classes.data[i] === 1) binary.data[i] = 1;
    const noted: Record<string, unknown> = {};
    const use = chosenDepths(
      binary,
      { ...settings, neck: 0.3, depths: 'auto' },
      { work: quietWork, resolve: (name, value) => (noted[name] = value) },
    );
    expect(noted).toEqual({ core: use.core, smallCore: use.smallCore });
    expect(use.core / use.smallCore).toBeCloseTo(1.6, 10);
    expect(decodeOverlaps(classes, use, quietWork)).toHaveLength(3);
  });
});

describe('two classes', () => {
  const mask = (particles: readonly Spans[]) => {
    const data = new Uint8Array(width * height);
    for (const particle of particles) paintSpans(particle, { width, height, data }, 1);
    return { width, height, data };
  };
  it('part where they are narrow, each core a particle, thin ones kept by the small depth', () => {
    const truth = [disc(80, 100, 50), disc(172, 100, 46), disc(300, 100, 12), disc(300, 200, 4)];
    const labels = separateByCores(mask(truth), settings, quietWork);
    expect(labels.count).toBe(3);
    const own = [80, 172, 300].map((x) => labels.data[100 * width + x]);
    expect(new Set(own).size).toBe(3);
    expect(labels.data[200 * width + 300]).toBe(0);
    const areas = [0, 0, 0, 0];
    for (const label of labels.data) areas[label]++;
    expect(areas[own[2]]).toBe(areaOf(truth[2]));
    for (const k of [0, 1]) expect(Math.abs(areas[own[k]] / areaOf(truth[k]) - 1)).toBeLessThan(0.03);
    expect(runsOfSpans(truth[0])).not.toBeNull();
  });
  it('give the same labels as the overlaps of a picture that has none', () => {
    const truth = [disc(80, 100, 50), disc(172, 100, 46), disc(300, 100, 12)];
    const binary = mask(truth);
    const labels = separateByCores(binary, settings, bandedWork(9));
    const instances = decodeOverlaps({ ...binary, single: [1], overlap: [2] }, settings, quietWork);
    for (const { id, mask: own } of instances)
      for (const [y, from] of [[own.y, own.x + own.runs[0]]]) expect(labels.data[y * width + from]).toBe(id);
    expect(instances).toHaveLength(labels.count);
    expect(separateByCoresStep.id).toBe('core-watershed');
  });
});
