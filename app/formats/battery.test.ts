import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../domain/acquisition.ts';
import { Failure } from '../domain/failure.ts';
import { hasVendorFiles, vendorFolder } from './fixtures/disk.ts';
import { allocatedBytes } from './fixtures/meter.ts';
import reference from './fixtures/reference.json' with { type: 'json' };
import { type Specimen, specimens } from './fixtures/specimens.ts';
import type { Format } from './format.ts';
import { formats } from './list.ts';
import { memorySource } from './memory-source.ts';
import { openAcquisition } from './open.ts';

// Every format of the list, against files that end early, lie, or are nonsense: the outcome is an acquisition or a
// `Failure`, with memory bounded by the size of the file.

/** What a damaged file may take beyond its own size, bytes. */
const allowance = 200 * 2 ** 20;
const longestFile = 200_000;

/** Small vendor files by format id, as further specimens. */
const vendor: Readonly<Record<string, readonly string[]>> = {
  dm3: ['vendor_rosettasciio/dm/test_STEM_image.dm3'],
  dm4: ['vendor_rosettasciio/dm/test-13.dm4'],
  ser: ['vendor_rosettasciio/tia/16x16x5_STEM_BF_DF_preview_1.ser'],
  blo: ['vendor_rosettasciio/blockfile/test2.blo'],
  mrc: ['vendor_mrcfile/EMD-3197.map.bz2', 'vendor_mrcfile/emd_3197.map.gz'],
  tiff: ['vendor_rosettasciio/tiff/optical_Zeiss_AxioVision_BW.tif'],
  png: ['particlespy/trainingmask.png'],
};

function specimensOf(format: Format): Specimen[] {
  const foreign = Object.entries(reference.specimens).find(([id]) => id === format.id)?.[1] ?? [];
  const written: Specimen[] = [
    ...(specimens[format.id]?.() ?? []),
    ...foreign.map(({ name, bytes }) => ({ name, bytes: Uint8Array.from(Buffer.from(bytes, 'base64')) })),
  ];
  if (!hasVendorFiles) return written;
  const paths = vendor[format.id] ?? [];
  return [
    ...written,
    ...paths.map((path) => ({
      name: basename(path),
      bytes: Uint8Array.from(readFileSync(join(vendorFolder, path))),
    })),
  ];
}

function sourceOf(specimen: Specimen, bytes: Uint8Array = specimen.bytes) {
  return memorySource(specimen.name, bytes, (name) => {
    const beside = specimen.beside?.[name];
    return beside === undefined ? null : memorySource(name, beside);
  });
}

/** Opens and reads the first and the last frame of every image (at most four). */
async function readAll(acquisition: Acquisition): Promise<unknown[]> {
  const planes: unknown[] = [];
  for (const image of acquisition.images.slice(0, 4)) {
    planes.push(await image.readFrame(0));
    if (image.frameCount > 1) planes.push(await image.readFrame(image.frameCount - 1));
  }
  return planes;
}

/** The outcome for damaged bytes: read, or refused with a Failure. Anything else, and any waste of memory, fails the test. */
async function outcome(specimen: Specimen, bytes: Uint8Array): Promise<'read' | Failure> {
  const measured = await allocatedBytes(async () => {
    try {
      await readAll(await openAcquisition(sourceOf(specimen, bytes)));
      return 'read' as const;
    } catch (thrown) {
      return thrown;
    }
  });
  expect(measured.bytes).toBeLessThan(bytes.length + allowance);
  if (measured.result === 'read') return 'read';
  expect(measured.result).toBeInstanceOf(Failure);
  const failure = measured.result as Failure;
  expect(failure.info.tag).not.toBe('internal');
  expect(failure.info.message).toContain(specimen.name.replace(/\.(gz|bz2)$/, ''));
  expect(failure.info.remedy).not.toBe('');
  return failure;
}

describe.each(formats)('$id', (format) => {
  const all = specimensOf(format);

  test('has a specimen', () => {
    expect(all.length, `write one into fixtures/specimens.ts`).toBeGreaterThan(0);
  });

  test.each(all)('$name reads, twice the same, and stays as it was', async (specimen) => {
    const before = Uint8Array.from(specimen.bytes);
    const acquisition = await openAcquisition(sourceOf(specimen));
    expect(acquisition.images.length).toBeGreaterThan(0);
    const first = await readAll(acquisition);
    for (const plane of first) (plane as Uint8Array).reverse();
    const second = await readAll(acquisition);
    expect(second).toEqual(await readAll(await openAcquisition(sourceOf(specimen))));
    expect(specimen.bytes).toEqual(before);
  });

  test.each(all)('$name refuses a frame it has not', async (specimen) => {
    const [image] = (await openAcquisition(sourceOf(specimen))).images;
    for (const frame of [-1, image.frameCount, 0.5, Number.NaN])
      await expect(image.readFrame(frame)).rejects.toBeInstanceOf(Failure);
  });

  test.each(all)('$name cut short anywhere is read or refused', async (specimen) => {
    const { length } = specimen.bytes;
    const cuts = new Set([0, 1, 2, 3, 4, 8, 16, 64, length - 1, length - 2]);
    for (let i = 1; i < 20; i++) cuts.add(Math.floor((length * i) / 20));
    for (const cut of cuts) if (cut >= 0 && cut < length) await outcome(specimen, specimen.bytes.slice(0, cut));
    expect(await outcome(specimen, new Uint8Array(0))).toMatchObject({ info: { tag: 'truncated' } });
  });

  test.each(all)('$name with bytes changed at random is read or refused', async (specimen) => {
    const place = fc.nat(Math.min(specimen.bytes.length, longestFile) - 1);
    const early = fc.nat(Math.min(specimen.bytes.length, 1024) - 1);
    const change = fc.tuple(fc.oneof(early, place), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const bytes = Uint8Array.from(specimen.bytes);
        for (const [at, value] of changes) bytes[at] = value;
        await outcome(specimen, bytes);
      }),
      { numRuns: 50, seed: 20_261_120 },
    );
  });

  test.each(all)('$name with absurd numbers in its header is read or refused', async (specimen) => {
    const absurd = [
      [0xff, 0xff, 0xff, 0xff],
      [0xff, 0xff, 0xff, 0x7f],
      [0x7f, 0xff, 0xff, 0xff],
      [0, 0, 0, 0],
    ];
    const end = Math.min(320, specimen.bytes.length - 4);
    for (let at = 0; at < end; at += 4)
      for (const value of absurd) {
        const bytes = Uint8Array.from(specimen.bytes);
        bytes.set(value, at);
        await outcome(specimen, bytes);
      }
  });
});
