import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../domain/failure.ts';
import { memorySource } from '../memory-source.ts';
import { decodeJpeg } from './decode.ts';
import fixtures from './fixtures/fixtures.json' with { type: 'json' };
import { inverseTransform } from './idct.ts';
import { jpeg } from './jpeg.ts';

const source = (bytes: Uint8Array) => memorySource('file.jpg', bytes);
const open = (bytes: Uint8Array) => jpeg.open(source(bytes));
const fileOf = (name: keyof typeof fixtures) => Uint8Array.from(Buffer.from(fixtures[name].file, 'base64'));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test.each(Object.entries(fixtures))('%s gives the pixels of the reference decoder', (_, fixture) => {
  const bytes = Uint8Array.from(Buffer.from(fixture.file, 'base64'));
  const picture = decodeJpeg(source(bytes), bytes);
  const shape = picture.channels === 1 ? [] : [3];
  expect([picture.height, picture.width, ...shape]).toEqual(fixture.shape);
  expect(sha256(picture.data)).toBe(fixture.sha256);
});

test('grey is read when asked for, colour says what it is', async () => {
  const [grey] = (await open(fileOf('grey'))).images;
  expect([grey.elementType, grey.shape, grey.calibrationSource]).toEqual(['uint8', [21, 35], 'none']);
  const [colour] = (await open(fileOf('colour 4:2:0'))).images;
  expect([colour.elementType, (await colour.readFrame(0)).length]).toEqual(['rgb8', 21 * 35 * 3]);
});

test('the transform of a mean alone is flat, and of one wave is that wave', () => {
  const plane = new Uint8Array(64);
  const coefficients = new Int16Array(64);
  coefficients[0] = 10;
  inverseTransform(coefficients, 0, new Int32Array(64).fill(8), plane, 0, 8);
  expect(new Set(plane)).toEqual(new Set([138]));
  coefficients[0] = 0;
  coefficients[3] = 20;
  inverseTransform(coefficients, 0, new Int32Array(64).fill(8), plane, 0, 8);
  for (let x = 0; x < 8; x++) {
    const wave = 128 + ((20 * 8) / 4) * Math.SQRT1_2 * Math.cos(((2 * x + 1) * 3 * Math.PI) / 16);
    expect(Math.abs(plane[x] - wave)).toBeLessThanOrEqual(0.51);
  }
});

/** A grey JPEG of 8 x 8 blocks that hold one value each, with a restart after every block. */
function restarting(values: readonly number[], lastMarker = 0xd9): Uint8Array {
  const segment = (marker: number, ...bytes: number[]): number[] => [0xff, marker, 0, bytes.length + 2, ...bytes];
  // one DC code: '0' for 5 further bits; one AC code: '0' for the end of a block
  const dc = [1, ...Array(15).fill(0), 5];
  const ac = [1, ...Array(15).fill(0), 0];
  const data = values.flatMap((value, i) => {
    const bits = value >= 0 ? value : value + 31;
    const byte = (bits << 2) | 0b01;
    return [byte & 0x7f, 0xff, i + 1 < values.length ? 0xd0 + (i % 8) : lastMarker];
  });
  return Uint8Array.from([
    0xff,
    0xd8,
    ...segment(0xdb, 0, ...Array(64).fill(8)),
    ...segment(0xc0, 8, 0, 8, 0, values.length * 8, 1, 1, 0x11, 0),
    ...segment(0xc4, 0x00, ...dc),
    ...segment(0xc4, 0x10, ...ac),
    ...segment(0xdd, 0, 1),
    ...segment(0xda, 1, 1, 0x00, 0, 63, 0),
    ...data,
  ]);
}

test('restarts forget the block before', () => {
  const values = [16, -16, 31, -20, 17, 16, 16, 16, 16, 25];
  const bytes = restarting(values);
  const picture = decodeJpeg(source(bytes), bytes);
  expect(Array.from({ length: values.length }, (_, i) => picture.data[i * 8])).toEqual(values.map((v) => 128 + v));
});

describe('hostile files', () => {
  const failureOf = async (bytes: Uint8Array): Promise<Failure> => {
    try {
      const [image] = (await open(bytes)).images;
      await image.readFrame(0);
    } catch (thrown) {
      return thrown as Failure;
    }
    throw new Error('it was read');
  };
  const frameAt = (bytes: Uint8Array): number => bytes.findIndex((b, i) => b === 0xff && bytes[i + 1] === 0xc0);

  test('an end in the middle of the picture', async () => {
    const bytes = fileOf('grey');
    expect((await failureOf(bytes.subarray(0, bytes.length - 60))).info.tag).toBe('truncated');
    expect((await failureOf(bytes.subarray(0, 30))).info.tag).toBe('truncated');
  });

  test('an absurd size', async () => {
    const bytes = fileOf('grey');
    bytes.fill(0xff, frameAt(bytes) + 5, frameAt(bytes) + 9);
    expect((await failureOf(bytes)).info.tag).toBe('truncated');
  });

  test('kinds that are not read are named', async () => {
    const bytes = fileOf('grey');
    bytes[frameAt(bytes) + 1] = 0xc3;
    expect((await failureOf(bytes)).info).toMatchObject({
      tag: 'unsupported',
      message: expect.stringContaining('lossless'),
    });
    const deep = fileOf('grey');
    deep[frameAt(deep) + 4] = 12;
    expect((await failureOf(deep)).info.message).toContain('12 bits');
  });
});
