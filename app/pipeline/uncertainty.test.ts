import { describe, expect, it } from 'vitest';
import type { LabelMap } from '../domain/plane.ts';
import { instanceOf, maskOfPlane } from '../domain/run-mask.ts';
import { quietWork } from '../ports/work.ts';
import { particleLikeness } from '../segmentation/contours/likeness.ts';
import { findOutlines } from '../segmentation/contours/particle-contours.ts';
import { simulateMicrograph } from '../simulation/micrograph.ts';
import { runRecipe } from './run-recipe.ts';
import { Sureness } from './uncertainty.ts';

const size = { width: 8, height: 4 };
const labels = (): LabelMap => ({
  ...size,
  count: 3,
  data: Int32Array.from('11110022111100221113330000033300', Number),
});
const particle = (pixels: string) => {
  const plane = Uint8Array.from(pixels, Number);
  const mask = maskOfPlane(plane, { x: 0, y: 0, ...size }, 1);
  if (mask === null) throw new Error('no pixels');
  return instanceOf(1, mask, size.width, size.height);
};

describe('the uncertainty of particles', () => {
  const sure = Float64Array.of(0, 0.9, 0.5, 0.75);

  it('is that of the label that holds most of them, whatever later steps made of the labels', () => {
    const known = new Sureness();
    const given = labels();
    known.hear(given, sure);
    given.data.fill(0);
    const grown = particle('00011111' + '00000011' + '00000000' + '00000000');
    const between = particle('00000000' + '00010000' + '00011100' + '00000000');
    const apart = particle('00001100' + '00001100' + '00000000' + '00000000');
    const found = known.of([grown, between, apart]);
    expect(found).toEqual(Float64Array.of(0.5, 0.25, 1));
  });

  it('is not known where no step says how sure it was', () => {
    expect(new Sureness().of([])).toBeNull();
  });
});

it('a run of the contour step tells the likeness of each outline that it took', () => {
  const { image } = simulateMicrograph({
    width: 300,
    height: 220,
    pixelSize: 1,
    mode: 'dark-field',
    shapes: ['hexagon'],
    count: 12,
    radius: 16,
    spread: 0.1,
    rounding: 0.3,
    overlap: 0.1,
    background: 100,
    contrast: 0.4,
    unevenness: 0.2,
    seed: 3,
  });
  const params = { shrink: 1, minArea: 30, maxShare: 75, caution: 0.3 };
  const recipe = { id: 'own', title: 'Own', help: '', steps: [{ step: 'particle-contours', params, enabled: true }] };
  const known = new Sureness();
  const { instances } = runRecipe(recipe, image, null, quietWork, { sureness: known.hear });
  const { outlines } = findOutlines(image, { ...params, maxShare: 0.75, overlaps: true }, quietWork);
  const expected = outlines.map((outline) => 1 - particleLikeness(outline)).sort((a, b) => a - b);
  expect(instances.length).toBeGreaterThan(3);
  expect([...(known.of(instances) ?? [])].sort((a, b) => a - b)).toEqual(expected);
});
