import { describe, expect, it } from 'vitest';
import { cutMiddle } from './middle.tsx';
import {
  ago,
  bytes,
  count,
  duration,
  grouped,
  length,
  pixelSize,
  resolvePath,
  significant,
  splitPath,
  thinSpace,
} from './quantity.ts';

describe('significant', () => {
  it.each([
    [0.21345678, 4, '0.2135'],
    [1234.5678, 4, '1235'],
    [12345.678, 4, '12346'],
    [0.5, 4, '0.5'],
    [100, 4, '100'],
    [0, 4, '0'],
    [-2.5, 2, '-2.5'],
    [1.5e7, 4, '1.5e7'],
    [0.00001234, 3, '1.23e-5'],
    [Number.NaN, 3, '–'],
  ])('shows %d to %d digits', (value, digits, text) => {
    expect(significant(value, digits)).toBe(text);
  });
});

describe('length', () => {
  it.each([
    [0.25, '0.25', 'nm'],
    [0.01001, '0.01001', 'nm'],
    [0.0004, '0.4', 'pm'],
    [2500, '2.5', 'µm'],
    [2.5e6, '2.5', 'mm'],
  ])('says %d nm as people do', (nm, value, unit) => {
    expect(length(nm)).toEqual({ value, unit });
  });
});

describe('pixelSize', () => {
  const base = { source: 'file tag', suspect: [] } as const;
  it('is null when unknown', () => {
    expect(pixelSize({ ...base, suspect: [], space: 'real', x: null, y: null })).toBeNull();
  });
  it('names both sides of pixels that are not square, in one unit', () => {
    expect(pixelSize({ ...base, suspect: [], space: 'real', x: 2000, y: 500 })).toEqual({
      value: '2 × 0.5',
      unit: 'µm',
    });
  });
  it('never makes a length of reciprocal space', () => {
    expect(pixelSize({ ...base, suspect: [], space: 'reciprocal', x: 0.05, y: 0.05 })).toEqual({
      value: '0.05',
      unit: 'nm⁻¹',
    });
  });
});

describe('counts, sizes and times', () => {
  it('group thousands from five digits on', () => {
    expect(grouped(1024)).toBe('1024');
    expect(grouped(441067)).toBe(`441${thinSpace}067`);
    expect(count(1, 'image')).toBe('1 image');
    expect(count(2, 'image')).toBe('2 images');
  });
  it('show file sizes to two digits or more', () => {
    expect(bytes(16032)).toEqual({ value: '16', unit: 'kB' });
    expect(bytes(2_101_248)).toEqual({ value: '2.1', unit: 'MB' });
    expect(bytes(12)).toEqual({ value: '12', unit: 'B' });
    expect(bytes(999_900)).toEqual({ value: '1.0', unit: 'MB' });
  });
  it('say durations in one or two units', () => {
    expect(duration(8.4)).toBe(`8${thinSpace}s`);
    expect(duration(150)).toBe(`3${thinSpace}min`);
    expect(duration(4800)).toBe(`1${thinSpace}h 20${thinSpace}min`);
  });
  it('say how long ago something was', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(ago('2026-11-20T11:59:50Z', now)).toBe('just now');
    expect(ago('2026-11-20T11:15:00Z', now)).toBe(`45${thinSpace}min ago`);
    expect(ago('2026-11-19T11:00:00Z', now)).toBe('yesterday');
    expect(ago('2026-10-01T11:00:00Z', now)).toBe('2026-10-01');
    expect(ago('never', now)).toBe('');
  });
});

describe('paths', () => {
  it('are split at the last separator of either kind', () => {
    expect(splitPath('/a/b.dm3')).toEqual({ folder: '/a', name: 'b.dm3' });
    expect(splitPath('C:\\a\\b.dm3')).toEqual({ folder: 'C:\\a', name: 'b.dm3' });
    expect(splitPath('b.dm3')).toEqual({ folder: '', name: 'b.dm3' });
  });
  it('are resolved from the project', () => {
    expect(resolvePath('/home/x/p.morpho', '../../data/a.dm3')).toBe('/home/data/a.dm3');
    expect(resolvePath('/home/x/p.morpho', '/abs/a.dm3')).toBe('/abs/a.dm3');
    expect(resolvePath('C:\\x\\p.morpho', '..\\a.dm3')).toBe('C:\\x\\a.dm3');
  });
});

describe('cutMiddle', () => {
  const measure = (text: string) => text.length;
  it('leaves what fits', () => {
    expect(cutMiddle('cubes', 5, measure)).toBe('cubes');
  });
  it('keeps both ends within the width', () => {
    const name = 'STEM HAADF-DF4-DF2-BF Diffraction Micro, DF2';
    for (let width = 4; width < name.length; width++) {
      const cut = cutMiddle(name, width, measure);
      expect(cut.length).toBeLessThanOrEqual(width);
      expect(cut).toMatch(/^S.*….*2$/);
    }
  });
});
