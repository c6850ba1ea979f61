import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import type { RunMask } from '../../domain/instance.ts';
import { forEachRun, maskOfPlane } from '../../domain/run-mask.ts';
import { outlineOf } from '../../particles/outline.ts';
import { memorySource } from '../memory-source.ts';
import fixtures from './fixtures/rois.json' with { type: 'json' };
import { sampleRois, sampleSize } from './fixtures/sample-rois.ts';
import shown from './fixtures/shown.json' with { type: 'json' };
import { readImageJRois } from './read.ts';
import { writeRoi, writeRoiZip } from './write.ts';

const runsOf = (mask: RunMask) => {
  const runs: number[] = [];
  forEachRun(mask, (row, from, to) => runs.push(row, from, to));
  return runs;
};
const ringsOf = (mask: RunMask) => {
  const { outer, holes } = outlineOf(mask);
  return [...outer, ...holes];
};
const read = (name: string, bytes: Uint8Array, { width, height } = sampleSize) =>
  readImageJRois(memorySource(name, bytes), width, height);
const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'));

describe('what ImageJ saves', () => {
  test.each(fixtures.rois.filter((r) => r.runs !== null))('$name has the pixels that ImageJ takes', (roi) => {
    const { rois } = read('of file.roi', bytesOf(roi.file));
    expect(runsOf(rois[0].mask)).toEqual(roi.runs);
    expect(rois[0]).toMatchObject({
      name: roi.roiName === '' ? 'of file' : roi.roiName,
      group: roi.group,
      strokeColour: roi.stroke,
      position: roi.position,
    });
  });

  test.each(fixtures.rois.filter((r) => r.runs === null))('$name is left out', (roi) => {
    const { rois, skipped } = read('x.roi', bytesOf(roi.file));
    expect(rois).toEqual([]);
    expect(skipped[0].reason).toMatch(/^it is/);
  });
});

const toWrite = () => sampleRois.map(({ mask, ...roi }) => ({ ...roi, rings: ringsOf(mask) }));

test('ImageJ takes the same pixels of what is written', () => {
  // `shown.json` is what ImageJ says of the archive that is made of them (fixtures/make_shown.py).
  // Colours are not compared: ImageJ gives ROIs of a group the group's own.
  expect(Buffer.from(writeRoiZip(toWrite())).toString('base64')).toBe(shown.archive);
  expect(shown.rois.map(({ name, group, position, runs }) => ({ name, group, position, runs }))).toEqual(
    sampleRois.map(({ name, group, position, mask }) => ({
      name,
      group,
      position,
      runs: runsOf(mask),
    })),
  );
});

describe('what is written is read back', () => {
  it('whatever the mask', () => {
    const drawn = fc.record({
      bits: fc.array(fc.boolean(), { minLength: 80, maxLength: 80 }).filter((bits) => bits.some(Boolean)),
      name: fc.string({ minLength: 1, maxLength: 12 }),
      group: fc.nat(255),
      position: fc.nat(5000),
      colour: fc.nat(0xffffff),
    });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 4 }), (list) => {
        const masks = list.map(
          ({ bits }) => maskOfPlane(Uint8Array.from(bits, Number), { x: 3, y: 5, width: 10, height: 8 }, 1)!,
        );
        const rois = list.map(({ name, group, position, colour }, i) => ({
          name,
          group,
          position,
          strokeColour: `#${colour.toString(16).padStart(6, '0')}`,
          rings: ringsOf(masks[i]),
        }));
        const back = read('RoiSet.zip', writeRoiZip(rois)).rois;
        expect(
          back.map(({ mask, group, position, strokeColour }) => ({ mask, group, position, strokeColour })),
        ).toEqual(
          rois.map(({ group, position, strokeColour }, i) => ({ mask: masks[i], group, position, strokeColour })),
        );
        expect(new Set(back.map((roi) => roi.name)).size).toBe(list.length);
      }),
      { numRuns: 60 },
    );
  });

  it('beyond what 16 bits tell', () => {
    const mask = maskOfPlane(Uint8Array.of(1, 1, 0, 1), { x: 70_000, y: 65_000, width: 2, height: 2 }, 1)!;
    const bytes = writeRoi({ name: 'far', rings: ringsOf(mask), group: 1, strokeColour: '#123456', position: 0 });
    expect(read('far.roi', bytes, { width: 80_000, height: 80_000 }).rois[0].mask).toEqual(mask);
  });
});

describe('hostile files', () => {
  const archive = writeRoiZip(toWrite());

  it('cut anywhere are a Failure', () => {
    for (let length = 0; length < archive.length; length += 7)
      expect(() => read('RoiSet.zip', archive.subarray(0, length))).toThrow(Failure);
  });

  it('changed anywhere are a Failure or read as something', () => {
    fc.assert(
      fc.property(fc.nat(archive.length - 1), fc.nat(255), (at, value) => {
        const bytes = Uint8Array.from(archive);
        bytes[at] = value;
        try {
          read('RoiSet.zip', bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 400 },
    );
    const roi = writeRoi(toWrite()[0]);
    fc.assert(
      fc.property(fc.nat(roi.length - 1), fc.nat(255), fc.nat(255), (at, high, low) => {
        const bytes = Uint8Array.from(roi);
        bytes[at] = high;
        if (at + 1 < bytes.length) bytes[at + 1] = low;
        try {
          read('a.roi', bytes);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 400 },
    );
  });
});
