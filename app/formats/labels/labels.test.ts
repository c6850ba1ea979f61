import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { classPresets, type LabelClass } from '../../domain/labels/label-class.ts';
import { memorySource } from '../memory-source.ts';
import { writeLabelTiff } from '../tiff/write.ts';
import { applyKey } from './apply-key.ts';
import { idsOfRanges, instanceNotes, rangesOf, readInstanceNotes } from './instance-notes.ts';
import { classesOfKey, keyOfClasses, keyText, meaningsOfKey, readKey, roleOfName } from './key.ts';
import { guessLegend } from './legend.ts';
import { type LabelImage, readLabelImage } from './read-image.ts';
import { writeClassPng, writeClassRgbPng, writeClassTiff } from './write-image.ts';

const text = (content: unknown) =>
  memorySource('KEY.json', new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)));
const folder = path.resolve('../shared/data');
const shared = existsSync(folder) ? folder : undefined;
const fileAt = (file: string) => memorySource(path.basename(file), Uint8Array.from(readFileSync(file)));

const classes: readonly LabelClass[] = [
  { id: 7, name: 'Kern', colour: '#e69f00', role: 'core' },
  { id: 2, name: 'Fläche', colour: '#009e73', role: 'patch' },
  { id: 250, name: 'Rest', colour: '#000000', role: 'background' },
];

const plane = fc
  .record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.constantFrom(0, 7, 2, 250), { minLength: width * height, maxLength: width * height })
      .map((values) => ({ width, height, data: Uint8Array.from(values) })),
  );

describe('keys', () => {
  it('are read as people write them', () => {
    const key = readKey(
      text([
        { name: 'background', color: '#000000' },
        { name: 'Gold', color: '#FFA', role: 'particle', note: 'mine' },
      ]),
    );
    expect(key).toEqual([
      { name: 'background', color: '#000000' },
      { name: 'Gold', color: '#ffffaa', role: 'particle' },
    ]);
    expect(classesOfKey(key)).toEqual([
      { id: 1, name: 'background', colour: '#000000', role: 'background' },
      { id: 2, name: 'Gold', colour: '#ffffaa', role: 'particle' },
    ]);
    expect(meaningsOfKey(key, classesOfKey(key)).meanings.map((m) => [m.value, m.classId])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('of classes come back as these classes', () => {
    const lists = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 250 }),
        name: fc.string({ minLength: 1, maxLength: 8 }).filter((n) => n.toLowerCase() !== 'unlabelled'),
        colour: fc.nat(0xffffff).map((c) => `#${c.toString(16).padStart(6, '0')}`),
        role: fc.constantFrom('background' as const, 'particle' as const, 'overlap' as const, 'ignore' as const),
      }),
      { minLength: 1, maxLength: 8, selector: (c) => c.id, comparator: (a, b) => a === b },
    );
    fc.assert(
      fc.property(lists, (list) => {
        fc.pre(new Set(list.map((c) => c.name.toLowerCase())).size === list.length);
        expect(classesOfKey(readKey(text(keyText(keyOfClasses(list)))))).toEqual(list);
      }),
    );
  });

  it.each([
    ['no JSON', '[{'],
    ['no list', { name: 'a', color: '#000000' }],
    ['an empty list', []],
    ['no name', [{ color: '#000000' }]],
    ['no colour', [{ name: 'a', color: 'red' }]],
    ['a negative value', [{ name: 'a', color: '#000000', value: -1 }]],
    [
      'two of one name',
      [
        { name: 'a', color: '#000000' },
        { name: 'A', color: '#ffffff' },
      ],
    ],
    [
      'two of one value',
      [
        { name: 'a', color: '#000000', value: 1 },
        { name: 'b', color: '#ffffff', value: 1 },
      ],
    ],
  ])('are refused: %s', (_, content) => {
    expect(() => readKey(text(content))).toThrow(Failure);
  });

  it('know roles by common names', () => {
    expect(
      ['Background', 'carbon support', 'overlap of two', 'Au core', 'polymer patch', 'nanoparticles', 'Zeug'].map(
        roleOfName,
      ),
    ).toEqual(['background', 'background', 'overlap', 'core', 'patch', 'particle', 'other']);
  });
});

describe('class images', () => {
  const key = meaningsOfKey(keyOfClasses(classes), classes).meanings;
  it.each([
    ['index TIFF', 'a.tif', (p: Parameters<typeof writeClassTiff>[0]) => writeClassTiff(p, 0.25)],
    ['PNG with a colour table', 'a.png', (p: Parameters<typeof writeClassTiff>[0]) => writeClassPng(p, classes)],
    ['RGB PNG', 'a.png', (p: Parameters<typeof writeClassTiff>[0]) => writeClassRgbPng(p, classes)],
  ])('come back as they were: %s', async (_, name, write) => {
    await fc.assert(
      fc.asyncProperty(plane, async (wanted) => {
        const bytes = write(wanted);
        expect(write(wanted)).toEqual(bytes);
        const image = await readLabelImage(memorySource(name, bytes));
        expect([image.width, image.height]).toEqual([wanted.width, wanted.height]);
        const back = applyKey(name, image, 0, key);
        expect(back).toEqual({ classes: wanted.data, uncertain: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it('keep indices and colours of a table', async () => {
    const image = await readLabelImage(
      memorySource('a.png', writeClassPng({ width: 3, height: 1, data: Uint8Array.of(0, 2, 250) }, classes)),
    );
    expect([...image.pages[0]]).toEqual([0, 2, 250]);
    expect([2, 7, 250, 0].map((v) => image.palette?.[v])).toEqual(['#009e73', '#e69f00', '#000000', '#ffffff']);
  });

  it('of two classes of one colour are not written as colours', () => {
    const twins = classes.map((c) => ({ ...c, colour: '#123456' }));
    expect(() => writeClassRgbPng({ width: 1, height: 1, data: Uint8Array.of(2) }, twins)).toThrow(
      /colour of another class/,
    );
  });

  it('with values that the key lacks are refused by name', async () => {
    const bytes = writeClassTiff({ width: 3, height: 1, data: Uint8Array.of(9, 9, 2) }, null);
    const image = await readLabelImage(memorySource('a.tif', bytes));
    expect(() => applyKey('a.tif', image, 0, key)).toThrow(/a\.tif has a value that the key does not name: 9 \(2 px\)/);
  });
});

describe('damaged label images', () => {
  const plane = {
    width: 40,
    height: 30,
    data: Uint8Array.from({ length: 1200 }, (_, i) => [0, 2, 7, 250][(i >> 4) % 4]),
  };
  const files = { 'a.png': writeClassPng(plane, classes), 'a.tif': writeClassTiff(plane, 0.25) };
  it.each(Object.entries(files))('%s is a Failure or read as something', async (name, bytes) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
        const changed = cut ? bytes.slice(0, at) : Uint8Array.from(bytes);
        if (!cut) changed[at] = value;
        try {
          await readLabelImage(memorySource(name, changed));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 200 },
    );
  });
});

const drawn = (
  width: number,
  height: number,
  at: (x: number, y: number) => number,
  kind: LabelImage['kind'],
  bits = 8,
): LabelImage => ({
  kind,
  width,
  height,
  pages: [Uint32Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)))],
  palette: null,
  bits,
  pixelSize: null,
  metadata: {},
});
const [particles, overlap] = classPresets.map((preset) => preset.classes);

describe('the legend', () => {
  it('takes soft and noisy colours for the nearest meant ones', () => {
    // a disc of blue on grey, blurred over two pixels, every colour shaken as JPEG does
    let seed = 1;
    const shake = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return (seed % 13) - 6;
    };
    const image = drawn(
      200,
      150,
      (x, y) => {
        const share = Math.min(1, Math.max(0, (50.5 - Math.hypot(x - 100, y - 75)) / 4));
        const part = (a: number, b: number) => Math.min(255, Math.max(0, Math.round(a + share * (b - a) + shake())));
        return (part(0x5b, 0x56) << 16) | (part(0x61, 0xb4) << 8) | part(0x69, 0xe9);
      },
      'rgb',
    );
    const legend = guessLegend(image, particles, null);
    expect(legend.distinct).toBeGreaterThan(500);
    expect(legend.entries.map((e) => [e.classId, e.reason])).toEqual([
      [2, 'nearest colour'],
      [1, 'nearest colour'],
    ]);
    const area = Math.PI * 48.5 ** 2;
    expect(Math.abs(legend.entries[1].pixels / area - 1)).toBeLessThan(0.05);
    expect(legend.uncertain).toBeGreaterThan(0);
    expect(legend.uncertain).toBeLessThan(1500);
  });

  it('takes every value of a clean image', () => {
    const image = drawn(90, 60, (x, y) => (x < 30 ? 0 : x > 85 && y > 55 ? 128 : 255), 'index');
    const legend = guessLegend(image, overlap, null);
    expect(legend).toMatchObject({ kind: 'index', uncertain: 0, distinct: 2 });
    expect(legend.entries.map((e) => [e.value, e.pixels, e.classId])).toEqual([
      [255, 60 * 60 - 16, 1],
      [0, 1800, 3],
      [128, 16, 2],
    ]);
  });

  it('goes by a key beside the file, by name', () => {
    const image = drawn(10, 10, (x) => (x < 8 ? 5 : 6), 'index');
    const key = [
      { name: 'PARTICLE', color: '#112233', value: 5 },
      { name: 'Stage', color: '#112244', value: 6, role: 'background' as const },
    ];
    expect(guessLegend(image, particles, key).entries.map((e) => [e.value, e.classId, e.reason])).toEqual([
      [5, 1, 'PARTICLE in the key'],
      [6, 2, 'Stage in the key'],
    ]);
  });

  it('tells particles from classes', () => {
    const grid = (x: number, y: number) =>
      x % 20 < 14 && y % 20 < 14 ? 1 + Math.floor(x / 20) + 5 * Math.floor(y / 20) : 0;
    expect(guessLegend(drawn(100, 80, grid, 'index'), particles, null).kind).toBe('instances');
    expect(guessLegend(drawn(100, 80, grid, 'index', 16), particles, null).kind).toBe('instances');
    const spread = (x: number, y: number) => (x % 20 < 14 && y % 20 < 14 ? 1 + (Math.floor(x / 20 + y / 20) % 3) : 0);
    expect(guessLegend(drawn(100, 80, spread, 'index'), overlap, null).kind).toBe('index');
  });
});

describe('published labels', () => {
  test.runIf(shared !== undefined)('scribbles of ParticleSpy are three colours with soft edges', async () => {
    const image = await readLabelImage(fileAt(path.join(shared!, 'particlespy/trainingmask.png')));
    const legend = guessLegend(image, particles, null);
    expect(legend).toMatchObject({ kind: 'rgb', width: 128, height: 128 });
    expect(legend.entries.map((e) => e.colour)).toEqual(['#000000', '#0000ff', '#ff0000']);
    expect(legend.uncertain).toBeGreaterThan(0);
  });

  test.runIf(shared !== undefined)('maps of emps number particles', async () => {
    for (const name of ['00655d9628.png', '0113230c21.png', '0144266d21.png']) {
      const image = await readLabelImage(fileAt(path.join(shared!, 'emps/segmaps', name)));
      expect(guessLegend(image, particles, null).kind).toBe('instances');
    }
  });
});

describe('notes on particles', () => {
  it('come back through a TIFF', async () => {
    const data = Uint32Array.of(0, 1, 2, 70_000);
    const classes = [
      { name: 'Größe ₂', color: '#56b4e9', role: 'particle' as const, ids: [1, 2] },
      { name: 'B', color: '#e69f00', role: 'other' as const, ids: [70_000] },
    ];
    const told = { classes, frames: [0, 1, 7], layers: 2 };
    const bytes = writeLabelTiff([{ width: 4, height: 1, data }], {
      description: instanceNotes(told),
      pixelSizeNm: 0.5,
    });
    const image = await readLabelImage(memorySource('a.tif', bytes));
    expect(readInstanceNotes(image.metadata)).toEqual(told);
    expect([image.pixelSize, image.bits, [...image.pages[0]]]).toEqual([0.5, 32, [...data]]);
  });

  it('are ranges', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 })), (ids) => {
        expect(idsOfRanges(rangesOf(ids))).toEqual([...ids].sort((a, b) => a - b));
      }),
    );
    expect(rangesOf([1, 2, 3, 7])).toBe('1-3,7');
    for (const wrong of ['1-', '3-1', 'x', '1-9999999999', '1,,2']) expect(idsOfRanges(wrong)).toBeNull();
  });
});
