// Made-up content of projects for tests.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Calibration } from '../../../app/domain/calibration.ts';
import type { FeatureColumn } from '../../../app/domain/feature-table.ts';
import type { Instance } from '../../../app/domain/instance.ts';
import { encodeInstances } from '../../../app/domain/instance-codec.ts';
import type { Recipe } from '../../../app/domain/recipe.ts';
import type { NewFile, NewImage, NewResult } from '../../../app/ports/stored.ts';

export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'morpho-store-'));
}

export const recipe: Recipe = {
  id: 'r1',
  title: 'Recipe one',
  help: '',
  steps: [{ step: 'otsu', enabled: true, params: { b: 2, a: 'x' } }],
};

export function calibration(x: number | null): Calibration {
  return { space: 'real', x, y: x, source: x === null ? 'none' : 'file tag', suspect: [] };
}

export function newFile(name: string, sha = name): NewFile {
  return {
    sha256: Buffer.from(sha).toString('hex').padEnd(64, '0').slice(0, 64),
    bytes: 100,
    path: path.join(tmpdir(), `${name}.tif`),
    packed: false,
    format: 'tiff',
    companions: [],
    metadata: { microscope: 'made up', nested: { kV: 200 } },
  };
}

export function newImage(name: string, pixelSize: number | null = 0.5, imageIndex = 0): NewImage {
  return {
    imageIndex,
    name,
    width: 64,
    height: 32,
    frames: 2,
    elementType: 'uint16',
    calibration: calibration(pixelSize),
    min: 1,
    max: 200,
    metadata: { exposure: 0.1 },
  };
}

/** A bar of `width` pixels; the first one of a frame touches the border. */
export function bar(id: number, width: number): Instance {
  return {
    id,
    mask: { x: id, y: id, width, height: 1, runs: Uint32Array.of(0, width) },
    area: width,
    atBorder: id === 1,
  };
}

export const areaColumn: FeatureColumn = {
  id: 'area',
  title: 'Area',
  unit: 'px²',
  definition: 'Number of pixels.',
  group: 'size',
};
export const lengthColumn: FeatureColumn = { ...areaColumn, id: 'length', title: 'Length', unit: 'px' };
export const positionColumn: FeatureColumn = { ...lengthColumn, id: 'x', title: 'x', group: 'position' };
export const ratioColumn: FeatureColumn = { ...areaColumn, id: 'ratio', title: 'Ratio', unit: '', group: 'shape' };

/** A result whose particles are bars of these widths, measured with `pixelSize`. */
export function newResult(
  at: { runId: number; imageId: number; frame: number },
  widths: readonly number[],
  pixelSize: number | null,
  key = `${at.imageId}/${at.frame}/${widths.join()}/${pixelSize}`,
): NewResult {
  const p = pixelSize ?? 1;
  const unit = pixelSize === null ? 'px' : 'nm';
  return {
    ...at,
    key,
    provenance: {
      program: '0.1.0',
      recipe,
      stepVersions: { otsu: 1 },
      resolved: { polarity: 'dark' },
      inputSha256: 'a'.repeat(64),
      frame: at.frame,
      pixelSize,
      seed: 1,
    },
    seconds: 0.5,
    width: 64,
    height: 32,
    instances: encodeInstances(widths.map((width, i) => bar(i + 1, width))),
    columns: [{ ...areaColumn, unit: `${unit}²` }, { ...lengthColumn, unit }, positionColumn, ratioColumn],
    values: [
      Float64Array.from(widths, (w) => w * p * p),
      Float64Array.from(widths, (w) => w * p),
      Float64Array.from(widths, (_, i) => i + 1),
      Float64Array.from(widths, (w) => w / 10),
    ],
  };
}
