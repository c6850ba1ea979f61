import { describe, expect, it } from 'vitest';
import { instancesToLabels } from '../../particles/label.ts';
import { quietWork } from '../../ports/work.ts';
import { instanceOverlaps, matchInstances, matchScores } from '../../segmentation/evaluate.ts';
import { simulateMicrograph } from '../../simulation/micrograph.ts';
import { planRecipe } from '../resolve-recipe.ts';
import { runRecipe } from '../run-recipe.ts';
import { shippedRecipes } from './list.ts';

const common = {
  width: 640,
  height: 640,
  pixelSize: 1,
  shapes: ['hexagon', 'ellipse'] as const,
  count: 28,
  radius: 32,
  spread: 0.1,
  rounding: 0.4,
  overlap: 0,
  background: 600,
  unevenness: 0.2,
  seed: 5,
};
const micrographs = {
  'bright field': simulateMicrograph({ ...common, mode: 'bright-field', contrast: 0.4 }),
  'dark field': simulateMicrograph({ ...common, mode: 'dark-field', contrast: 1.5 }),
};

describe('the shipped recipes', () => {
  it('have ids of their own and steps that exist', () => {
    const ids = shippedRecipes.map((recipe) => recipe.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const recipe of shippedRecipes) expect(() => planRecipe(recipe)).not.toThrow();
  });

  it.each(['slater', 'williamson'])('%s finds the particles of either polarity', (id) => {
    const recipe = shippedRecipes.find((r) => r.id === id);
    if (recipe === undefined) throw new Error(id);
    for (const [name, { image, truth }] of Object.entries(micrographs)) {
      const { instances } = runRecipe(recipe, image, 1, quietWork);
      const inside = new Set(truth.data);
      for (let i = 0; i < truth.width; i++) {
        for (const at of [i, (truth.height - 1) * truth.width + i, i * truth.width, (i + 1) * truth.width - 1])
          inside.delete(truth.data[at]);
      }
      const whole = truth.data.map((label) => (inside.has(label) ? label : 0));
      const found = instancesToLabels(instances, image.width, image.height).data;
      const { f1 } = matchScores(matchInstances(instanceOverlaps([found], [whole]), 0.5));
      expect(f1, `${id}, ${name}`).toBeGreaterThan(0.8);
    }
  });

  it('fourier finds fringes on noise of the same mean', () => {
    const fourier = shippedRecipes.find((r) => r.id === 'fourier');
    if (fourier === undefined) throw new Error('fourier');
    const { image } = simulateMicrograph({
      ...common,
      width: 512,
      height: 512,
      count: 0,
      unevenness: 0,
      mode: 'bright-field',
      contrast: 0.1,
    });
    const data = Float32Array.from(image.data);
    const truth = new Int32Array(data.length);
    for (let y = 0; y < 512; y++) {
      for (let x = 0; x < 512; x++) {
        if (Math.hypot(x - 260, y - 240) > 90) continue;
        truth[y * 512 + x] = 1;
        data[y * 512 + x] += 40 * Math.cos((2 * Math.PI * (0.8 * x + 0.6 * y)) / 8);
      }
    }
    const { instances } = runRecipe(fourier, { width: 512, height: 512, data }, null, quietWork);
    const found = instancesToLabels(instances, 512, 512).data;
    expect(matchScores(matchInstances(instanceOverlaps([found], [truth]), 0.5)).f1).toBe(1);
  });
});
