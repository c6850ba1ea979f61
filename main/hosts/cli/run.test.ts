import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CallName } from '../../../app/contract/list.ts';
import { Failure } from '../../../app/domain/failure.ts';
import type { JobInfo } from '../../../app/domain/job.ts';
import { modelCard } from '../../../app/domain/training/fixtures/model-card.ts';
import { Client, memoryWires } from './client.ts';
import { commands } from './commands/list.ts';
import { expandPaths } from './expand.ts';
import { progressPrinter } from './progress.ts';
import { recipeFrom } from './recipe-flag.ts';
import { runCommandLine } from './run.ts';

const slater = {
  id: 'slater',
  title: 'Slater',
  help: '',
  shipped: true,
  steps: [
    { step: 'gaussian', enabled: true, params: { sigma: 1 } },
    { step: 'threshold', enabled: true, params: { method: 'li' } },
    { step: 'gaussian', enabled: true, params: { sigma: 2 } },
  ],
};

/** Services that answer from a table and keep what they were asked. */
function fakeServices(answers: Partial<Record<CallName, (input: never) => unknown>>) {
  const asked: { call: string; input: unknown }[] = [];
  const [ours, theirs] = memoryWires();
  theirs.onMessage((message) => {
    if (message.kind !== 'ask') return;
    asked.push({ call: message.call, input: message.input });
    try {
      const answer = answers[message.call as CallName];
      if (answer === undefined) throw new Failure('internal', `unexpected ${message.call}`, '');
      theirs.send({ kind: 'answer', id: message.id, output: answer(message.input as never) });
    } catch (thrown) {
      theirs.send({ kind: 'failure', id: message.id, failure: Failure.from(thrown).info });
    }
  });
  return { client: new Client(ours), theirs, asked };
}

async function run(argv: readonly string[], answers: Parameters<typeof fakeServices>[0] = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const services = fakeServices(answers);
  const code = await runCommandLine(
    argv,
    commands,
    '1.2.3',
    { print: (text) => out.push(text), err: { write: (text) => err.push(text) } },
    async () => services.client,
  );
  return { code, out: out.join('\n'), err: err.join(''), asked: services.asked };
}

describe('the command line', () => {
  it('shows help for itself and for every command, with examples', async () => {
    expect((await run(['--help'])).out).toContain('segment');
    expect((await run([])).code).toBe(2);
    for (const command of commands) {
      const { code, out } = await run([command.name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('Examples:');
      for (const option of Object.keys(command.options)) expect(out, command.name).toContain(`--${option}`);
    }
    expect((await run(['--version'])).out).toBe('1.2.3');
  });

  it.each([
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['inspect', 'a.tif', '--frobnicate']],
    ['an option without its value', ['segment', 'a.tif', '--out']],
    ['no file', ['inspect']],
    ['no folder', ['segment', 'a.tif']],
    ['a pixel size that is none', ['segment', 'a.tif', '--out', 'x', '--pixel-size', '-1']],
    ['a pixel size of zero', ['segment', 'a.tif', '--out', 'x', '--pixel-size=0']],
    ['a setting without a recipe', ['segment', 'a.tif', '--out', 'x', '--set', 'a.b=1']],
    ['a verb that is none', ['project', 'frobnicate', 'x']],
    ['half an evaluation', ['evaluate', '--labels', 'x']],
    ['no kind of scene', ['simulate', '--out', 'x']],
    ['half a micrograph', ['simulate', 'sem', '--count', '0.5', '--out', 'x']],
    ['a look that is none', ['simulate', 'sem', '--as', 'art', '--out', 'x']],
  ])('ends with 2 and says why for %s', async (_, argv) => {
    const { code, out, err } = await run([...argv, '--json']);
    expect(code).toBe(2);
    expect(err).toContain('--help');
    expect(JSON.parse(out).error.tag).toBe('wrong-usage');
  });

  it('inspects each file under the name it was asked by, and ends with 1 when one fails', async () => {
    const image = {
      name: 'a',
      shape: [2, 3],
      dtype: 'uint8',
      min: 0,
      max: 5,
      mean: 2.5,
      sha256: 'x',
      axes: [],
      calibrationSource: 'none',
    };
    const answers = {
      'batch.inspect': ({ path: file }: { path: string }) =>
        file.endsWith('bad.tif')
          ? { file, error: { tag: 'truncated', message: 'bad.tif is cut.', remedy: 'Copy it again.' } }
          : { file, format: 'TIFF', images: [image] },
    };
    const { code, out } = await run(['inspect', 'folder/a.tif', 'bad.tif', '--json'], answers as never);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { file: 'folder/a.tif', format: 'TIFF', images: [image] },
      { file: 'bad.tif', error: { tag: 'truncated', message: 'bad.tif is cut.', remedy: 'Copy it again.' } },
    ]);
    expect((await run(['inspect', 'a.tif'], answers as never)).out).toContain('2 × 3 uint8');
  });

  it('asks for as many simulated micrographs as it is told, from the seed on', async () => {
    const fail = () => {
      throw new Failure('disk-full', '/x is full.', 'Make room.');
    };
    const argv = ['simulate', 'sem', '--seed', '7', '--count', '3', '--size', '256', '--as', 'printed', '--out', '/x'];
    const { code, asked } = await run(argv, { 'batch.simulate': fail });
    expect(code).toBe(1);
    const input = { kind: 'sem', seed: 7, count: 3, size: 256, published: 1, out: path.resolve('/x') };
    expect(asked).toMatchObject([{ call: 'batch.simulate', input }]);
  });

  it('asks for a training with what was given, whole paths and settings by name', async () => {
    const fail = () => {
      throw new Failure('disk-full', '/x is full.', 'Make room.');
    };
    const places = ['--images', '/i', '--labels', '/l', '--classes', '/k.json', '--out', '/x'];
    const given = ['--minutes', '2.5', '--seed', '3', '--memory', '512', '--set', 'rate=0.01', '--set', 'loss=focal'];
    const { code, asked } = await run(['train', ...places, ...given], { 'training.startFiles': fail });
    expect(code).toBe(1);
    const settings = { rate: 0.01, loss: 'focal' };
    const input = { minutes: 2.5, epochs: null, seed: 3, memory: 512 * 2 ** 20, settings, resume: false };
    expect(asked).toMatchObject([{ call: 'training.startFiles', input: { ...input, images: path.resolve('/i') } }]);
    expect((await run(['train', ...places, '--epochs', 'two'], {})).code).toBe(2);
    expect((await run(['train', ...places.slice(2)], {})).code).toBe(2);
    expect((await run(['cross-validate', ...places, '--folds', '1'], {})).code).toBe(2);
    const cross = await run(['cross-validate', ...places, '--folds', '4'], { 'training.crossValidate': fail });
    expect(cross.asked).toMatchObject([{ call: 'training.crossValidate', input: { folds: 4 } }]);
  });

  it('lists models, shows a card, and applies a model by its name', async () => {
    const score = { measure: 'F1 on test articles', images: 84, value: 0.654 };
    const card = modelCard({ title: 'Generalist', help: 'Any.', measured: [score] });
    const model = { id: 'generalist', origin: 'shipped', card, trainingId: null, bytes: 0, trainable: false };
    const answers = {
      'models.list': () => ({ models: [model] }),
      'batch.segment': () => {
        throw new Failure('disk-full', '/x is full.', 'Make room.');
      },
    };
    expect((await run(['models'], answers)).out).toBe('generalist: Generalist. Any.');
    expect((await run(['models', 'show', 'generalist'], answers)).out).toContain(
      '0.654  F1 on test articles (84 images)',
    );
    expect((await run(['models', 'show', 'other'], answers)).code).toBe(2);
    const asks = async (...flags: string[]) =>
      (await run(['predict', 'a.tif', ...flags, '--out', '/x'], answers)).asked.at(-1);
    expect(await asks()).toMatchObject({ call: 'batch.segment', input: { maps: true, model: null } });
    expect(await asks('--model', 'generalist')).toMatchObject({ input: { model: 'generalist' } });
    expect(await asks('--model', 'my/net.onnx')).toMatchObject({ input: { model: path.resolve('my/net.onnx') } });
    // the folder that a training wrote
    expect(await asks('--model', import.meta.dirname)).toMatchObject({
      input: { model: path.join(import.meta.dirname, 'model.onnx') },
    });
  });

  it('passes a failure on with exit code 1', async () => {
    const fail = () => {
      throw new Failure('project-locked', 'gold.morpho is open elsewhere.', 'Close it there.');
    };
    const { code, err } = await run(['project', 'info', 'gold'], { 'projects.open': fail });
    expect(code).toBe(1);
    expect(err).toContain('gold.morpho is open elsewhere.');
    expect(err).toContain('Close it there.');
  });
});

describe('a recipe on the command line', () => {
  const number = { kind: 'number', title: '', help: '', default: 1, min: 0.5, max: 9, step: 0.1, unit: 'px' };
  const choice = { kind: 'choice', title: '', help: '', default: 'li', options: [] as unknown[] };
  choice.options = ['li', 'otsu'].map((value) => ({ value, title: value }));
  const step = { version: 1, title: '', help: '', from: 'image', to: 'image' };
  const steps = [
    { ...step, id: 'gaussian', params: { sigma: number } },
    { ...step, id: 'threshold', params: { method: choice } },
  ];
  const services = () =>
    fakeServices({ 'recipes.list': () => ({ recipes: [slater] }), 'recipes.steps': () => ({ steps }) });

  it('takes settings by step, the second use of a step by its number', async () => {
    const { client } = services();
    const recipe = await recipeFrom(
      client,
      'slater',
      ['gaussian:2.sigma=3.5', 'threshold.method=otsu', 'gaussian.enabled=false'],
      'segment',
    );
    expect(recipe?.steps).toEqual([
      { step: 'gaussian', enabled: false, params: { sigma: 1 } },
      { step: 'threshold', enabled: true, params: { method: 'otsu' } },
      { step: 'gaussian', enabled: true, params: { sigma: 3.5 } },
    ]);
  });

  it('refuses unknown recipes, steps and files that are none', async () => {
    const { client } = services();
    const folder = mkdtempSync(path.join(tmpdir(), 'recipe-'));
    const broken = path.join(folder, 'broken.json');
    writeFileSync(broken, '{"id": 1}');
    const tag = (promise: Promise<unknown>) => promise.catch((e: unknown) => Failure.from(e).info.tag);
    expect(await tag(recipeFrom(client, 'nope', [], 'segment'))).toBe('wrong-usage');
    expect(await tag(recipeFrom(client, 'slater', ['nope.sigma=1'], 'segment'))).toBe('wrong-usage');
    for (const set of ['sigma', 'gaussian.sigam=1', 'gaussian.sigma=99', 'gaussian.sigma=x', 'threshold.method=osu'])
      expect(await tag(recipeFrom(client, 'slater', [set], 'segment')), set).toBe('wrong-usage');
    expect(await tag(recipeFrom(client, broken, [], 'segment'))).toBe('invalid-input');
    expect(await tag(recipeFrom(client, path.join(folder, 'missing.json'), [], 'segment'))).toBe('invalid-input');
    expect(await recipeFrom(client, undefined, [], 'segment')).toBeNull();
  });
});

describe('a job on the command line', () => {
  const job = (change: Partial<JobInfo>): JobInfo => ({
    id: 7,
    kind: 'a',
    title: 'A job',
    state: 'running',
    progress: 0,
    note: '',
    secondsLeft: null,
    started: null,
    ended: null,
    failure: null,
    result: {},
    ...change,
  });

  it('is waited for, also when it ends before its number is known', async () => {
    const { client, theirs } = fakeServices({});
    theirs.send({
      kind: 'event',
      event: 'job.changed',
      payload: { job: job({ state: 'done', progress: 1, result: { made: 2 } }) },
    });
    const ended = await client.job(new Promise((start) => setTimeout(() => start(job({})), 5)), () => undefined);
    expect(ended.result).toEqual({ made: 2 });
  });

  it('throws what it failed with', async () => {
    const { client, theirs } = fakeServices({});
    const waiting = client.job(Promise.resolve(job({})), () => undefined);
    const failure = { tag: 'disk-full' as const, message: 'Full.', remedy: 'Make room.' };
    theirs.send({ kind: 'event', event: 'job.changed', payload: { job: job({ state: 'failed', failure }) } });
    await expect(waiting).rejects.toMatchObject({ info: failure });
  });

  it('tells its progress each tenth, with the time left', () => {
    const lines: string[] = [];
    const tell = progressPrinter({ write: (text) => lines.push(text) });
    for (let i = 0; i <= 100; i++) tell(job({ progress: i / 100, secondsLeft: 100 - i }));
    expect(lines).toHaveLength(11);
    expect(lines[5]).toBe('A job: 50 %, 50 s left\n');
  });
});

describe('paths on the command line', () => {
  it('expands wildcards, keeps names that exist and names that do not', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'expand-'));
    for (const name of ['a.tif', 'b.tif', 'c[1].tif']) writeFileSync(path.join(folder, name), '');
    const names = (word: string) => expandPaths([path.join(folder, word)]).map((p) => path.basename(p));
    expect(names('*.tif')).toEqual(['a.tif', 'b.tif', 'c[1].tif']);
    expect(names('c[1].tif')).toEqual(['c[1].tif']);
    expect(names('nothing*.tif')).toEqual(['nothing*.tif']);
  });
});

describe('kept labels on the command line', () => {
  const frame = { version: 1, instances: 2, reviewedInstances: 0, labelledPixels: 9, changed: null };
  const answers: Parameters<typeof run>[1] = {
    'projects.open': () => ({}),
    'labels.sets': () => ({ sets: [{ id: 4, name: 'Shapes', classes: [], frames: 2, reviewed: 1, instances: 2 }] }),
    'labels.frames': () => ({
      frames: [
        { ...frame, imageId: 1, frame: 0, reviewed: true },
        { ...frame, imageId: 1, frame: 1, reviewed: false },
      ],
    }),
    'images.list': () => ({ images: [{ id: 1, name: 'gold' }] }),
    'labels.keepVersion': ({ frames }: { frames: unknown[] }) => ({ sha256: frames.map((_, i) => `sum${i}`) }),
  };

  it('are those of every labelled frame, or of the reviewed ones', async () => {
    const argv = ['labels', 'keep', '--project', 'gold', '--title', 'Before'];
    expect((await run(argv, answers)).out).toBe('sum0  gold, frame 1\nsum1  gold, frame 2');
    const { code, asked } = await run([...argv, '--reviewed'], answers);
    expect(code).toBe(0);
    const input = { setId: 4, frames: [{ imageId: 1, frame: 0 }], title: 'Before' };
    expect(asked.at(-1)).toEqual({ call: 'labels.keepVersion', input });
  });

  it('need a title, a set and a frame', async () => {
    expect((await run(['labels', 'keep', '--project', 'gold'], answers)).code).toBe(2);
    const none = { ...answers, 'labels.frames': () => ({ frames: [] }) };
    expect(await run(['labels', 'versions', '--project', 'gold'], none)).toMatchObject({ code: 2 });
    const strange = ['labels', 'versions', '--project', 'gold', '--set', 'Nobody'];
    expect((await run(strange, answers)).err).toContain('--set is one of Shapes');
  });
});
