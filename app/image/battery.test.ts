import { describe, expect, it } from 'vitest';
import type { ParamValue } from '../domain/param.ts';
import type { GreyImage } from '../domain/plane.ts';
import type { Step } from '../ports/step.ts';
import { quietWork, type Work } from '../ports/work.ts';
import { drawn, largestDifference, particles } from './fixtures/images.ts';
import { splitWork } from './fixtures/split-work.ts';
import { imageKernels } from './kernels.ts';
import { imageSteps } from './list.ts';

// What every entry of the list must keep to.

type ImageStep = Step<'image', 'image'>;

const defaults = (step: ImageStep): Record<string, ParamValue> =>
  Object.fromEntries(Object.entries(step.params).map(([name, param]) => [name, param.default]));

function run(step: ImageStep, image: GreyImage, work: Work, changes: Record<string, ParamValue> = {}): GreyImage {
  const scene = { source: image, slots: { image }, pixelSize: null, work, resolve: () => undefined };
  return step.run(image, { ...defaults(step), ...changes }, scene);
}

const image = particles(150, 131, 400, 3);
const shapes = { 'one pixel': [1, 1], 'one row': [37, 1], 'one column': [1, 29], small: [5, 3] } as const;

describe.each(imageSteps.map((step) => [step.id, step] as const))('step %s', (_, step) => {
  it('keeps the size, stays finite, leaves its input alone and repeats itself', () => {
    const before = image.data.slice();
    const first = run(step, image, quietWork);
    expect([first.width, first.height, first.data.length]).toEqual([image.width, image.height, image.data.length]);
    expect(first.data.every(Number.isFinite)).toBe(true);
    expect(image.data).toEqual(before);
    expect(first.data).not.toBe(image.data);
    expect(largestDifference(run(step, image, quietWork).data, first.data)).toBe(0);
  });

  it('does not depend on how the work is split', () => {
    const whole = run(step, image, quietWork);
    for (const band of [1, 7, 64])
      expect(largestDifference(run(step, image, splitWork(band)).data, whole.data)).toBe(0);
  });

  it('takes images of any shape and of one value', () => {
    for (const [width, height] of Object.values(shapes)) {
      const out = run(
        step,
        drawn(width, height, (x, y) => 3 * x - y),
        quietWork,
      );
      expect(out.data).toHaveLength(width * height);
      expect(out.data.every(Number.isFinite)).toBe(true);
    }
    expect(
      run(
        step,
        drawn(40, 30, () => 7),
        quietWork,
      ).data.every(Number.isFinite),
    ).toBe(true);
  });

  it('takes every choice and toggle that its form offers', () => {
    for (const [name, param] of Object.entries(step.params)) {
      const values =
        param.kind === 'choice' ? param.options.map((o) => o.value) : param.kind === 'toggle' ? [true, false] : [];
      for (const value of values.filter((v) => v !== 'nm'))
        expect(run(step, image, quietWork, { [name]: value }).data.every(Number.isFinite)).toBe(true);
    }
  });

  it('has a form that makes sense', () => {
    expect(step.help).toMatch(/\.$/);
    for (const param of Object.values(step.params)) {
      expect(param.help).toMatch(/\.$/);
      if (param.kind === 'number' || param.kind === 'integer') {
        expect(param.default).toBeGreaterThanOrEqual(param.min);
        expect(param.default).toBeLessThanOrEqual(param.max);
      }
    }
  });
});

it('names steps and kernels once', () => {
  const ids = imageSteps.map((step) => step.id);
  expect(new Set(ids).size).toBe(ids.length);
  const names = imageKernels.map((kernel) => kernel.name);
  expect(new Set(names).size).toBe(names.length);
});

it('lists every kernel that a step runs', () => {
  const listed = new Set(imageKernels.map((kernel) => kernel.name));
  const seen = new Set<string>();
  const work = splitWork(1000);
  const noting: Work = {
    ...work,
    threads: {
      ...work.threads,
      forBands(kernel, total, ...args) {
        seen.add(kernel.name);
        work.threads.forBands(kernel, total, ...args);
      },
    },
  };
  for (const step of imageSteps) run(step, image, noting);
  expect([...seen].filter((name) => !listed.has(name) && !name.startsWith('math/'))).toEqual([]);
});
