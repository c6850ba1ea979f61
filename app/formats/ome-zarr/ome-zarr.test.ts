import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { memorySource } from '../memory-source.ts';
import { sampleFrame, sampleGroups } from './fixtures/sample-groups.ts';
import fixtures from './fixtures/zarr.json' with { type: 'json' };
import { readOmeZarrLabels } from './read.ts';
import { type LabelGroup, writeOmeZarrLabels } from './write.ts';

type Files = ReadonlyMap<string, Uint8Array>;
const opener = (files: Files) => (path: string) => {
  const bytes = files.get(path);
  return bytes === undefined ? null : memorySource(path, bytes);
};
const written = (...given: Parameters<typeof writeOmeZarrLabels>) =>
  new Map([...writeOmeZarrLabels(...given)].map(({ path, bytes }) => [path, bytes]));
const decoded = (files: Record<string, string>): Files =>
  new Map(Object.entries(files).map(([path, text]) => [path, Uint8Array.from(Buffer.from(text, 'base64'))]));
const sha256 = (data: Uint32Array) => createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex');

describe('folders of zarr-python', () => {
  it.each(fixtures.others)('are read: $name', ({ name, files, shape, sha256: sums }) => {
    const given = decoded(files as unknown as Record<string, string>);
    const [group] = readOmeZarrLabels('x.zarr', opener(given));
    expect([group.array.height, group.array.width]).toEqual(shape.slice(-2));
    expect(group.array.planes.map(sha256)).toEqual(sums);
    expect(group).toMatchObject({ name, kind: null, pixelSize: 250 });
    expect(group.values.get(1)).toEqual({ className: 'gold', classId: null, role: null, colour: '#ff8000' });
  });

  it('that are packed in another way are refused with what to do', () => {
    expect(() => readOmeZarrLabels('x.zarr', opener(decoded(fixtures.lzma)))).toThrow(/packed with lzma/);
  });
});

it('zarr-python reads what is written: values, pyramid, pixel size, colours', () => {
  const files = written(sampleGroups, sampleFrame);
  const texts = Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]));
  const inOrder = Object.fromEntries(Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1)));
  const python = JSON.stringify(inOrder).replaceAll('","', '", "').replaceAll('":"', '": "');
  expect(createHash('sha256').update(python).digest('hex')).toBe(fixtures.ours.sha256);
  const { particles, classes } = fixtures.ours.read;
  expect(particles.levels.map((l) => [l.shape, l.dtype])).toEqual([
    [[700, 1300], 'uint32'],
    [[350, 650], 'uint32'],
    [[175, 325], 'uint32'],
  ]);
  expect(particles.levels[0].sha256).toBe(sha256(sampleGroups[0].data as Uint32Array));
  expect(classes.levels[0].sha256).toBe(sha256(Uint32Array.from(sampleGroups[1].data)));
  expect([particles.scale, particles.unit]).toEqual([[0.25, 0.25], 'nanometer']);
  expect(particles.colours[0]).toEqual({ 'label-value': 70_000, rgba: [0x56, 0xb4, 0xe9, 255] });
});

describe('what is written is read back', () => {
  it('of any size', () => {
    const size = fc.record({ width: fc.integer({ min: 1, max: 1100 }), height: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(size, fc.nat(), fc.boolean(), ({ width, height }, seed, calibrated) => {
        const data = Uint32Array.from({ length: width * height }, (_, i) => ((i >> 3) * 7919 + seed) % 4_000_000_007);
        const value = { value: 3, colour: '#010203', className: 'Größe', classId: 9, role: 'particle' };
        const group: LabelGroup = { name: 'a', kind: 'particles', data, values: [value] };
        const pixelSizeNm = calibrated ? 0.5 : null;
        const [back] = readOmeZarrLabels('x', opener(written([group], { width, height, pixelSizeNm })));
        expect(back.array).toEqual({ width, height, planes: [data] });
        expect(back).toMatchObject({ name: 'a', kind: 'particles', pixelSize: pixelSizeNm });
        expect(back.values.get(3)).toEqual({ className: 'Größe', classId: 9, role: 'particle', colour: '#010203' });
      }),
      { numRuns: 25 },
    );
  });

  it('also from the labels group and from one label image', () => {
    const files = written(sampleGroups, sampleFrame);
    const below = (folder: string) =>
      new Map([...files].filter(([p]) => p.startsWith(folder)).map(([p, b]) => [p.slice(folder.length), b]));
    expect(readOmeZarrLabels('labels', opener(below('labels/'))).map((g) => g.name)).toEqual(['particles', 'classes']);
    const [one] = readOmeZarrLabels('classes', opener(below('labels/classes/')));
    expect(one.array.planes[0]).toEqual(Uint32Array.from(sampleGroups[1].data));
  });
});

describe('hostile folders', () => {
  const files = written([sampleGroups[1]], sampleFrame);
  const withText = (path: string, change: (json: Record<string, never>) => object | string): Files => {
    const made = change(JSON.parse(Buffer.from(files.get(path)!).toString('utf8')) as Record<string, never>);
    const text = typeof made === 'string' ? made : JSON.stringify(made);
    return new Map(files).set(path, new TextEncoder().encode(text));
  };
  const array = 'labels/classes/0/.zarray';
  const own = 'labels/classes/.zattrs';
  const chunk = 'labels/classes/0/0/0';
  it.each([
    ['no labels', new Map([['.zgroup', new Uint8Array(0)]])],
    ['Zarr 3', new Map([['zarr.json', new TextEncoder().encode('{}')]])],
    ['a name that leads out', withText('labels/.zattrs', () => ({ labels: ['..'] }))],
    ['a level that leads out', withText(own, () => ({ multiscales: [{ datasets: [{ path: '../../x' }] }] }))],
    ['no JSON', withText(own, () => '{')],
    ['no multiscales', withText(own, () => ({ multiscales: [] }))],
    ['an absurd shape', withText(array, (a) => ({ ...a, shape: [1e9, 1e9] }))],
    ['an absurd chunk', withText(array, (a) => ({ ...a, chunks: [1e6, 1e6] }))],
    ['a chunk that is too short', withText(array, (a) => ({ ...a, chunks: [700, 700] }))],
    ['fractions', withText(array, (a) => ({ ...a, dtype: '<f4' }))],
    ['columns first', withText(array, (a) => ({ ...a, order: 'F' }))],
    ['filters', withText(array, (a) => ({ ...a, filters: [{ id: 'delta' }] }))],
    ['other axes', withText(array, (a) => ({ ...a, chunks: [1, 2, 3] }))],
    ['a chunk that is cut', new Map(files).set(chunk, files.get(chunk)!.slice(0, 50))],
    ['a chunk that is empty', new Map(files).set(chunk, new Uint8Array(0))],
  ] as const)('are refused: %s', (_, given) => {
    expect(() => readOmeZarrLabels('x.zarr', opener(given as Files))).toThrow(Failure);
  });
});
