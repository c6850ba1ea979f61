import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../app/domain/calibration.ts';
import { fittingUnit, parseDecimal, pixelUnits, sizeFromBar, sizeIn, summarise, typedSize } from './calibrating.ts';
import { imageOf } from './testing.ts';

const calibration = (change: Partial<Calibration>): Calibration => ({
  space: 'real',
  x: 1,
  y: 1,
  source: 'file tag',
  suspect: [],
  ...change,
});

describe('parseDecimal', () => {
  it.each([
    ['0.21', 0.21],
    ['0,21', 0.21],
    [' 12 ', 12],
    ['1\u2009024', 1024],
    ['1e-3', 0.001],
    ['.5', 0.5],
    ['-3', -3],
  ])('reads %j', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });
  it.each(['', 'abc', '1,2,3', '0x10', 'Infinity', '1 nm', '--1', '.'])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });
});

describe('typedSize', () => {
  it('knows every unit that is offered', () => {
    expect(typedSize('2', '', 'nm')).toEqual({ space: 'real', x: 2, y: 2 });
    expect(typedSize('2', '', 'µm')).toEqual({ space: 'real', x: 2000, y: 2000 });
    expect(typedSize('2', '', 'Å')).toEqual({ space: 'real', x: 0.2, y: 0.2 });
    expect(typedSize('20', '', 'pm')).toEqual({ space: 'real', x: 0.02, y: 0.02 });
    expect(typedSize('0.05', '', 'nm⁻¹')).toEqual({ space: 'reciprocal', x: 0.05, y: 0.05 });
  });
  it('takes two sides for pixels that are not square', () => {
    expect(typedSize('1', '0,2', 'nm')).toEqual({ space: 'real', x: 1, y: 0.2 });
  });
  it.each([
    ['x', ''],
    ['0', ''],
    ['-1', ''],
    ['1', '0'],
  ])('refuses %j by %j', (x, y) => {
    expect(typedSize(x, y, 'nm')).toHaveProperty('problem');
  });
});

describe('sizeIn', () => {
  it('shows what was typed, in every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom(...pixelUnits), (n, unit) => {
        const size = typedSize(String(n / 1000), '', unit);
        if ('problem' in size) throw new Error(size.problem);
        expect(Number(sizeIn(size.x, size.space, unit))).toBeCloseTo(n / 1000, 10);
      }),
    );
  });
  it('never shows reciprocal space as a length', () => {
    expect(sizeIn(0.05, 'reciprocal', 'nm')).toBe('');
    expect(sizeIn(0.05, 'real', 'nm⁻¹')).toBe('');
    expect(fittingUnit(calibration({ space: 'reciprocal', x: 0.05 }), 'nm')).toBe('nm⁻¹');
  });
});

describe('sizeFromBar', () => {
  it('divides the written length by the measured one', () => {
    expect(sizeFromBar('100', 'nm', 400)).toEqual({ space: 'real', x: 0.25, y: 0.25 });
    expect(sizeFromBar('', 'nm', 400)).toHaveProperty('problem');
  });
});

describe('summarise', () => {
  it('tells what images share', () => {
    const same = [imageOf({ id: 1, calibration: calibration({}) }), imageOf({ id: 2, calibration: calibration({}) })];
    expect(summarise(same)).toMatchObject({ common: { x: 1 }, different: 1, uncalibrated: 0, suspect: [] });
  });
  it('tells that none has one', () => {
    expect(summarise([imageOf({ id: 1 }), imageOf({ id: 2 })])).toMatchObject({
      common: { x: null },
      different: 0,
      uncalibrated: 2,
    });
  });
  it('tells how they differ, and each doubt once', () => {
    const doubt = 'Differs from the others';
    const mixed = [
      imageOf({ id: 1, calibration: calibration({ suspect: [doubt] }) }),
      imageOf({ id: 2, calibration: calibration({ x: 2, y: 2, suspect: [doubt] }) }),
      imageOf({ id: 3 }),
    ];
    expect(summarise(mixed)).toEqual({
      common: null,
      different: 2,
      uncalibrated: 1,
      suspect: [{ reason: doubt, images: 2 }],
    });
  });
});
