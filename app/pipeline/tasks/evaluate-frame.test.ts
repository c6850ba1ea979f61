import { expect, it } from 'vitest';
import { modelCard } from '../../domain/training/fixtures/model-card.ts';
import { memorySource } from '../../formats/memory-source.ts';
import { writeTiff } from '../../formats/tiff/write.ts';
import type { Networks } from '../../ports/networks.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import { quietWork } from '../../ports/work.ts';
import { scoresOf } from '../../training/scores.ts';
import { type EvaluateFrameRequest, evaluateFrameTask } from './evaluate-frame.ts';

const [width, height] = [40, 30];
const at = (i: number) => [i % width, Math.floor(i / width)];
const disc = (i: number, x0: number, r: number) => Math.hypot(at(i)[0] - x0, at(i)[1] - 15) < r;
const truth = Uint8Array.from({ length: width * height }, (_, i) => (disc(i, 10, 6) || disc(i, 30, 3) ? 1 : 0));
const grey = truth.map((v, i) => (at(i)[0] > 20 && v === 1 ? 150 : 200 - 150 * v));
const files: Readonly<Record<string, Uint8Array>> = {
  '/a.tif': writeTiff([{ width, height, data: grey }]),
  '/a.labels.tif': writeTiff([{ width, height, data: truth }]),
};
const classes = (['background', 'particle'] as const).map((role) => ({ name: role, role, colour: '#000000' }));
/** Finds what is darker than 100: the large disc only. */
const networks: Networks = {
  facts: () => expect.fail(),
  maps: () => expect.fail(),
  card: () => modelCard({ classes }),
  classes: (_, { data }) => {
    const probabilities = new Float32Array(2 * data.length);
    for (let i = 0; i < data.length; i++) probabilities[(data[i] < 100 ? 1 : 0) * data.length + i] = 1;
    return { width, height, count: 2, probabilities, reduced: false };
  },
};
const environment = {
  open: (path: string) => memorySource(path, files[path]),
  work: quietWork,
  networks,
} as unknown as TaskEnvironment;
const asked: EvaluateFrameRequest = {
  address: { path: '/a.tif', imageIndex: 0, frame: 0 },
  version: 'evaluate-frame',
  source: {
    kind: 'file',
    path: '/a.labels.tif',
    colours: [],
    values: [
      [0, 0],
      [1, 1],
    ],
  },
  classes,
  way: { model: 'm' },
  pixelSize: null,
  sample: 'gold',
  edges: [8],
};
const count = (keep: (i: number) => boolean) => truth.reduce((sum, v, i) => sum + (v === 1 && keep(i) ? 1 : 0), 0);
const [large, small] = [count((i) => at(i)[0] < 20), count((i) => at(i)[0] > 20)];

it('counts what a model finds on a labelled frame, by the size of particles and by sample', async () => {
  const found = await evaluateFrameTask.run(asked, environment);
  expect([...found.confusion]).toEqual([width * height - large - small, 0, small, large]);
  expect(found.particles).toEqual([1, 1]);
  const sum = (a: Float64Array) => a.reduce((x, y) => x + y, 0);
  expect(found.bySize.map(({ positives }) => sum(positives))).toEqual([small, large]);
  expect(found.bySize[0].positives[0]).toBe(small);
  expect(found.bySize[1].positives[255]).toBe(large);
  expect(found.bySample.map(({ sample }) => sample)).toEqual(['gold']);
});

it('counts what a recipe finds in the same way', async () => {
  const recipe = {
    id: 'otsu',
    title: 'Otsu',
    help: '',
    steps: [{ step: 'threshold', enabled: true, params: { method: 'otsu', polarity: 'dark' } }],
  };
  const { confusion } = await evaluateFrameTask.run({ ...asked, way: { recipe } }, environment);
  expect([...confusion]).toEqual([width * height - large - small, 0, small, large]);
  expect(scoresOf(confusion, 2).classes[1].precision).toBe(1);
});

it('refuses a model of other classes', async () => {
  const three = [...classes, { name: 'patch', role: 'patch' as const }];
  await expect(evaluateFrameTask.run({ ...asked, classes: three }, environment)).rejects.toThrow(/3 labelled classes/);
});
