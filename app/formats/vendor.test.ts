import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AcquiredImage, Acquisition } from '../domain/acquisition.ts';
import { nanometresPer, reciprocalNanometresPer } from '../domain/calibration.ts';
import { Failure } from '../domain/failure.ts';
import { fileSource, hasVendorFiles, vendorFolder } from './fixtures/disk.ts';
import { extensionOf } from './format.ts';
import { inspectImage } from './inspect.ts';
import { formats } from './list.ts';
import { openAcquisition } from './open.ts';

// Files of many microscopes, with the pixels and axes that independent readers agree on. The folder is not part of the
// repository (its licences forbid it), so these tests run only where it lies beside it.

interface ExpectedAxis {
  readonly scale: number | null;
  /** Null where the reference does not state it. */
  readonly offset: number | null;
  readonly units: string;
}
interface ExpectedImage {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly min?: number;
  readonly max?: number;
  readonly mean?: number;
  readonly sha256_le_c_order: string;
  readonly [more: string]: unknown;
}
interface ExpectedFile {
  readonly format?: string;
  readonly images?: readonly ExpectedImage[];
}

const folders = [
  'vendor_rosettasciio',
  'vendor_openncem',
  'vendor_mrcfile',
  'particlespy',
  'tomo_needle_etspy',
  'tomo_pdpt_atoms',
];

const entries = hasVendorFiles ? folders.flatMap(entriesOf) : [];

function entriesOf(folder: string): { path: string; file: ExpectedFile }[] {
  const text = readFileSync(join(vendorFolder, folder, 'expected.json'), 'utf8');
  const { files } = JSON.parse(text) as { files: Record<string, ExpectedFile> };
  return Object.entries(files).map(([name, file]) => ({ path: join(folder, name), file }));
}

/** The axes of an expected image, slowest first, in whichever way its file kind notes them; fewer than its shape has. */
function expectedAxes(image: ExpectedImage): ExpectedAxis[] {
  if (image['pixel_size'] !== undefined) return veloxAxes(image);
  const named = (image['axes'] ?? image['axes_slowest_first'] ?? image['hyperspy_axes']) as unknown[] | undefined;
  if (named !== undefined) return named.map(namedAxis);
  const voxel = image['voxel_size_angstrom_xyz'] as number[] | undefined;
  if (voxel !== undefined) return voxel.toReversed().map((scale) => ({ scale, offset: null, units: 'Å' }));
  const series = image['signal_axes_fastest_first'] as { delta: number; offset: number }[] | undefined;
  return (series ?? []).toReversed().map(({ delta, offset }) => ({
    scale: delta,
    offset,
    units: delta > 1 ? '1/m' : 'm',
  }));
}

/** From the raw metadata: the reader that made the reference mixed up the unit of the offsets. */
function veloxAxes(image: ExpectedImage): ExpectedAxis[] {
  const size = image['pixel_size'] as Record<string, number & string>;
  const offset = image['offset'] as Record<string, string>;
  const plane = ['y', 'x'].map((a) => ({ scale: size[a], offset: Number(offset[a]), units: size[`unit_${a}`] }));
  const others = ((image['hyperspy_axes'] as unknown[] | undefined) ?? []).slice(0, -2);
  return [...others.map(namedAxis), ...plane];
}

function namedAxis(axis: unknown): ExpectedAxis {
  const [, scale, offset, units] = Array.isArray(axis)
    ? (axis as [string | null, number, number, string | null])
    : (() => {
        const a = axis as { scale: number; offset: number; units?: string | null };
        return [null, a.scale, a.offset, a.units ?? null] as const;
      })();
  return { scale, offset, units: units ?? '' };
}

/** A value in nm or 1/nm where its unit allows, else as it is. */
function inNanometres(value: number, units: string): { value: number; units: string } {
  const metres = nanometresPer(units);
  if (metres !== null) return { value: value * metres, units: 'nm' };
  const reciprocal = reciprocalNanometresPer(units);
  if (reciprocal !== null) return { value: value * reciprocal, units: '1/nm' };
  return { value, units };
}

function uncalibrated(axis: ExpectedAxis): boolean {
  return axis.scale === null || axis.scale <= 0 || (axis.units === '' && axis.scale === 1);
}

function expectAxes(image: AcquiredImage, wanted: ExpectedImage): void {
  expect(image.axes.map((a) => a.size)).toEqual(image.shape);
  const axes = expectedAxes(wanted);
  const last = image.axes.slice(image.axes.length - axes.length);
  axes.forEach((axis, i) => {
    const got = last[i];
    if (uncalibrated(axis)) {
      expect(got.scale, `axis ${i} of ${image.name}`).toBeNull();
      return;
    }
    // The reader of the reference leaves out the unit of ImageJ's depth: the number alone can be compared.
    const units = axis.units === '' ? got.units : axis.units;
    const scale = inNanometres(axis.scale ?? 0, units);
    const gotScale = inNanometres(got.scale ?? Number.NaN, got.units);
    expect(gotScale.units, `unit of axis ${i}`).toBe(scale.units);
    expect(gotScale.value / scale.value, `scale of axis ${i}`).toBeCloseTo(1, 6);
    if (axis.offset === null) return;
    const offset = inNanometres(axis.offset, units).value;
    expect(inNanometres(got.offset, got.units).value, `offset of axis ${i}`).toBeCloseTo(
      offset,
      6 - Math.ceil(Math.log10(Math.abs(offset) + 1)),
    );
  });
}

async function expectImage(image: AcquiredImage, wanted: ExpectedImage): Promise<void> {
  const summary = await inspectImage(image);
  expect(summary.shape).toEqual(wanted.shape);
  expect(summary.dtype).toBe(wanted.dtype);
  expect(summary.sha256).toBe(wanted.sha256_le_c_order);
  if (wanted.min === undefined) expect(summary.min).toBeNull();
  else {
    expect(summary.min).toBe(wanted.min);
    expect(summary.max).toBe(wanted.max);
    const mean = wanted.mean ?? Number.NaN;
    expect(Math.abs((summary.mean ?? Number.NaN) - mean)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(mean)));
  }
  expectAxes(image, wanted);
}

const energy = new Set(['eV', 'keV']);

/** What no picture is: values along one line, or a plane that has energies in it. */
function isSpectrum(image: ExpectedImage): boolean {
  if (image.shape.length === 1 || 'navigation_axes_fastest_first' in image) {
    const signal = image['signal_axes_fastest_first'] as unknown[] | undefined;
    return signal === undefined || signal.length === 1;
  }
  return expectedAxes(image)
    .slice(-2)
    .some((axis) => energy.has(axis.units));
}

const readable = new Set(formats.flatMap((f) => f.extensions));

function known(path: string): boolean {
  return readable.has(extensionOf(path.replace(/\.(gz|bz2)$/, '')));
}

async function open(path: string): Promise<Acquisition> {
  return openAcquisition(fileSource(join(vendorFolder, path)));
}

describe.skipIf(!hasVendorFiles)('vendor files (skipped where ../shared/data is absent)', () => {
  const withImages = entries.filter(({ path, file }) => file.images !== undefined && known(path));
  const pictures = withImages.filter(({ file }) => !file.images?.every(isSpectrum));
  const spectra = withImages.filter(({ file }) => file.images?.every(isSpectrum));

  test.each(pictures)('$path reads to the expected pixels and axes', async ({ path, file }) => {
    const { images } = await open(path);
    const wanted = file.images?.filter((image) => !isSpectrum(image)) ?? [];
    expect(images.length).toBe(wanted.length);
    for (const [i, image] of images.entries()) await expectImage(image, wanted[i]);
  });

  test.each(spectra)('$path is refused by name', async ({ path }) => {
    const thrown = await open(path).catch((reason: unknown) => reason);
    expect(thrown).toBeInstanceOf(Failure);
    const { tag, message } = (thrown as Failure).info;
    expect(tag).toBe('not-an-image');
    expect(message).toMatch(/spectr/);
    expect(message).toMatch(/\d+ channels/);
  });

  const descriptions = entries.filter(({ path }) => path.endsWith('.emi') && known(path));
  test.each(descriptions.filter(({ path }) => !path.includes('spectrum')))(
    '$path opens its series, with the description',
    async ({ path }) => {
      const acquisition = await open(path);
      expect(acquisition.companions.length).toBe(acquisition.images.length);
      for (const [i, name] of acquisition.companions.entries()) {
        const [alone] = (await open(join(path, '..', name))).images;
        const image = acquisition.images[i];
        expect(await inspectImage(image)).toEqual(await inspectImage(alone));
        expect(image.metadata).toHaveProperty(['ObjectInfo', 'ExperimentalDescription', 'High tension (kV)']);
        expect(image.metadata).toEqual(alone.metadata);
      }
    },
  );

  test('all other files are refused as unknown', async () => {
    const others = entries.filter(({ path, file }) => file.images === undefined && !known(path));
    expect(others.length).toBeGreaterThan(3);
    for (const { path } of others) {
      const thrown = await open(path).catch((reason: unknown) => reason);
      expect((thrown as Failure).info?.tag, path).toBe('unknown-format');
    }
  });

  test('the TIA image equals the array that was exported from it', async () => {
    const folder = 'vendor_rosettasciio/tia/64x64_TEM_images_acquire';
    const [series] = (await open(`${folder}_1.ser`)).images;
    const [array] = (await open(`${folder}.npy`)).images;
    expect(await series.readFrame(0)).toEqual(await array.readFrame(0));
  });
});
