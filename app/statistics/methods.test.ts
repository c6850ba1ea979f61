import { describe, expect, it } from 'vitest';
import type { FeatureColumn } from '../domain/feature-table.ts';
import { summarise } from '../math/summary.ts';
import { measurementSentence, resultSentence } from './methods.ts';

const column = (id: string, title: string, unit: string): FeatureColumn => ({
  id,
  title,
  unit,
  definition: '',
  group: 'size',
});
const diameter = column('equivalent_diameter', 'Equivalent diameter', 'nm');

describe('sentences for a methods section', () => {
  it('define what is reported and nothing else', () => {
    expect(measurementSentence([column('area', 'Area', 'nm²'), diameter, column('bbox_x', 'Left', 'px')])).toBe(
      "Each particle was measured on its own pixels, with the definitions of scikit-image's regionprops: area is the number of pixels times the area of a pixel and equivalent diameter that of the circle of equal area.",
    );
    expect(measurementSentence([column('bbox_x', 'Left', 'px')])).toBe('');
  });

  it('state a result with the digits that its spread deserves', () => {
    const values = Float64Array.of(10, 11, 12, 13, 14);
    expect(resultSentence(diameter, summarise(values))).toBe(
      'The equivalent diameter was 12.0 ± 1.6 nm (mean ± s.d., n = 5, σ/d = 13.2 %; median 12.0 nm).',
    );
    const fine = column('feret_diameter_max', 'Feret diameter, largest', '');
    expect(resultSentence(fine, summarise(values.map((v) => v / 1000)))).toBe(
      'The Feret diameter, largest was 0.0120 ± 0.0016 (mean ± s.d., n = 5, σ/d = 13.2 %; median 0.0120).',
    );
  });

  it('stay silent without numbers', () => {
    expect(resultSentence(diameter, summarise(Float64Array.of(4)))).toBe('');
    expect(resultSentence(diameter, summarise(Float64Array.of(4, 4)))).toContain('4.000 ± 0.000 nm');
  });
});
