import { describe, expect, test } from 'vitest';
import type { AcquiredImage } from '../domain/acquisition.ts';
import { calibrationOf } from './calibration.ts';
import { axis, bareAxis } from './image.ts';

type Side = readonly [scale: number | null, units: string];

function image(y: Side, x: Side): AcquiredImage {
  const make = (name: string, [scale, units]: Side) => ({ name, size: 8, scale, offset: 0, units });
  return {
    name: 'test',
    shape: [8, 8],
    elementType: 'uint8',
    axes: [make('y', y), make('x', x)],
    calibrationSource: 'file tag',
    metadata: {},
    frameCount: 1,
    readFrame: () => Promise.reject(new Error('not read')),
  };
}
const both = (side: Side) => calibrationOf(image(side, side));

describe('units', () => {
  test.each([
    [0.2, 'nm', 0.2],
    [2, 'Å', 0.2],
    [2, 'A', 0.2],
    [0.005, 'µm', 5],
    [12, 'pm', 0.012],
    [3e-9, 'm', 3],
  ] as const)('%d %s a pixel is %d nm', (scale, units, nm) => {
    const calibration = both([scale, units]);
    expect(calibration).toMatchObject({ space: 'real', source: 'file tag', suspect: [] });
    expect(calibration.x).toBeCloseTo(nm, 9);
    expect(calibration.y).toBeCloseTo(nm, 9);
  });

  test.each([
    [0.17, '1/nm', 0.17],
    [0.017, '1/Å', 0.17],
    [98, '1/µm', 0.098],
    [0.17, 'nm^-1', 0.17],
  ] as const)('%d %s a pixel is never a length', (scale, units, perNm) => {
    const calibration = both([scale, units]);
    expect(calibration.space).toBe('reciprocal');
    expect(calibration.x).toBeCloseTo(perNm, 9);
    expect(calibration.suspect).toEqual([]);
  });

  test('what is no length gives no pixel size', () => {
    for (const units of ['mrad', 'deg', 'eV', 's', '1/eV']) {
      const calibration = both([0.5, units]);
      expect(calibration).toMatchObject({ x: null, y: null, source: 'none' });
      expect(calibration.suspect).toEqual([`the file's unit "${units}" is no length`]);
    }
  });

  test('nothing known is no suspicion', () => {
    expect(both([null, ''])).toEqual({ space: 'real', x: null, y: null, source: 'none', suspect: [] });
  });
});

describe('suspicion', () => {
  const doubt = (y: Side, x: Side = y) => calibrationOf(image(y, x)).suspect.join('; ');

  test('oblong pixels, from one percent on', () => {
    expect(doubt([0.2, 'nm'], [1, 'nm'])).toBe('pixels are not square: 1 nm wide, 0.2 nm high');
    expect(doubt([1.02, 'nm'], [1, 'nm'])).toContain('not square');
    expect(doubt([1.009, 'nm'], [1, 'nm'])).toBe('');
  });
  test('sizes no microscope has', () => {
    expect(doubt([0.9, 'pm'])).toContain('outside what electron microscopes reach');
    expect(doubt([1.1, 'pm'])).toBe('');
    expect(doubt([99, 'µm'])).toBe('');
    expect(doubt([101, 'µm'])).toContain('outside');
  });
  test('a scale without a unit', () => {
    const calibration = both([1, '']);
    expect(calibration.x).toBeNull();
    expect(calibration.suspect).toEqual(['the file says 1 without a unit']);
  });
  test('negative sizes are taken by magnitude', () => {
    const calibration = both([-0.5, 'nm']);
    expect(calibration.x).toBe(0.5);
    expect(calibration.suspect).toEqual(['the file gives a negative pixel size; its magnitude is used']);
  });
  test.each([72, 96, 150, 300, 600])('%d dots an inch', (dpi) => {
    expect(doubt([1 / dpi, 'inch'])).toContain(`${dpi} pixels an inch is a printer's`);
    expect(doubt([2.54 / dpi, 'cm'])).toContain(`${dpi} pixels an inch`);
  });
  test('one ångström exactly', () => {
    expect(doubt([1, 'Å'])).toContain('exactly 1 Å');
    expect(doubt([1, 'nm'])).toBe('');
  });
  test('one side only', () => {
    const calibration = calibrationOf(image([null, ''], [0.3, 'nm']));
    expect(calibration).toMatchObject({ x: 0.3, y: 0.3 });
    expect(calibration.suspect.join()).toContain('only one side');
  });
  test('a length across, a reciprocal length down', () => {
    expect(calibrationOf(image([0.3, '1/nm'], [0.3, 'nm']))).toMatchObject({ x: null, y: null, source: 'none' });
  });
});

test('an axis that says nothing is left without calibration', () => {
  for (const scale of [0, Number.NaN, Number.POSITIVE_INFINITY])
    expect(axis('x', 4, scale, 2, 'nm')).toEqual(bareAxis('x', 4));
  expect(axis('x', 4, 1, 0, '')).toEqual(bareAxis('x', 4));
  expect(axis('x', 4, 1, -0, 'nm')).toEqual({ name: 'x', size: 4, scale: 1, offset: 0, units: 'nm' });
});
