import { expect, it } from 'vitest';
import { encodeLabelled } from '../../domain/labels/labelled-instance.ts';
import { tilesOfPlane } from '../../domain/labels/tiled-plane.ts';
import { instanceOf } from '../../domain/run-mask.ts';
import { Augmentation, Preprocessing } from '../../domain/training/training-settings.ts';
import { memorySource } from '../../formats/memory-source.ts';
import { writePng } from '../../formats/png/write.ts';
import { writeTiff } from '../../formats/tiff/write.ts';
import type { TaskEnvironment } from '../../ports/task.ts';
import { quietWork } from '../../ports/work.ts';
import { patchIndexTask, trainingBatchTask } from './training-batch.ts';
import { type TrainingFrameRequest, trainingFrameTask } from './training-frame.ts';

const [width, height] = [40, 30];
const grey = Uint16Array.from({ length: width * height }, (_, i) => 100 + (i % width) * 7 + (i === 405 ? 60_000 : 0));
const values = Uint8Array.from(grey, (_, i) => (i % width < 10 ? 255 : i % width < 30 ? 0 : 7));
const files: Readonly<Record<string, Uint8Array>> = {
  '/a.tif': writeTiff([{ width, height, data: grey }]),
  '/a.labels.tif': writeTiff([{ width, height, data: values }]),
  '/b.labels.tif': writeTiff([{ width: 8, height: 8, data: values.slice(0, 64) }]),
};
const environment = {
  open: (path: string) => memorySource(path, files[path]),
  work: quietWork,
} as unknown as TaskEnvironment;

const request: TrainingFrameRequest = {
  address: { path: '/a.tif', imageIndex: 0, frame: 0 },
  version: '1',
  preprocessing: Preprocessing.parse({}),
  classes: [
    { name: 'Background', role: 'background' },
    { name: 'Particle', role: 'particle' },
    { name: 'Overlap', role: 'overlap' },
  ],
  source: {
    kind: 'file',
    path: '/a.labels.tif',
    values: [
      [0, 0],
      [255, 1],
    ],
    colours: [],
  },
};

it('reads a micrograph and its label image, and tells what is in them', async () => {
  const frame = await trainingFrameTask.run(request, environment);
  expect([...frame.counts]).toEqual([600, 300, 0]);
  expect(frame.strange).toEqual(['7']);
  expect(frame.labels[39]).toBe(-1);
  expect(frame.diameters).toHaveLength(1);
  expect(frame.diameters[0]).toBeCloseTo(2 * Math.sqrt(300 / Math.PI), 9);
  expect(frame.pixels.buffer).toBeInstanceOf(SharedArrayBuffer);
  const mean = frame.pixels.reduce((a, b) => a + b) / frame.pixels.length;
  expect(mean).toBeCloseTo(0, 5);
});

it('reads labels in colours, names a colour that no class has, and takes grey colours as values', async () => {
  const rgb = Uint8Array.from({ length: 3 * width * height }, (_, i) => [255, 0, i < 30 ? 9 : 0][i % 3]);
  const picture = writePng({ width, height, channels: 3, data: rgb });
  const opened = {
    ...environment,
    open: (path: string) => memorySource(path, path === '/c.png' ? picture : files[path]),
  };
  const source = { ...request.source, path: '/c.png', colours: [[0xff0000, 1]] } as TrainingFrameRequest['source'];
  const frame = await trainingFrameTask.run({ ...request, source }, opened);
  expect([...frame.counts]).toEqual([0, width * height - 10, 0]);
  expect(frame.strange).toEqual(['#ff0009']);
  const grey = writePng({ width, height, channels: 3, data: new Uint8Array(3 * width * height).fill(255) });
  const other = { ...environment, open: (path: string) => memorySource(path, path === '/c.png' ? grey : files[path]) };
  const plain = { ...request.source, path: '/c.png' } as TrainingFrameRequest['source'];
  expect([...(await trainingFrameTask.run({ ...request, source: plain }, other)).counts]).toEqual([0, 1200, 0]);
});

it('prepares the image as asked: a hit is gone, and the rest is what it was', async () => {
  const hit = (await trainingFrameTask.run(request, environment)).pixels[405];
  const preprocessing = Preprocessing.parse({ hits: 10 });
  const { pixels } = await trainingFrameTask.run({ ...request, preprocessing }, environment);
  expect(hit).toBeGreaterThan(20);
  expect(Math.abs(pixels[405])).toBeLessThan(2);
});

it('takes labels of a label set: overlaps, and background around particles', async () => {
  const box = { x: 0, y: 0, width: 6, height: 2, runs: Uint32Array.of(0, 6, 6, 6) };
  const masks = [box, { ...box, x: 4 }];
  const particles = encodeLabelled(
    masks.map((mask, i) => ({ ...instanceOf(i + 1, mask, width, height), classId: 3, reviewed: true })),
  );
  const tiles = tilesOfPlane(new Uint8Array(width * height), width, height);
  const source = {
    kind: 'set' as const,
    labels: { width, height, tiles, particles },
    rules: [{ id: 3, index: 1 }],
    reviewedOnly: false,
  };
  const { counts, labels } = await trainingFrameTask.run({ ...request, source }, environment);
  expect([...counts]).toEqual([width * height - 20, 16, 4]);
  expect(labels.slice(3, 11)).toEqual(Int32Array.of(1, 2, 2, 1, 1, 1, 1, 0));
});

it('refuses labels of another size and names them', async () => {
  const source = { kind: 'file' as const, path: '/b.labels.tif', values: [], colours: [] };
  await expect(trainingFrameTask.run({ ...request, source }, environment)).rejects.toThrow(/b\.labels\.tif is 8 × 8/);
});

it('makes the same batch in a task as anywhere', async () => {
  const frames = [await trainingFrameTask.run(request, environment)];
  const index = await patchIndexTask.run({ frames, classes: 3 }, environment);
  const plan = { batch: 2, side: 16, augmentation: Augmentation.parse({}), balance: 0.5, seed: 3 };
  const batch = await trainingBatchTask.run({ frames, index, plan, number: 9 }, environment);
  expect(await trainingBatchTask.run({ frames, index, plan, number: 9 }, environment)).toEqual(batch);
  expect(batch.image).toHaveLength(512);
});
