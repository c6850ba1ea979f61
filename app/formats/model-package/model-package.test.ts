import { describe, expect, it } from 'vitest';
import { modelCard } from '../../domain/training/fixtures/model-card.ts';
import { sha256 } from '../../math/sha256.ts';
import { writeZip, zipEntries } from '../compressed/zip.ts';
import { memorySource } from '../memory-source.ts';
import { openAcquisition } from '../open.ts';
import { isModelPackage, readModelPackage } from './read.ts';
import { channelNames, type ModelPackage, writeModelPackage } from './write.ts';
import { readYaml } from './yaml-read.ts';

const plane = 64 * 64;
const packed: ModelPackage = {
  card: modelCard({
    title: 'Gold: cores & "patches"',
    help: 'Zwei\nZeilen',
    classes: [
      { name: 'Gold core', colour: '#ff8000', role: 'core' },
      { name: '2 µm', colour: '#0000ff', role: 'background' },
    ],
  }),
  onnx: Uint8Array.from({ length: 5000 }, (_, i) => i * 7),
  test: {
    input: { shape: [1, 1, 64, 64], data: Float32Array.from({ length: plane }, (_, i) => i % 64) },
    output: {
      shape: [1, 2, 64, 64],
      data: Float32Array.from({ length: 2 * plane }, (_, i) => (i < plane ? 0.25 : 0.75)),
    },
  },
};
const text = (value: string) => new TextEncoder().encode(value);
const source = (bytes: Uint8Array) => memorySource('m.zip', bytes);

describe('a model as a BioImage.IO package', () => {
  const bytes = writeModelPackage(packed);
  const entries = new Map(zipEntries(source(bytes)).map((entry) => [entry.name, entry.read()]));

  it('holds description, model, test tensors, text and picture, with hashes that are right', () => {
    expect([...entries.keys()]).toEqual([
      'rdf.yaml',
      'model.onnx',
      'test-input.npy',
      'test-output.npy',
      'README.md',
      'cover.png',
    ]);
    const rdf = readYaml(new TextDecoder().decode(entries.get('rdf.yaml'))) as unknown as {
      readonly inputs: { test_tensor: { source: string; sha256: string } }[];
    };
    expect(rdf).toMatchObject({
      format_version: '0.5.3',
      type: 'model',
      name: 'Gold cores patches',
      license: 'CC0',
      inputs: [{ axes: [{ type: 'batch' }, { type: 'channel' }, { id: 'y' }, { id: 'x' }] }],
      outputs: [{ axes: [{}, { channel_names: ['gold_core', 'class_2'] }, {}, {}] }],
      weights: { onnx: { source: 'model.onnx', sha256: sha256(packed.onnx), opset_version: 17 } },
    });
    const { inputs } = rdf;
    const { source: file, sha256: hash } = inputs[0].test_tensor;
    expect(sha256(entries.get(file) ?? new Uint8Array())).toBe(hash);
    expect(writeModelPackage(packed)).toEqual(bytes);
  });

  it('has tensors and a picture that our own readers read', async () => {
    const open = async (name: string) => {
      const [image] = (await openAcquisition(memorySource(name, entries.get(name) ?? new Uint8Array()))).images;
      return { shape: image.shape, pixels: await image.readFrame(0) };
    };
    expect(await open('test-input.npy')).toEqual({ shape: [1, 1, 64, 64], pixels: packed.test.input.data });
    expect((await open('cover.png')).shape.slice(-2)).toEqual([64, 128]);
  });

  it('is read back', () => {
    expect(isModelPackage(source(bytes))).toBe(true);
    expect(readModelPackage(source(bytes))).toEqual({
      onnx: packed.onnx,
      title: 'Gold cores patches',
      help: 'Zwei\nZeilen',
      licence: 'CC0',
      channels: ['gold_core', 'class_2'],
      scale: 'none',
    });
  });
});

describe('a package from elsewhere', () => {
  const rdf = (body: string) => text(`type: model\nname: Nuclei\nweights:\n  onnx: {source: weights.onnx}\n${body}`);
  const onnx = { name: 'folder/weights.onnx', bytes: Uint8Array.of(1, 2, 3) };
  const zip = (body: string, ...more: { name: string; bytes: Uint8Array }[]) =>
    source(writeZip([{ name: 'folder/bioimageio.yaml', bytes: rdf(body) }, ...more]));

  it.each([
    ['inputs:\n- preprocessing:\n  - id: ensure_dtype\n  - id: zero_mean_unit_variance\n', 'deviation'],
    ['inputs:\n  - preprocessing:\n    - name: scale_range\n      kwargs: {min_percentile: 1}\n', 'percentiles'],
    ['inputs: [{preprocessing: [{name: scale_linear, kwargs: {gain: 0.1}}]}]\n', 'largest'],
    ['', 'none'],
  ])('%j is fed by %s', (body, scale) => {
    expect(readModelPackage(zip(body, onnx))).toMatchObject({ onnx: onnx.bytes, title: 'Nuclei', scale, channels: [] });
  });

  it.each([
    [source(text('not a zip')), 'malformed', /no ZIP/],
    [source(writeZip([onnx])), 'malformed', /no rdf\.yaml/],
    [zip(''), 'malformed', /weights\.onnx is missing/],
    [zip('x: [', onnx), 'malformed', /line \d/],
    [zip('inputs: [{}, {}]\n', onnx), 'unsupported', /2 inputs/],
    [
      source(writeZip([{ name: 'rdf.yaml', bytes: text('weights: {pytorch_state_dict: {source: a.pt}}') }])),
      'unsupported',
      /pytorch_state_dict, not ONNX/,
    ],
    [source(writeZip([{ name: 'rdf.yaml', bytes: text('type: dataset') }])), 'malformed', /dataset/],
    [
      source(writeZip([{ name: 'rdf.yaml', bytes: text('weights: {onnx: {source: "https://x.org/a.onnx"}}') }])),
      'unsupported',
      /on the net/,
    ],
  ] as const)('that can not be used is refused with its name (%#)', (given, tag, why) => {
    try {
      readModelPackage(given);
      expect.unreachable();
    } catch (thrown) {
      expect(thrown).toMatchObject({ info: { tag, subject: 'm.zip', message: expect.stringMatching(why) } });
    }
  });
});

it('makes words of names of classes', () => {
  expect(channelNames(['Gold', 'gold', 'Ünter 2', '3', ''])).toEqual([
    'gold',
    'gold_2',
    'u_nter_2',
    'class_4',
    'class_5',
  ]);
});
