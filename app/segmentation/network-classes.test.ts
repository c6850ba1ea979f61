import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../domain/instance.ts';
import type { LabelRole } from '../domain/labels/label-class.ts';
import type { LabelMap } from '../domain/plane.ts';
import { paintMask } from '../domain/run-mask.ts';
import { modelCard } from '../domain/training/fixtures/model-card.ts';
import type { ClassMaps, Networks } from '../ports/networks.ts';
import { quietWork } from '../ports/work.ts';
import { particlesOfClasses } from './class-particles.ts';
import {
  classLabels,
  classPlane,
  magnificationFor,
  networkClassesStep,
  particleProbability,
} from './network-classes.ts';

const three: readonly LabelRole[] = ['background', 'core', 'patch'];
const maps = (pixels: readonly (readonly number[])[]): ClassMaps => {
  const count = pixels[0].length;
  const probabilities = new Float32Array(count * pixels.length);
  for (const [i, p] of pixels.entries()) for (let k = 0; k < count; k++) probabilities[k * pixels.length + i] = p[k];
  return { width: pixels.length, height: 1, count, probabilities, reduced: false };
};

describe('classes of pixels', () => {
  it('are the most probable part of a particle where all parts together reach the threshold', () => {
    const said = maps([
      [0.4, 0.35, 0.25],
      [0.6, 0.3, 0.1],
      [0.1, 0.2, 0.7],
      [1, 0, 0],
    ]);
    const { data, roles } = classLabels(said, three, 0.5, quietWork);
    expect([...data]).toEqual([2, 0, 3, 0]);
    expect(roles).toEqual(['background', 'background', 'core', 'patch']);
    expect([...classLabels(said, three, 0.35, quietWork).data]).toEqual([2, 2, 3, 0]);
    expect([...classPlane(said, three, data)]).toEqual([1, 0, 2, 0]);
    expect(particleProbability(said, three).data[0]).toBeCloseTo(0.6, 6);
  });

  it('agree with the most probable class when there are two', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const said = maps(values.map((p) => [1 - p, p]));
        const { data } = classLabels(said, ['background', 'particle'], 0.5, quietWork);
        for (const [i, p] of values.entries()) if (Math.abs(p - 0.5) > 1e-6) expect(data[i]).toBe(p > 0.5 ? 2 : 0);
      }),
    );
  });
});

describe('a magnification that the model did not learn at', () => {
  const frame = { width: 1000, height: 1000 };
  const learned = { least: 0.2, most: 0.4 };
  it.each([
    [0.3, 1],
    [0.59, 1],
    [0.8, 2],
    [4, 3],
    [0.14, 1],
    [0.1, 0.5],
    [null, 1],
  ])('%s nm a pixel is looked at %s times', (pixelSize, scale) => {
    expect(magnificationFor(learned, pixelSize, frame)).toBeCloseTo(scale, 9);
    expect(magnificationFor(null, pixelSize, frame)).toBe(1);
  });

  it('is brought there, and the answer back to the grid of the image', () => {
    const seen: number[] = [];
    const networks: Networks = {
      facts: () => expect.fail(),
      maps: () => expect.fail(),
      card: () => modelCard({ pixelSize: learned }),
      classes: (_, { width, height, data }) => {
        seen.push(width, height);
        const probabilities = new Float32Array(2 * data.length);
        for (let i = 0; i < data.length; i++) probabilities[(data[i] > 0.5 ? 0 : 1) * data.length + i] = 1;
        return { width, height, count: 2, probabilities, reduced: false };
      },
    };
    const resolved: Record<string, unknown> = {};
    const image = { width: 40, height: 30, data: Float32Array.from({ length: 1200 }, (_, i) => (i % 40 < 20 ? 1 : 0)) };
    const scene = {
      source: image,
      slots: {},
      pixelSize: 0.8,
      work: quietWork,
      networks,
      resolve: (name: string, value: unknown) => {
        resolved[name] = value;
      },
    };
    const labels = networkClassesStep.run(image, { model: 'm', threshold: 0.5, numbers: 'auto' }, scene);
    expect(seen).toEqual([80, 60]);
    expect([labels.width, labels.height]).toEqual([40, 30]);
    expect(labels.data.slice(0, 40)).toEqual(Int32Array.from({ length: 40 }, (_, x) => (x < 20 ? 1 : 0)));
    expect(resolved['magnification']).toBe(2);
  });
});

const [width, height] = [120, 80];
const settings = { depths: 'auto', core: 20, smallCore: 5, neck: 1, join: 0.95, contact: 4, least: 20 };
type Disc = readonly [x: number, y: number, r: number, value: number];

function plane(discs: readonly Disc[], roles: readonly LabelRole[]): LabelMap {
  const data = new Int32Array(width * height);
  for (const [x, y, r, value] of discs)
    for (let i = 0; i < data.length; i++)
      if (Math.hypot((i % width) - x, Math.floor(i / width) - y) < r) data[i] = value;
  return { width, height, count: roles.length, data, roles: ['background', ...roles] };
}
const particles = (labels: LabelMap) =>
  particlesOfClasses(labels, settings, { work: quietWork, resolve: () => undefined });

/** The particle on a pixel. */
function at(found: readonly Instance[], x: number, y: number): number {
  const shown = new Int32Array(width * height);
  for (const { id, mask } of found) paintMask(mask, shown, { x: 0, y: 0, width, height }, id);
  return shown[y * width + x];
}

describe('particles of classes', () => {
  it('are parted where they touch, and specks are left out', () => {
    const labels = plane(
      [
        [30, 40, 15, 1],
        [58, 40, 15, 1],
        [100, 20, 8, 1],
        [5, 5, 2, 1],
      ],
      ['particle'],
    );
    const found = particles(labels);
    expect(found).toHaveLength(3);
    expect(at(found, 30, 40)).not.toBe(at(found, 58, 40));
    expect(found.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it('of two kinds that touch are two', () => {
    const labels = plane(
      [
        [30, 40, 15, 1],
        [55, 40, 15, 2],
      ],
      ['particle', 'particle'],
    );
    expect(particles(labels)).toHaveLength(2);
  });

  it('of cores keep their patches, one core one particle, and a patch alone is one too', () => {
    const roles: readonly LabelRole[] = ['core', 'patch'];
    // two touching shells with a core each, and a shell without
    const discs: readonly Disc[] = [
      [30, 40, 18, 2],
      [62, 40, 18, 2],
      [30, 40, 9, 1],
      [62, 40, 9, 1],
      [105, 40, 9, 2],
    ];
    const found = particles(plane(discs, roles));
    expect(found).toHaveLength(3);
    const [left, right] = [at(found, 30, 40), at(found, 62, 40)];
    expect(new Set([left, right, at(found, 105, 40)]).size).toBe(3);
    expect(at(found, 14, 40)).toBe(left);
    expect(at(found, 78, 40)).toBe(right);
    // every pixel of a class belongs to exactly one
    const area = found.reduce((sum, instance) => sum + instance.area, 0);
    expect(area).toBe(plane(discs, roles).data.reduce((sum, v) => sum + (v > 0 ? 1 : 0), 0));
  });

  it('that overlap share the overlap', () => {
    const labels = plane(
      [
        [40, 40, 22, 1],
        [70, 40, 22, 1],
      ],
      ['particle', 'overlap'],
    );
    for (let i = 0; i < labels.data.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (Math.hypot(x - 40, y - 40) < 22 && Math.hypot(x - 70, y - 40) < 22) labels.data[i] = 2;
    }
    const shared = labels.data.reduce((sum, v) => sum + (v === 2 ? 1 : 0), 0);
    const found = particles(labels);
    expect(found).toHaveLength(2);
    const all = labels.data.reduce((sum, v) => sum + (v > 0 ? 1 : 0), 0);
    expect(found[0].area + found[1].area).toBe(all + shared);
  });

  it('of nothing are none', () => {
    expect(particles(plane([], ['particle']))).toEqual([]);
    expect(particles(plane([], ['core', 'patch']))).toEqual([]);
    expect(particles(plane([], ['particle', 'overlap']))).toEqual([]);
  });
});
