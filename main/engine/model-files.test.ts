import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { modelCard } from '../../app/domain/training/fixtures/model-card.ts';
import { random } from '../../app/math/random.ts';
import { compactUnet } from '../../native-models/architectures/compact-unet.ts';
import { writeForward } from '../../native-models/architectures/inference.ts';
import { initialState, layoutOf } from '../../native-models/architectures/layout.ts';
import { conv, globalAveragePool } from '../../native-models/graph/convolution.ts';
import { Graph } from '../../native-models/graph/graph.ts';
import { softmax } from '../../native-models/graph/reduction.ts';
import { float32 } from '../../native-models/graph/tensor.ts';
import { writeOnnx } from '../../native-models/graph/write-onnx.ts';
import { withMetadata, writeModel } from '../../native-models/package/write-model.ts';
import { encodeCheckpoint } from './checkpoint.ts';
import { openModelFile, packForeign, packModel, unpackModel } from './model-files.ts';
import { ModelSession } from './model-session.ts';
import { openSession } from './runtime.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'models-'));
afterAll(() => rmSync(folder, { recursive: true }));
const device = { provider: 'cpu', threads: 1 } as const;
const never = async () => undefined;

const numbers = initialState(layoutOf(compactUnet, 2), 5);
// normalisations that do something
const draw = random(6);
for (const { channels, offset } of layoutOf(compactUnet, 2).statistics.values())
  for (let i = 0; i < channels; i++) {
    numbers.statistics[offset + i] = draw.normal(0, 0.3);
    numbers.statistics[offset + channels + i] = draw.uniform(0.5, 2);
  }
const card = modelCard();

/** Counts of a camera, of a size that no network divides. */
const [width, height] = [101, 67];
const pixels = Float32Array.from({ length: width * height }, (_, i) =>
  Math.round(20_000 + 900 * Math.sin(i / 7) + 400 * draw.normal(0, 1)),
);
const image = { pixels, width, height, memory: 2e9 };

const differ = (a: Float32Array, b: Float32Array) => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);
};

describe('a model as one file', () => {
  test('gives elsewhere what the engine gives, for any size and scale of grey levels', async () => {
    const bytes = await packModel(card, numbers);
    const engine = await ModelSession.open({ architecture: 'compact-unet', outputs: 2, ...numbers, device });
    const own = await engine.predict(image, never);
    const elsewhere = await openSession(bytes, device);
    expect([elsewhere.inputs, elsewhere.outputs]).toEqual([['image'], ['probabilities']]);
    const answer = await elsewhere.run({ image: float32([1, 1, height, width], pixels) });
    expect(answer['probabilities'].shape).toEqual([1, 2, height, width]);
    expect(differ(answer['probabilities'].data as Float32Array, own)).toBeLessThan(1e-5);
    expect(new Set(own.map((p) => Math.round(p * 100))).size).toBeGreaterThan(10);
    // and for the test tensors that travel along
    const file = await unpackModel(bytes, 'm.onnx');
    if (file.kind !== 'own' || file.test === null) throw new Error('no test tensors');
    const { input, output } = file.test;
    const again = await elsewhere.run({ image: float32(input.shape, input.data) });
    expect(differ(again['probabilities'].data as Float32Array, output.data)).toBeLessThan(1e-5);
    await elsewhere.close();
  });

  test('gives back card and weights, and the same bytes for the same model', async () => {
    const bytes = await packModel(card, numbers);
    const file = await unpackModel(bytes, 'm.onnx');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(file).toMatchObject({ kind: 'own', card: { ...card, sha256 }, numbers });
    if (file.kind !== 'own' || file.numbers === null) throw new Error('no weights');
    expect(await packModel(file.card, file.numbers)).toEqual(bytes);
    expect(await packModel({ ...card, title: 'Other' }, numbers)).not.toEqual(bytes);
  });

  test('is applied from its file as the engine applies its weights', async () => {
    const file = path.join(folder, 'm.onnx');
    writeFileSync(file, await packModel(card, numbers));
    const { session, card: read } = await openModelFile(file, device);
    expect(read.title).toBe(card.title);
    const engine = await ModelSession.open({ architecture: 'compact-unet', outputs: 2, ...numbers, device });
    expect(await session.predict(image, never)).toEqual(await engine.predict(image, never));
    await expect(openModelFile(path.join(folder, 'no.onnx'), device)).rejects.toMatchObject({
      info: { tag: 'not-found' },
    });
  });

  test('refuses numbers of another network', async () => {
    const three = { ...card, classes: [...card.classes, { ...card.classes[0], name: 'Third' }] };
    await expect(packModel(three, numbers)).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
    await expect(packModel(modelCard({ architecture: 'particle-unet' }), numbers)).rejects.toMatchObject({
      info: { tag: 'unsupported' },
    });
  });
});

/** A network from elsewhere: one convolution, free size, `channels` maps. */
function stranger(channels: number, end: 'scores' | 'softmax', sides: readonly (string | null)[] = ['h', 'w']) {
  const graph = new Graph();
  const x = graph.input('pixels', 'float32', [1, 1, 32, 32]);
  const weight = graph.constant(
    float32(
      [channels, 1, 3, 3],
      Float32Array.from({ length: 9 * channels }, (_, i) => Math.sin(i + 1)),
    ),
  );
  const y = conv(graph, x, weight, null, { pad: 1 });
  graph.output('maps', end === 'softmax' ? softmax(graph, y, 1) : y);
  const free = [null, null, ...sides];
  return writeOnnx(graph, { name: 'stranger', freeAxes: { pixels: free, maps: free } });
}

describe('a model from elsewhere', () => {
  test('is tried, named and then applied: probabilities of a free size', async () => {
    const bytes = stranger(3, 'softmax');
    const found = await unpackModel(bytes, 's.onnx');
    if (found.kind !== 'foreign') throw new Error('not foreign');
    expect(found.model).toMatchObject({ input: 'pixels', output: 'maps', channels: 3, values: 'probabilities' });
    const named = modelCard({ classes: ['A', 'B', 'C'].map((name) => ({ ...card.classes[0], name })) });
    const packed = await packForeign(bytes, named, found.model);
    const file = path.join(folder, 's.onnx');
    writeFileSync(file, packed);
    expect(await unpackModel(packed, 's.onnx')).toMatchObject({
      kind: 'own',
      numbers: null,
      card: { architecture: null },
    });
    const { session } = await openModelFile(file, device);
    const answer = await session.predict(image, never);
    // what the runtime gives for the image with zero mean and unit deviation
    const mean = pixels.reduce((a, b) => a + b, 0) / pixels.length;
    const deviation = Math.sqrt(pixels.reduce((a, b) => a + (b - mean) ** 2, 0) / pixels.length);
    const direct = await openSession(bytes, device);
    const scaled = pixels.map((v) => (v - mean) / deviation);
    const { maps } = await direct.run({ pixels: float32([1, 1, height, width], scaled) });
    // the last rows see the mirrored image, the direct run sees zeros
    const inner = (values: Float32Array) =>
      values.filter((_, i) => i % width < width - 1 && Math.floor(i / width) % height < height - 1);
    expect(differ(inner(answer), inner(maps.data as Float32Array))).toBeLessThan(1e-5);
    await expect(packForeign(bytes, card, found.model)).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
  });

  test('of scores becomes probabilities, of one channel two classes, of one size tiles', async () => {
    const scores = await unpackModel(stranger(2, 'scores'), 's.onnx');
    expect(scores).toMatchObject({ kind: 'foreign', classes: 2, model: { values: 'scores', side: null } });
    const bytes = stranger(1, 'scores', [null, null]);
    const single = await unpackModel(bytes, 's.onnx');
    if (single.kind !== 'foreign') throw new Error('not foreign');
    expect(single).toMatchObject({ classes: 2, model: { channels: 1, side: 32 } });
    const file = path.join(folder, 'one.onnx');
    writeFileSync(file, await packForeign(bytes, card, single.model));
    const { session } = await openModelFile(file, device);
    const answer = await session.predict(image, never);
    const plane = width * height;
    expect(answer).toHaveLength(2 * plane);
    for (let i = 0; i < plane; i++) expect(answer[i] + answer[plane + i]).toBeCloseTo(1, 5);
    // equal to the whole image at once away from the border
    const free = stranger(1, 'scores');
    const whole = path.join(folder, 'free.onnx');
    writeFileSync(whole, await packForeign(free, card, { ...single.model, side: null }));
    const other = await (await openModelFile(whole, device)).session.predict(image, never);
    const inner = (values: Float32Array) =>
      values.filter((_, i) => i % width < width - 1 && Math.floor(i / width) % height < height - 1);
    expect(differ(inner(answer), inner(other))).toBeLessThan(1e-5);
  });

  test('is refused, with its name and a reason, when it is no network from an image to maps', async () => {
    const graph = (inputs: readonly (readonly number[])[], pooled = false) => {
      const g = new Graph();
      const all = inputs.map((shape, i) => g.input(`in${i}`, 'float32', shape));
      const w = g.constant(float32([2, inputs[0][1], 1, 1], new Float32Array(2 * inputs[0][1]).fill(1)));
      const y = conv(g, all[0], w, null);
      g.output('y', pooled ? globalAveragePool(g, y) : y);
      for (const [i, x] of all.entries()) if (i > 0) g.output(`y${i}`, x);
      return writeOnnx(g, { name: 'odd' });
    };
    const cases: readonly (readonly [Uint8Array, RegExp])[] = [
      [graph([[1, 3, 32, 32]]), /3 channels/],
      [graph([[4, 1, 32, 32]]), /4 images/],
      [graph([[1, 1, 32, 16]]), /32 × 16/],
      [
        graph([
          [1, 1, 32, 32],
          [1, 1, 32, 32],
        ]),
        /in0 .* and in1/,
      ],
      [graph([[1, 1, 32, 32]], true), /one map a class|rows for 32/],
    ];
    for (const [bytes, why] of cases)
      await expect(unpackModel(bytes, 'odd.onnx')).rejects.toMatchObject({
        info: { tag: 'unsupported', subject: 'odd.onnx', message: expect.stringMatching(why) },
      });
  });
});

describe('a file that is no model', () => {
  const bytes = writeModel(compactUnet, card, numbers, null);
  const refused = (content: Uint8Array, tag: string, message: RegExp) =>
    expect(unpackModel(content, 'x.onnx')).rejects.toMatchObject({
      info: { tag, message: expect.stringMatching(message), subject: 'x.onnx', remedy: expect.stringMatching(/\w/) },
    });

  test('is refused with what to do', async () => {
    await refused(new Uint8Array(0), 'malformed', /not an ONNX model/);
    await refused(new TextEncoder().encode('<html>not found</html>'), 'malformed', /not an ONNX model/);
    await refused(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), 'malformed', /not an ONNX model/);
    await refused(
      encodeCheckpoint({ state: { ...numbers, memory: [], step: 3 }, about: {} }),
      'malformed',
      /checkpoint/,
    );
  });

  test('is refused when it is cut off anywhere', async () => {
    for (const share of [0.001, 0.1, 0.5, 0.9])
      await refused(bytes.slice(0, Math.floor(share * bytes.length)), 'truncated', /cut off/);
  });

  test('is refused when its card is damaged, newer, or of other weights', async () => {
    const plain = writeForward({ architecture: compactUnet, outputs: 2, state: numbers, normalisation: 'image' });
    const other = JSON.stringify({ ...card, architecture: 'httem-unet' });
    const key = 'morphoscope.card';
    await refused(withMetadata(bytes, { [key]: '{' }), 'malformed', /no JSON/);
    await refused(withMetadata(bytes, { [key]: '{"format":2}' }), 'unsupported', /newer version/);
    await refused(withMetadata(bytes, { [key]: '{"format":1}' }), 'malformed', /wrong at/);
    await refused(withMetadata(bytes, { [key]: other }), 'malformed', /weights/);
    await refused(
      withMetadata(bytes, { [key]: JSON.stringify({ ...card, architecture: 'giga' }) }),
      'unsupported',
      /giga/,
    );
    await refused(withMetadata(plain, { [key]: JSON.stringify(card) }), 'malformed', /weights/);
    const broken = { ...numbers, weights: numbers.weights.slice() };
    broken.weights[100] = Number.NaN;
    await refused(writeModel(compactUnet, card, broken, null), 'malformed', /no numbers/);
  });

  test('never makes the reader fail otherwise, whatever byte is wrong', async () => {
    const head = bytes.slice(0, 4000);
    for (let i = 0; i < 300; i++) {
      const wrong = head.slice();
      wrong[Math.floor(draw.uniform(0, wrong.length))] ^= 1 << draw.integer(0, 7);
      await unpackModel(wrong, 'x.onnx').catch((thrown: { info?: { tag: string } }) => {
        expect(['malformed', 'truncated', 'unsupported', 'unreadable']).toContain(thrown.info?.tag);
      });
    }
  });
});
