import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../domain/failure.ts';
import { type WrittenImage, type WrittenTag, writeDm, writeTags } from '../fixtures/dm-writer.ts';
import { memorySource } from '../memory-source.ts';
import { dm3, dm4 } from './dm.ts';
import { unpackHalfPlane, unpackSquare } from './packed-complex.ts';

const image = (more: Partial<WrittenImage>): WrittenImage => ({
  dataType: 6,
  shape: [2, 3],
  data: { type: 10, count: 6, bytes: [1, 2, 3, 4, 5, 6] },
  ...more,
});
const open3 = (images: readonly WrittenImage[], littleEndian = true) =>
  dm3.open(memorySource('a.dm3', writeDm(3, littleEndian, images)));
const failureOf = async (opened: Promise<unknown>) => ((await opened.catch((e: unknown) => e)) as Failure).info;

describe('DigitalMicrograph files', () => {
  test('value = (pixel - origin) * scale, fastest axis first in the file', async () => {
    const calibration = [
      { origin: -10, scale: 0.5, units: 'nm' },
      { origin: 4, scale: 0.25, units: 'µm' },
    ];
    const [read] = (await open3([image({ calibration })])).images;
    expect(read.axes).toEqual([
      { name: 'y', size: 2, scale: 0.25, offset: -1, units: 'µm' },
      { name: 'x', size: 3, scale: 0.5, offset: 5, units: 'nm' },
    ]);
    expect(read.calibrationSource).toBe('file tag');
  });

  test.each([
    [3, true],
    [3, false],
    [4, true],
    [4, false],
  ] as const)('version %i, little-endian %s: 16-bit frames one by one', async (version, littleEndian) => {
    const values = [1, 256, 65_535, 4, 5, 6, 7, 8];
    const bytes = values.flatMap((v) => (littleEndian ? [v & 255, v >> 8] : [v >> 8, v & 255]));
    const written = image({ dataType: 10, shape: [2, 2, 2], data: { type: 4, count: 8, bytes } });
    const format = version === 3 ? dm3 : dm4;
    const source = memorySource('a', writeDm(version, littleEndian, [written, image({ name: 'second' })]));
    const { images } = await format.open(source);
    expect(images.map((i) => i.name)).toEqual(['specimen', 'second']);
    expect(images[0].frameCount).toBe(2);
    expect(await images[0].readFrame(1)).toEqual(Uint16Array.from(values.slice(4)));
    expect(await images[1].readFrame(0)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  });

  test('without a list of thumbnails a colour image before others is one', async () => {
    const colour = { type: 5, count: 1, bytes: [1, 2, 3, 4] };
    const entry = (dataType: number, data: WrittenImage['data']): WrittenTag => ({
      group: [
        [
          'ImageData',
          {
            group: [
              ['Data', { array: data }],
              ['DataType', { u32: dataType }],
              [
                'Dimensions',
                {
                  group: [
                    ['', { u32: 1 }],
                    ['', { u32: 1 }],
                  ],
                },
              ],
            ],
          },
        ],
      ],
    });
    const entries = [entry(23, colour), entry(6, { type: 10, count: 1, bytes: [9] })];
    const root: WrittenTag = { group: [['ImageList', { group: entries.map((e) => ['', e] as const) }]] };
    const { images } = await dm3.open(memorySource('a.dm3', writeTags(3, true, root)));
    expect(images.map((i) => i.elementType)).toEqual(['uint8']);
    expect(images[0].name).toBe('a');
  });

  test('colours come as R, G, B, A', async () => {
    const data = { type: 5, count: 2, bytes: [10, 20, 30, 40, 50, 60, 70, 80] };
    const [read] = (await open3([image({ dataType: 23, shape: [1, 2], data })])).images;
    expect(read.elementType).toBe('rgba8');
    expect(await read.readFrame(0)).toEqual(Uint8Array.of(30, 20, 10, 40, 70, 60, 50, 80));
  });

  test('tags are kept word for word, pixels are not among them', async () => {
    const tags: WrittenTag = {
      group: [
        [
          'Microscope',
          {
            group: [
              ['Voltage', { f32: 200_000 }],
              ['Name', { text: 'Tïtan' }],
            ],
          },
        ],
        ['Box', { struct: [1, 2.5] }],
        ['List', { array: { type: 10, count: 3, bytes: [1, 2, 3] } }],
      ],
    };
    const { metadata, images } = await open3([image({ tags })]);
    const expected = { Microscope: { Voltage: 200_000, Name: 'Tïtan' }, Box: [1, 2.5], List: [1, 2, 3] };
    expect(images[0].metadata['ImageTags']).toEqual(expected);
    expect(metadata).toHaveProperty(['ImageList', '1', 'ImageData', 'Data'], 'array of 6 values, 6 bytes');
  });

  test('spectra and plots are refused by name, or left out beside an image', async () => {
    const eels: WrittenTag = { group: [['Meta Data', { group: [['Signal', { text: 'EELS' }]] }]] };
    const calibration = [{ origin: 0, scale: 0.5, units: 'eV' }];
    const spectrum = image({ shape: [6], tags: eels, calibration });
    expect(await failureOf(open3([spectrum]))).toMatchObject({
      tag: 'not-an-image',
      message: 'a.dm3 holds an EELS spectrum, 6 channels, not an image.',
    });
    const plot = await failureOf(open3([image({ shape: [6], name: 'Profile' })]));
    expect(plot.message).toContain('a line plot (Profile), 6 points');
    const mixed = await open3([image({}), spectrum]);
    expect(mixed.images.length).toBe(1);
    expect(mixed.metadata['Not shown']).toEqual(['an EELS spectrum, 6 channels']);
  });

  test('a header that claims more pixels than there are is truncated', async () => {
    expect((await failureOf(open3([image({ shape: [70_000, 70_000] })]))).tag).toBe('truncated');
  });

  test('tags that nest without end are refused', async () => {
    let tag: WrittenTag = { group: [] };
    for (let i = 0; i < 80; i++) tag = { group: [['deeper', tag]] };
    const opened = dm3.open(memorySource('deep.dm3', writeTags(3, true, tag)));
    expect((await failureOf(opened)).message).toContain('nest deeper');
  });
});

/** Plain discrete Fourier transform of a real image, zero frequency at the centre, interleaved. */
function centredTransform(real: readonly number[], rows: number, columns: number): Float64Array {
  const out = new Float64Array(2 * rows * columns);
  for (let v = 0; v < rows; v++)
    for (let u = 0; u < columns; u++)
      for (let y = 0; y < rows; y++)
        for (let x = 0; x < columns; x++) {
          const angle = -2 * Math.PI * (((v - rows / 2) * y) / rows + ((u - columns / 2) * x) / columns);
          out[2 * (v * columns + u)] += real[y * columns + x] * Math.cos(angle);
          out[2 * (v * columns + u) + 1] += real[y * columns + x] * Math.sin(angle);
        }
  return out;
}

function expectClose(got: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  for (let i = 0; i < got.length; i++) expect(Math.abs(got[i] - wanted[i])).toBeLessThan(1e-4);
}

describe('packed Fourier transforms', () => {
  const pixels = (count: number) =>
    fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: count, maxLength: count });

  test('half a transform of a real image gives the whole one back (types 27 and 28)', () => {
    fc.assert(
      fc.property(pixels(24), (real) => {
        const [rows, columns] = [4, 6];
        const whole = centredTransform(real, rows, columns);
        const packed = new Float64Array(2 * rows * (columns / 2 + 1));
        for (let row = 0; row < rows; row++)
          for (let k = 0; k <= columns / 2; k++)
            for (let part = 0; part < 2; part++)
              packed[2 * (row * (columns / 2 + 1) + k) + part] = whole[2 * (row * columns + columns / 2 - k) + part];
        expectClose(unpackHalfPlane(packed, rows, columns), whole);
      }),
      { numRuns: 20 },
    );
  });

  test('a square transform packed with its real values in pairs comes back whole (type 5)', () => {
    fc.assert(
      fc.property(pixels(16), (real) => {
        const size = 4;
        const n = 2;
        const whole = centredTransform(real, size, size);
        const at = (row: number, column: number) => [
          ...whole.subarray(2 * (row * size + column), 2 * (row * size + column) + 2),
        ];
        const packed = new Float32Array(size * size);
        for (let row = 0; row < size; row++)
          for (let j = 0; j < n; j++) {
            let pair = at(row, n + j);
            if (j === 0 && row === 0) pair = [at(n, 0)[0], at(0, 0)[0]];
            else if (j === 0 && row < n) pair = at(n + row, 0);
            else if (j === 0 && row === n) pair = [at(n, n)[0], at(0, n)[0]];
            packed.set(pair, 2 * (row * n + j));
          }
        expectClose(unpackSquare(packed, size), whole);
      }),
      { numRuns: 20 },
    );
  });
});
