import { describe, expect, it } from 'vitest';
import { Failure, type FailureInfo } from '../domain/failure.ts';
import { encodeInstances } from '../domain/instance-codec.ts';
import type { Recipe, RecipeStep } from '../domain/recipe.ts';
import { modelCard } from '../domain/training/fixtures/model-card.ts';
import type { Networks } from '../ports/networks.ts';
import { quietWork, type Work } from '../ports/work.ts';
import { bandedWork } from '../segmentation/fixtures/banded-work.ts';
import { simulateMicrograph } from '../simulation/micrograph.ts';
import { steps } from './list.ts';
import { shippedRecipes } from './recipes/list.ts';
import { recipeForModel } from './recipes/model-recipe.ts';
import { slater } from './recipes/slater.ts';
import { planRecipe, resolveRecipe } from './resolve-recipe.ts';
import { runRecipe } from './run-recipe.ts';
import { scaleParams } from './scale-params.ts';

const { image } = simulateMicrograph({
  width: 300,
  height: 220,
  pixelSize: 1,
  mode: 'bright-field',
  shapes: ['hexagon', 'rod'],
  count: 14,
  radius: 18,
  spread: 0.1,
  rounding: 0.3,
  overlap: 0.3,
  background: 500,
  contrast: 0.4,
  unevenness: 0.2,
  seed: 3,
});

const recipeOf = (...uses: [step: string, params?: RecipeStep['params'], enabled?: boolean][]): Recipe => ({
  id: 'own',
  title: 'Own',
  help: '',
  steps: uses.map(([step, params = {}, enabled = true]) => ({ step, params, enabled })),
});

function failureOf(run: () => unknown): FailureInfo {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.info;
  }
  throw new Error('did not fail on purpose');
}

describe('a recipe is checked before it runs', () => {
  it.each<[string, Recipe, string[]]>([
    ['unknown step', recipeOf(['conjure']), ['conjure']],
    ['unknown parameter', recipeOf(['gaussian', { sigme: 2 }]), ['gaussian', 'sigme']],
    ['value out of range', recipeOf(['gaussian', { sigma: -1 }]), ['gaussian.sigma', '0 to 500']],
    ['even window', recipeOf(['threshold', { window: 10 }]), ['threshold.window', 'odd']],
    ['unknown choice', recipeOf(['threshold', { method: 'guess' }]), ['threshold.method', 'otsu']],
    ['wrong value of a disabled step', recipeOf(['gaussian', { sigma: -1 }, false]), ['gaussian.sigma']],
    ['step with nothing to work on', recipeOf(['clear-border']), ['clear-border', 'labels']],
    [
      'step whose maker is disabled',
      recipeOf(['threshold', {}, false], ['fill-holes']),
      ['fill-holes', 'binary image'],
    ],
  ])('%s', (_, recipe, words) => {
    const info = failureOf(() => planRecipe(recipe));
    expect(info.tag).toBe('invalid-input');
    for (const word of words) expect(info.message).toContain(word);
    expect(info.remedy).not.toBe('');
  });

  it('spells out every parameter', () => {
    const resolved = resolveRecipe(recipeOf(['gaussian', { sigma: 3 }], ['threshold']));
    expect(resolved.steps[0].params).toEqual({ sigma: 3 });
    expect(Object.keys(resolved.steps[1].params)).toEqual(['method', 'polarity', 'value', 'window', 'k']);
    expect(resolveRecipe(resolved)).toEqual(resolved);
  });
});

const threeClasses = (['background', 'particle', 'overlap'] as const).map((role) => ({
  name: role,
  colour: '#000000',
  role,
}));

/** A network that takes what is darker than the mean for a particle. */
const networks: Networks = {
  card: () => modelCard({ classes: threeClasses, sha256: 'f'.repeat(64) }),
  // dark: particle; very dark: overlap
  classes: (_, { width, height, data }) => {
    const pixels = width * height;
    const probabilities = new Float32Array(3 * pixels);
    for (let i = 0; i < pixels; i++) probabilities[(data[i] > 100 ? 0 : data[i] > 50 ? 1 : 2) * pixels + i] = 1;
    return { width, height, count: 3, probabilities, reduced: false };
  },
  facts: () => ({ reduction: 1, sha256: '', taught: 30, judge: [2, ...Array.from({ length: 13 }, () => 0)] }),
  maps: (_, { width, height, data }) => {
    const mean = data.reduce((a, b) => a + b, 0) / data.length;
    const particle = data.map((v) => (v < mean ? 0.9 : 0.1));
    return { width, height, particle, depth: particle, contact: new Float32Array(data.length) };
  },
};

describe('running a recipe', () => {
  const recipe: Recipe = {
    ...slater,
    steps: slater.steps.map((use) =>
      use.step === 'white-top-hat'
        ? { ...use, params: { size: 81 } }
        : use.step === 'distance-watershed'
          ? { ...use, params: { erosion: 3, window: 15 } }
          : use,
    ),
  };

  it('resolves the polarity, notes the threshold and the versions', () => {
    const { resolved, stepVersions, last, instances } = runRecipe(recipe, image, 1, quietWork);
    expect(resolved['polarity']).toBe('dark');
    expect(resolved['threshold']).toBeGreaterThan(0);
    expect(stepVersions['threshold']).toBe(1);
    expect(stepVersions['rolling-ball']).toBeUndefined();
    expect(last).toBe('labels');
    expect(instances.length).toBeGreaterThan(5);
    expect(instances.map(({ id }) => id)).toEqual(instances.map((_, i) => i + 1));
  });

  it('gives the same bytes with any number of threads and bands, and leaves the image alone', () => {
    const before = image.data.slice();
    for (const shipped of [recipe, ...shippedRecipes.filter(({ steps: uses }) => uses.length > 0)]) {
      const alone = encodeInstances(runRecipe(shipped, image, 1, quietWork, { networks }).instances);
      for (const band of shipped === recipe ? [1, 37] : [64]) {
        const shared = encodeInstances(runRecipe(shipped, image, 1, bandedWork(band), { networks }).instances);
        expect(shared, `${shipped.id}, bands of ${band}`).toEqual(alone);
      }
    }
    expect(image.data).toEqual(before);
  });

  it('goes up to a step', () => {
    expect(runRecipe(recipe, image, 1, quietWork, { upToStep: 3 }).last).toBe('image');
    const upTo = runRecipe(recipe, image, 1, quietWork, { upToStep: 4 });
    expect(upTo.last).toBe('binary');
    expect(upTo.instances.length).toBeGreaterThan(0);
    expect(runRecipe(recipe, image, 1, quietWork, { upToStep: -1 }).instances).toEqual([]);
  });

  it('stops when asked, and says how far it is', () => {
    let looks = 0;
    const stopping: Work = {
      ...quietWork,
      check: () => {
        if (++looks > 3) throw new Failure('stopped', 'Stopped.', '');
      },
    };
    expect(failureOf(() => runRecipe(recipe, image, 1, stopping)).tag).toBe('stopped');
    const fractions: number[] = [];
    runRecipe(recipe, image, 1, { ...quietWork, progress: (fraction) => fractions.push(fraction) });
    expect(fractions[0]).toBe(0);
    expect(fractions.every((f, i) => f <= 1 && f >= (fractions[i - 1] ?? 0))).toBe(true);
  });

  it('of an image of one value, one pixel or noise finds nothing or little, and does not break', () => {
    for (const [width, height] of [
      [1, 1],
      [1, 40],
      [33, 17],
    ]) {
      const flat = { width, height, data: new Float32Array(width * height).fill(7) };
      expect(runRecipe(recipe, flat, null, quietWork).instances).toEqual([]);
    }
  });
});

describe('the list of steps', () => {
  it('holds each id once, with defaults that fit their own ranges', () => {
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    for (const step of steps) {
      const needs = {
        image: [],
        binary: ['threshold'],
        seeds: ['threshold', 'distance-seeds'],
        labels: ['threshold', 'label-parts'],
      };
      const before = needs[step.from as keyof typeof needs];
      expect(() => planRecipe(recipeOf(...before.map((id): [string] => [id]), [step.id]))).not.toThrow();
    }
  });
});

describe('parameters of a shrunk image', () => {
  it('shrink lengths and areas, keep whole and odd numbers, and stay in range', () => {
    const threshold = steps.find(({ id }) => id === 'threshold');
    const separate = steps.find(({ id }) => id === 'distance-watershed');
    const range = steps.find(({ id }) => id === 'area-range');
    if (threshold === undefined || separate === undefined || range === undefined) throw new Error('missing step');
    expect(scaleParams(threshold.params, { method: 'local', window: 51, k: 0.2 }, 4)).toEqual({
      method: 'local',
      window: 13,
      k: 0.2,
    });
    expect(scaleParams(separate.params, { erosion: 1, window: 40, spacing: 0 }, 4)).toEqual({
      erosion: 1,
      window: 10,
      spacing: 0,
    });
    expect(scaleParams(range.params, { min: 160, max: 0 }, 4)).toEqual({ min: 10, max: 0 });
  });

  it('applies a model of classes: overlapping particles whole, the model in the provenance', () => {
    // two discs that share pixels, darker where they do
    const side = 120;
    const data = new Float32Array(side * side).fill(200);
    const inside = (i: number, x: number) => Math.hypot((i % side) - x, Math.floor(i / side) - 60) < 25;
    for (let i = 0; i < data.length; i++)
      data[i] = inside(i, 45) && inside(i, 75) ? 20 : inside(i, 45) || inside(i, 75) ? 80 : 200;
    const scene = { width: side, height: side, data };
    const recipe = recipeForModel(networks.card(''), 'mine');
    expect(recipe.steps.map(({ step }) => step)).toEqual(['network-classes', 'class-particles']);
    const { instances, resolved, slots } = runRecipe(recipe, scene, 1, quietWork, { networks });
    expect(resolved['model']).toBe(`two-classes ${'f'.repeat(64)}`);
    const disc = Math.PI * 25 ** 2;
    expect(instances).toHaveLength(2);
    for (const { area } of instances) expect(Math.abs(area - disc)).toBeLessThan(0.02 * disc);
    expect(slots.labels?.roles).toEqual(['background', 'background', 'particle', 'overlap']);
    expect(() => runRecipe(recipe, scene, 1, quietWork)).toThrow(/can’t be run/);
  });
});
