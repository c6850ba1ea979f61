import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput } from '../../app/contract/list.ts';
import { ModelCard } from '../../app/domain/training/model-card.ts';
import { writePng } from '../../app/formats/png/write.ts';
import { writeTiff } from '../../app/formats/tiff/write.ts';
import { micrograph } from './fixtures/micrographs.ts';
import { type TestProgram, testProgram } from './fixtures/program.ts';

const side = 48;
let program: TestProgram;
let folder: string;
beforeAll(() => {
  program = testProgram();
  folder = path.join(program.folder, 'files');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => program.remove());

const key = [
  { name: 'background', color: '#000000', value: 0, role: 'background' },
  { name: 'particle', color: '#ff0000', value: 5, role: 'particle' },
];
const at = (...parts: string[]) => path.join(folder, ...parts);
const write = (file: string, bytes: Uint8Array | string) => {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
};
const disk = (i: number) => ({ x: 16 + 3 * i, y: 22, radius: 9 });
const inside = (i: number, image: number) =>
  ((i % side) - disk(image).x) ** 2 + (Math.floor(i / side) - disk(image).y) ** 2 <= 81;

/** Images with labels as values 0 and 5, or as colours. */
function files(
  count: number,
  as: 'values' | 'colours' = 'values',
  worth = (is: boolean): number => (is ? 5 : 0),
): void {
  for (let n = 0; n < count; n++) {
    micrograph(at('images'), `scan_${n}.tif`, [[disk(n)]], { side });
    const values = Uint8Array.from({ length: side * side }, (_, i) => worth(inside(i, n)));
    const rgb = Uint8Array.from({ length: 3 * side * side }, (_, i) =>
      i % 3 === 0 ? 51 * values[Math.floor(i / 3)] : 0,
    );
    const picture = { width: side, height: side };
    if (as === 'values') write(at('labels', `scan_${n}.tif`), writeTiff([{ ...picture, data: values }]));
    else write(at('labels', `scan_${n}.png`), writePng({ ...picture, channels: 3, data: rgb }));
  }
  write(at('KEY.json'), JSON.stringify(key));
}

type Asked = CallInput<'training.startFiles'>;
const quick = { stepsPerEpoch: 3, batch: 2, patch: 32 };
const asked = (out: string, change: Partial<Asked> = {}): Asked => ({
  images: at('images'),
  labels: at('labels'),
  classes: at('KEY.json'),
  architecture: 'httem-unet',
  epochs: 3,
  threads: 1,
  settings: quick,
  out: at(out),
  ...change,
});
const train = (out: string, change: Partial<Asked> = {}) =>
  program.done(program.ask('training.startFiles', asked(out, change)));
const refused = async (change: Partial<Asked> = {}) => {
  const { id } = await program.ask('training.startFiles', asked('out', change));
  const { failure } = await program.ports.jobs.finished(id);
  return `${failure?.message} ${failure?.remedy}`;
};
const bytes = (out: string, name: string) => readFileSync(at(out, name));
const weightsOf = async (out: string) => (await program.trainings.shelf.startFrom(at(out))).numbers.weights;

describe('a training on files', () => {
  it('writes model, card, curves and checkpoint; the same seed gives the same weights, another seed others', async () => {
    files(4);
    expect(await train('one')).toMatchObject({ epochs: 3, ended: 'complete' });
    await train('two');
    const [one, two] = [await weightsOf('one'), await weightsOf('two')];
    expect(two).toEqual(one);
    expect(
      bytes('two', 'history.csv')
        .toString()
        .replace(/^(\d+,\d+),[^,]*/gm, '$1'),
    ).toBe(
      bytes('one', 'history.csv')
        .toString()
        .replace(/^(\d+,\d+),[^,]*/gm, '$1'),
    );
    await train('three', { seed: 2 });
    expect(await weightsOf('three')).not.toEqual(one);
    const card = ModelCard.parse(JSON.parse(bytes('one', 'card.json').toString()));
    expect(card.classes.map(({ name, role }) => [name, role])).toEqual([
      ['background', 'background'],
      ['particle', 'particle'],
    ]);
    expect(card.learnedFrom.filter(({ split }) => split === 'validation')).toHaveLength(1);
    expect(card).toMatchObject({
      settings: { seed: 1, epochs: 3 },
      pixelSize: { least: 0.5, most: 0.5 },
      parent: null,
    });
    expect(bytes('one', 'history.csv').toString().trim().split('\n')).toHaveLength(4);
  }, 120_000);

  it('goes on from its checkpoint to what it would have become', async () => {
    files(4);
    await train('whole', { epochs: 4 });
    await train('part', { epochs: 2, settings: { ...quick, schedule: 'constant' } });
    await train('other', { epochs: 4, settings: { ...quick, schedule: 'constant' } });
    await train('part', { epochs: 4, resume: true });
    expect(await weightsOf('part')).toEqual(await weightsOf('other'));
    expect(bytes('part', 'history.csv').toString().trim().split('\n')).toHaveLength(5);
    // labels that changed meanwhile are another training
    write(at('labels', 'scan_0.tif'), readFileSync(at('labels', 'scan_1.tif')));
    expect(await refused({ out: at('part'), resume: true })).toContain('other images or labels');
    expect(await refused({ out: at('nowhere'), resume: true })).toContain('There is no checkpoint in');
  }, 120_000);

  it('learns from colours too, begins from a model, and keeps a strip for judging where there are few images', async () => {
    files(2, 'colours');
    const first = await train('first');
    expect(String(first['notes'])).toContain('A quarter of each of the 2 images is kept for judging');
    await train('second', { model: at('first'), architecture: null, epochs: 1 });
    const [one, two] = ['first', 'second'].map((out) =>
      ModelCard.parse(JSON.parse(bytes(out, 'card.json').toString())),
    );
    expect(two).toMatchObject({ parent: one.sha256, architecture: 'httem-unet' });
  }, 120_000);

  it('begins from a model that comes with the program, which can be exported as well', async () => {
    files(2);
    await train('begun', { model: 'overlap', architecture: null, epochs: 1 });
    const card = ModelCard.parse(JSON.parse(bytes('begun', 'card.json').toString()));
    const { card: shipped } = await program.ask('models.show', { id: 'overlap' });
    expect(card).toMatchObject({ parent: shipped.sha256, architecture: shipped.architecture });
    await program.done(program.ask('models.export', { id: 'overlap', path: at('overlap.onnx'), format: 'onnx' }));
    const { numbers } = await program.trainings.shelf.startFrom(at('overlap.onnx'));
    expect(numbers).toEqual((await program.trainings.shelf.start('overlap')).numbers);
  }, 120_000);

  it('shrinks its patches to the memory and says when nothing fits', async () => {
    files(3);
    const settings = { ...quick, batch: 16, patch: 256 };
    await train('small', { settings, epochs: 1, memory: 40e6 });
    const { about } = program.ports.trainer.decode(new Uint8Array(bytes('small', 'checkpoint.onnx')), 'c');
    const { batch, side: patch } = JSON.parse(about) as { batch: number; side: number };
    expect(batch).toBe(1);
    expect(patch).toBeLessThan(256);
    expect(await refused({ memory: 1e6 })).toMatch(/needs at least \d+ MB to learn/);
  }, 60_000);
});

describe('what a training on files refuses, and why', () => {
  it('pairs, sizes, values, colours, keys and models', async () => {
    files(3);
    rmSync(at('labels'), { recursive: true });
    mkdirSync(at('labels'));
    expect(await refused()).toContain('no stem in common');
    const data = new Uint8Array(20 * 20);
    write(at('labels', 'scan_0.tif'), writeTiff([{ width: 20, height: 20, data }]));
    expect(await refused()).toContain('20 × 20 px');
    files(3, 'values', (is) => (is ? 9 : 0));
    expect(await refused()).toContain('a value that the key does not name: 9');
    rmSync(at('labels'), { recursive: true });
    files(3, 'colours', (is) => (is ? 4 : 0));
    expect(await refused()).toContain('#cc0000');
    files(3);
    rmSync(at('labels'), { recursive: true });
    files(3, 'values', () => 0);
    expect(await refused()).toMatch(/one|background/i);
    write(at('KEY.json'), JSON.stringify([{ ...key[0], role: 'ignore' }, key[1]]));
    expect(await refused()).toContain('only one class');
    write(
      at('KEY.json'),
      JSON.stringify([{ ...key[0], value: 7 }, key[1], { name: 'unlabelled', color: '#123456', value: 0 }]),
    );
    expect(await refused()).toContain('No pixel of the training images counts');
    files(3);
    expect(await refused({ architecture: 'nothing' })).toContain('No network is named');
    expect(await refused({ settings: { speed: 3 } })).toContain('no setting “speed”');
    expect(await refused({ model: 'nothing' })).toContain('There is no model “nothing”');
    expect(await refused({ model: at('images', 'scan_0.tif') })).toContain('scan_0.tif');
    expect(await refused({ classes: at('none.json') })).toContain('none.json');
  }, 60_000);
});

describe('cross-validation on files', () => {
  it('leaves each image out once and writes scores and models', async () => {
    files(4);
    const { images, labels, classes, architecture, threads, out } = asked('cv');
    const places = { images, labels, classes, architecture, threads, out };
    const result = await program.done(
      program.ask('training.crossValidate', { ...places, settings: quick, epochs: 1, folds: 2 }),
    );
    const folds = result['folds'] as { images: string[] }[];
    expect(folds.flatMap((fold) => fold.images).sort()).toEqual(['scan_0', 'scan_1', 'scan_2', 'scan_3']);
    expect(bytes('cv', 'cross-validation.csv').toString().trim().split('\n')).toHaveLength(3);
    expect(bytes('cv', 'fold-2.onnx').length).toBeGreaterThan(1000);
  }, 60_000);
});
