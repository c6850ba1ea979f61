import { expect, it } from 'vitest';
import { decodeInstances } from '../../domain/instance-codec.ts';
import { modelCard } from '../../domain/training/fixtures/model-card.ts';
import { memorySource } from '../../formats/memory-source.ts';
import { openAcquisition } from '../../formats/open.ts';
import { writeTiff } from '../../formats/tiff/write.ts';
import type { Networks } from '../../ports/networks.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import { quietWork } from '../../ports/work.ts';
import { recipeForModel } from '../recipes/model-recipe.ts';
import { segmentFrameTask } from './segment-frame.ts';

const [width, height] = [64, 48];
const grey = Uint8Array.from({ length: width * height }, (_, i) => {
  const [x, y] = [i % width, Math.floor(i / width)];
  const r = Math.hypot(x - 20, y - 20);
  return r < 6 ? 10 : r < 12 ? 90 : 200;
});
const file = writeTiff([{ width, height, data: grey }]);
const classes = (['background', 'core', 'patch'] as const).map((role) => ({ name: role, role, colour: '#000000' }));
const card = modelCard({ id: 'cores', classes });
const networks: Networks = {
  facts: () => expect.fail(),
  maps: () => expect.fail(),
  card: () => card,
  classes: (_, { data }) => {
    const probabilities = new Float32Array(3 * data.length).fill(0.1);
    for (let i = 0; i < data.length; i++)
      probabilities[(data[i] > 100 ? 0 : data[i] > 50 ? 2 : 1) * data.length + i] = 0.8;
    return { width, height, count: 3, probabilities, reduced: false };
  },
};
const environment = {
  open: (path: string) => memorySource(path, file),
  work: quietWork,
  networks,
} as unknown as TaskEnvironment;
const asked = {
  address: { path: '/a.tif', imageIndex: 0, frame: 0 },
  version: 'segment-classes',
  recipe: recipeForModel(card),
  pixelSize: { x: 2, y: 2 },
  maps: true,
};

async function pages(bytes: Uint8Array) {
  const [image] = (await openAcquisition(memorySource('m.tif', bytes))).images;
  return Promise.all(
    Array.from({ length: image.frameCount }, async (_, i) => Array.from(await image.readFrame(i), Number)),
  );
}

it('writes the class of each pixel and a page of probabilities a class, and measures the classes of each particle', async () => {
  const made = await segmentFrameTask.run(asked, environment);
  expect(decodeInstances(made.instances)).toHaveLength(1);
  const truth = Array.from(grey, (v) => (v > 100 ? 0 : v > 50 ? 2 : 1));
  if (made.maps === null) throw new Error('no maps');
  expect(await pages(made.maps.classes)).toEqual([truth]);
  const probabilities = await pages(made.maps.probabilities);
  expect(probabilities).toHaveLength(3);
  for (const [i, k] of truth.entries()) expect(probabilities[k][i]).toBeCloseTo(0.8, 6);
  const area = (id: string) => made.values[made.columns.findIndex((c) => c.id === id)][0];
  const count = (k: number) => truth.filter((v) => v === k).length;
  expect(area('area_core')).toBe(4 * count(1));
  expect(area('area_patch')).toBe(4 * count(2));
  expect(area('area')).toBe(area('area_core') + area('area_patch'));
  expect(made.columns.find(({ id }) => id === 'area_core')?.unit).toBe('nm²');
  expect(made.resolved['model']).toBe(`cores ${card.sha256}`);
});

it('chooses the recipe by the image when models are handed to it', async () => {
  const { recipe, reason } = await segmentFrameTask.run({ ...asked, models: [card] }, environment);
  expect(recipe.id).toBe('model-cores');
  expect(reason).toContain('nothing speaks');
});
