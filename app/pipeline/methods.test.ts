import { describe, expect, it } from 'vitest';
import { type MethodsFacts, methodsParagraph } from './methods.ts';
import { shippedRecipes } from './recipes/list.ts';
import { resolveRecipe } from './resolve-recipe.ts';

const recipe = resolveRecipe({
  id: 'own',
  title: 'My recipe',
  help: '',
  steps: [
    { step: 'gaussian', enabled: true, params: { sigma: 1.5 } },
    { step: 'white-top-hat', enabled: false, params: {} },
    { step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'auto' } },
  ],
});
const facts: MethodsFacts = {
  program: '0.1.0',
  title: recipe.title,
  frames: [
    { imageId: 1, recipe, pixelSize: 0.25, source: 'file tag', resolved: { polarity: 'dark', threshold: 101.2345678 } },
    { imageId: 2, recipe, pixelSize: 0.5, source: 'scale bar', resolved: { polarity: 'dark', threshold: 96 } },
    { imageId: 2, recipe, pixelSize: null, source: 'none', resolved: { polarity: 'bright' } },
  ],
  particles: 1234,
  filter: { dropBorder: false, rules: [] },
  columns: new Map([
    ['area', { title: 'Area', unit: 'nm²' }],
    ['solidity', { title: 'Solidity', unit: '' }],
  ]),
  rejected: 0,
  kept: 1234,
};

describe('a methods paragraph', () => {
  it('states images, sizes and their sources, every step that ran, and what was chosen', () => {
    const text = methodsParagraph(facts);
    expect(text).toContain(
      '2 micrographs (3 frames) at 0.25 and 0.5 nm a pixel (as stated by the files and measured on the scale bar), 1 frame of them without calibration, were segmented with Morphoscope 0.1.0, recipe “My recipe”.',
    );
    expect(text).toMatch(/\(1\) Gaussian[^,]*\[[^\]]*1\.5[^\]]*version \d+\], \(2\) threshold \[/);
    expect(text).not.toContain('op-hat');
    expect(text).toContain(
      'Chosen by the program: polarity dark (2 frames) and bright (1 frame); threshold 96 to 101.2.',
    );
    expect(text).toMatch(/1,234 particles were found\.$/);
  });

  it('states the filter and what a person rejected', () => {
    const filter = {
      dropBorder: true,
      rules: [
        { column: 'area', min: 6, max: null },
        { column: 'solidity', min: null, max: 0.9 },
        { column: 'idle', min: null, max: null },
      ],
    };
    const text = methodsParagraph({ ...facts, filter, rejected: 1, kept: 1000 });
    expect(text).toContain(
      'Those that touch the border of the image were left out. Only those with area of at least 6 nm² and solidity of at most 0.9 were kept. 1 particle was rejected by eye. 1,000 remain.',
    );
  });

  it('says so when nothing is calibrated', () => {
    const frames = [{ imageId: 1, recipe, pixelSize: null, source: 'none', resolved: {} }];
    const text = methodsParagraph({ ...facts, frames, particles: 1 });
    expect(text).toContain('1 micrograph without calibration (sizes are in pixels) was segmented');
    expect(text).not.toContain('Chosen by the program');
    expect(text).toContain('1 particle was found.');
  });

  it('states each choice where the program chose by image', () => {
    const withSigma = (sigma: number) => ({
      ...recipe,
      steps: recipe.steps.map((use, i) => (i === 0 ? { ...use, params: { ...use.params, sigma } } : use)),
    });
    const frames = [1, 2, 2, 2, 3, 4, 5].map((sigma) => ({ ...facts.frames[0], recipe: withSigma(sigma) }));
    const text = methodsParagraph({ ...facts, title: 'Automatic', frames });
    expect(text).toMatch(
      /The program chose the steps for each image\. In 3 frames the steps were \(1\) Gaussian[^,]*sigma 2 px/,
    );
    expect(text.match(/In 1 frame the steps were/g)).toHaveLength(2);
    expect(text).toContain('In 2 further frames other parameters were chosen');
  });

  it.each(shippedRecipes.filter(({ steps }) => steps.length > 0).map((shipped) => [shipped.id, shipped] as const))(
    'names every step of %s',
    (_, shipped) => {
      const frames = [{ ...facts.frames[0], recipe: resolveRecipe(shipped) }];
      const text = methodsParagraph({ ...facts, frames });
      expect(text).toContain(`(${shipped.steps.filter((step) => step.enabled).length})`);
      expect(text).not.toContain('undefined');
    },
  );
});
