import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GreyImage } from '../../domain/plane.ts';
import type { Recipe, RecipeStep } from '../../domain/recipe.ts';
import { memorySource } from '../../formats/memory-source.ts';
import { openAcquisition } from '../../formats/open.ts';
import { toGrey } from '../../image/to-grey.ts';
import { quietWork } from '../../ports/work.ts';
import { runRecipe } from '../run-recipe.ts';
import { slater } from './slater.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/particlespy/', import.meta.url));
const imagePath = `${folder}SiO2 HAADF Image.hspy`;

/** ParticleSpy's names of the methods. */
const methods: Readonly<Record<string, string>> = { local_otsu: 'local-otsu', lg_otsu: 'otsu-and-local-otsu' };

/** The recipe with the parameters of one row: method, watershed, size, erosion, invert, least area, top-hat, Gaussian, window. */
function recipeOf(row: readonly string[]): Recipe {
  const [method, , size, erosion, , minArea, topHat, sigma, local] = row;
  const separates = row[1] === '1';
  // ParticleSpy gives local Otsu its radius, other local methods their side.
  const window = method.endsWith('_otsu') ? 2 * Number(local) + 1 : Math.max(3, Number(local));
  const changes: Readonly<Record<string, Partial<RecipeStep>>> = {
    'bright-particles': { enabled: false },
    'white-top-hat': Number(topHat) === 0 ? { enabled: false } : { params: { size: Number(topHat) } },
    gaussian: Number(sigma) === 0 ? { enabled: false } : { params: { sigma: Number(sigma) } },
    threshold: { params: { method: methods[method] ?? method, polarity: 'bright', window } },
    'distance-watershed': separates
      ? { params: { erosion: Number(erosion), window: Number(size) } }
      : { step: 'label-parts', params: { connectivity: '8' } },
    'area-range': { params: { min: Number(minArea) } },
  };
  return { ...slater, steps: slater.steps.map((use) => ({ ...use, ...changes[use.step] })) };
}

/**
 * The number of particles behind the published sizes of one of two clusters, listed for every outcome of the clustering:
 * the sum that most pairs of them give, the first such pair's.
 */
function publishedTotal(sizes: readonly number[]): number {
  const sums = sizes.flatMap((a, i) => sizes.slice(i + 1).map((b) => a + b));
  const votes = (sum: number) => sums.filter((other) => other === sum).length;
  return sums.reduce((best, sum) => (votes(sum) > votes(best) ? sum : best));
}

describe.skipIf(!existsSync(imagePath))("ParticleSpy's own test rows", () => {
  let image: GreyImage;
  beforeAll(async () => {
    const { images } = await openAcquisition(memorySource('SiO2.hspy', new Uint8Array(readFileSync(imagePath))));
    const [first] = images;
    const [height, width] = first.shape;
    image = toGrey(await first.readFrame(0), first.elementType, width, height, quietWork.threads);
  });

  const rows = existsSync(imagePath) ? readFileSync(`${folder}test_parameters.dat`, 'utf8').trim().split('\n') : [];
  it.each(rows)('%s gives the upstream count within 10 %%', (line) => {
    const [parameters, sizes] = line.split(';').map((part) => part.trim().split(','));
    const { instances } = runRecipe(recipeOf(parameters), image, 8.5524, quietWork);
    const published = publishedTotal(sizes.map(Number));
    expect(Math.abs(instances.length / published - 1)).toBeLessThanOrEqual(0.1);
  });
});
