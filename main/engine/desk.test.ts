import { mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { modelCard } from '../../app/domain/training/fixtures/model-card.ts';
import { compactUnet } from '../../native-models/architectures/compact-unet.ts';
import { initialState, layoutOf } from '../../native-models/architectures/layout.ts';
import { particleUnet } from '../../native-models/architectures/particle-unet.ts';
import type { ModelManifest } from '../../native-models/catalog/manifest.ts';
import { encodeCheckpoint } from './checkpoint.ts';
import { EngineDesk } from './desk.ts';
import { Engine, forkEngine } from './engine.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'desk-'));
const state = { ...initialState(layoutOf(particleUnet, 3), 1), memory: [], step: 7 };
writeFileSync(path.join(folder, 'whole.onnx'), encodeCheckpoint({ state, about: {} }));
writeFileSync(path.join(folder, 'half.onnx'), encodeCheckpoint({ state, about: {} }, true));
writeFileSync(path.join(folder, 'text.onnx'), 'not a model');

const manifest = (id: string): ModelManifest => ({
  file: `${id}.onnx`,
  bytes: 0,
  maps: { reduction: 2, taught: 30, judge: [1] },
  card: modelCard({
    id,
    kind: 'maps',
    architecture: 'particle-unet',
    sha256: 'abc',
    classes: ['particle', 'depth', 'contact'].map((name) => ({ name, colour: '#000000', role: 'other' })),
  }),
});

describe('the desk that applies shipped networks', () => {
  const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
  const engine = new Engine(() => forkEngine(entry));
  const models = ['whole', 'half', 'text', 'missing'].map(manifest);
  const device = { provider: 'cpu', threads: 1 } as const;
  const desk = new EngineDesk(engine, models, ({ file }) => path.join(folder, file), device);
  afterAll(() => engine.stop());
  const shared = new Float32Array(new SharedArrayBuffer(4 * 50 * 40));
  for (let i = 0; i < shared.length; i++) shared[i] = (i * 7919) % 101;
  const image = { width: 50, height: 40, data: shared };
  const draw = async (name: string) => {
    const out = new Float32Array(3 * 25 * 20);
    await desk.draw(name, image, out, false);
    return out;
  };

  test('fills the maps of an image in shared memory, the same each time and after the engine ended', async () => {
    const maps = await draw('whole');
    expect(maps.every((v) => v >= 0 && v <= 1)).toBe(true);
    expect(new Set(maps).size).toBeGreaterThan(10);
    engine.stop();
    expect(await draw('whole')).toEqual(maps);
  });

  test('half floats change little', async () => {
    const [whole, half] = [await draw('whole'), await draw('half')];
    const mean = whole.reduce((sum, v, i) => sum + Math.abs(v - half[i]), 0) / whole.length;
    expect(mean).toBeLessThan(0.02);
  });

  test('says what it offers, and why a model can not be had', async () => {
    expect(desk.networks['whole']).toEqual({ reduction: 2, sha256: 'abc', taught: 30, judge: [1], maps: 3 });
    await expect(draw('unheard')).rejects.toMatchObject({ info: { tag: 'not-found' } });
    await expect(draw('missing')).rejects.toMatchObject({ info: { tag: 'unreadable' } });
    await expect(draw('text')).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  test('packs a trained network as a file and reads it again, in the engine process', async () => {
    const numbers = initialState(layoutOf(compactUnet, 2), 1);
    const bytes = await desk.pack(modelCard(), numbers);
    expect(await desk.unpack(bytes, 'm.onnx')).toMatchObject({ kind: 'own', card: { id: 'two-classes' }, numbers });
    await expect(desk.unpack(bytes.slice(0, 5000), 'm.onnx')).rejects.toMatchObject({ info: { tag: 'truncated' } });
  });

  test('applies models by their path or the name that the project has for them, and sees a new file', async () => {
    const file = path.join(folder, 'own.onnx');
    const write = async (seed: number, title: string) =>
      writeFileSync(file, await desk.pack(modelCard({ title }), initialState(layoutOf(compactUnet, 2), seed)));
    await write(1, 'First');
    expect(await desk.card(file)).toMatchObject({ title: 'First', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const answer = async (name: string) => {
      const out = new Float32Array(2 * 50 * 40);
      await desk.draw(name, image, out, false);
      return out;
    };
    const first = await answer(file);
    expect(first[0] + first[2000]).toBeCloseTo(1, 5);
    const named = new EngineDesk(
      engine,
      models,
      () => '',
      device,
      async (name) => (name === 'mine' ? file : null),
    );
    const mine = new Float32Array(2 * 50 * 40);
    await named.draw('mine', image, mine, false);
    expect(mine).toEqual(first);
    await write(2, 'Second');
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    expect((await desk.card(file)).title).toBe('Second');
    expect(await answer(file)).not.toEqual(first);
    await expect(answer(path.join(folder, 'none.onnx'))).rejects.toMatchObject({ info: { tag: 'not-found' } });
    await expect(desk.card(path.join(folder, 'text.onnx'))).rejects.toMatchObject({ info: { tag: 'malformed' } });
  });

  test('packs a shipped model of classes as a file that can be applied and trained elsewhere', async () => {
    const { weights, statistics } = initialState(layoutOf(compactUnet, 2), 3);
    const kept = { weights, statistics, memory: [], step: 9 };
    writeFileSync(path.join(folder, 'two.onnx'), encodeCheckpoint({ state: kept, about: {} }, true));
    const shipped = { file: 'two.onnx', bytes: 1, card: modelCard({ id: 'two' }), maps: null };
    const shop = new EngineDesk(engine, [shipped], ({ file }) => path.join(folder, file), device);
    const file = await shop.unpack(await shop.packShipped('two'), 'two.onnx');
    expect(file).toMatchObject({ kind: 'own', card: { id: 'two' } });
    if (file.kind !== 'own' || file.numbers === null) throw new Error('no numbers');
    // half floats keep eleven digits
    expect(file.numbers.weights.every((v, i) => Math.abs(v - weights[i]) <= Math.abs(v) / 500 + 1e-6)).toBe(true);
    const answer = new Float32Array(2 * 50 * 40);
    await shop.draw('two', image, answer, false);
    expect(answer[7] + answer[2007]).toBeCloseTo(1, 5);
    await expect(shop.packShipped('none')).rejects.toMatchObject({ info: { tag: 'not-found' } });
  });
});
