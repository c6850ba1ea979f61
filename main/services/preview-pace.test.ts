import { describe, expect, it } from 'vitest';
import type { Recipe } from '../../app/domain/recipe.ts';
import { PreviewPace } from './preview-pace.ts';

const recipe = (...steps: string[]): Recipe => ({
  id: 'r',
  title: 'R',
  help: '',
  steps: steps.map((step) => ({ step, enabled: true, params: {} })),
});

describe('the pace of previews', () => {
  it('asks for fewer pixels of a slow recipe, and only of that one', () => {
    const pace = new PreviewPace();
    const before = pace.pixelsFor(recipe('clahe'));
    pace.learn(recipe('clahe'), before, 1);
    expect(pace.pixelsFor(recipe('clahe'))).toBeLessThan(before / 5);
    expect(pace.pixelsFor(recipe('threshold'))).toBe(before);
  });
  it('asks for more again when the recipe turns out to be fast', () => {
    const pace = new PreviewPace();
    pace.learn(recipe('clahe'), 100_000, 1);
    const slow = pace.pixelsFor(recipe('clahe'));
    for (let k = 0; k < 60; k++) pace.learn(recipe('clahe'), 100_000, 0.02);
    expect(pace.pixelsFor(recipe('clahe'))).toBeGreaterThan(3 * slow);
  });
});
