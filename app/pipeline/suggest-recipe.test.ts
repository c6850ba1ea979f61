import { describe, expect, it } from 'vitest';
import { isAutomatic } from '../domain/recipe.ts';
import { instancesToLabels } from '../particles/label.ts';
import { quietWork } from '../ports/work.ts';
import { instanceOverlaps, matchInstances, matchScores } from '../segmentation/evaluate.ts';
import { bandedWork } from '../segmentation/fixtures/banded-work.ts';
import { type MicrographParams, simulateMicrograph } from '../simulation/micrograph.ts';
import { resolveRecipe } from './resolve-recipe.ts';
import { runRecipe } from './run-recipe.ts';
import { suggestRecipe } from './suggest-recipe.ts';

const common: MicrographParams = {
  width: 400,
  height: 360,
  pixelSize: 0.5,
  mode: 'bright-field',
  shapes: ['hexagon', 'ellipse', 'square'],
  count: 18,
  radius: 12,
  spread: 0.15,
  rounding: 0.4,
  overlap: 0,
  background: 400,
  contrast: 0.4,
  unevenness: 0.2,
  seed: 11,
};

const scenes: Readonly<Record<string, Partial<MicrographParams>>> = {
  'dark particles': {},
  'bright particles': { mode: 'dark-field', contrast: 1 },
  'large particles': { count: 4, radius: 40 },
  'small particles': { count: 60, radius: 4, shapes: ['ellipse'] },
  'noisy micrograph': { background: 60, contrast: 0.5, radius: 16, count: 12 },
  'dense field': { count: 70, radius: 10, shapes: ['ellipse', 'hexagon'] },
};

describe('the recipe that the program chooses', () => {
  it.each(Object.entries(scenes))('finds the %s', (_, changes) => {
    const { image, truth } = simulateMicrograph({ ...common, ...changes });
    const { recipe, reason } = suggestRecipe(image, 0.5, quietWork);
    expect(reason).toContain(changes.mode === 'dark-field' ? 'brighter' : 'darker');
    expect(reason).toMatch(/\d nm \(\d+ px\)/);
    const { instances } = runRecipe(recipe, image, 0.5, quietWork);
    const found = instancesToLabels(instances, image.width, image.height).data;
    const { f1 } = matchScores(matchInstances(instanceOverlaps([found], [truth.data]), 0.5));
    expect(f1).toBeGreaterThan(0.85);
  });

  it('is a recipe with every choice written out, the same whatever the bands', () => {
    const { image } = simulateMicrograph(common);
    const alone = suggestRecipe(image, null, quietWork);
    expect(isAutomatic(alone.recipe)).toBe(false);
    expect(() => resolveRecipe(alone.recipe)).not.toThrow();
    expect(JSON.stringify(alone.recipe)).not.toContain('auto"');
    expect(suggestRecipe(image, null, bandedWork(53))).toEqual(alone);
  });

  it('does not break on images without particles', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 200],
      [64, 48],
    ]) {
      const image = { width, height, data: new Float32Array(width * height).fill(5) };
      const { recipe, reason } = suggestRecipe(image, null, quietWork);
      expect(reason).toContain('No particle stands out');
      expect(runRecipe(recipe, image, null, quietWork).instances).toEqual([]);
    }
  });
});
