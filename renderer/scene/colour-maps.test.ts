import { describe, expect, it } from 'vitest';
import { colourMaps } from '../state/view.ts';
import { bakeTable, colourTable, cssGradient } from './colour-maps.ts';
import reference from './fixtures/colour-maps.json' with { type: 'json' };

const lightness = (rgba: Uint8Array, i: number) =>
  0.2126 * rgba[i * 4] + 0.7152 * rgba[i * 4 + 1] + 0.0722 * rgba[i * 4 + 2];

describe('colour maps', () => {
  it.each(Object.entries(reference.maps))('%s is within four levels of matplotlib everywhere', (name, colours) => {
    const table = colourTable(name as keyof typeof reference.maps);
    reference.entries.forEach((entry, i) => {
      for (let c = 0; c < 3; c++) expect(Math.abs(table[entry * 4 + c] - colours[i][c])).toBeLessThanOrEqual(4);
    });
  });

  it('grey is exact', () => {
    const table = colourTable('grey');
    for (let i = 0; i < 256; i++) expect([...table.subarray(i * 4, i * 4 + 4)]).toEqual([i, i, i, 255]);
  });

  it.each(colourMaps.filter((map) => map !== 'turbo'))('%s only gets lighter', (map) => {
    const table = colourTable(map);
    for (let i = 1; i < 256; i++) expect(lightness(table, i)).toBeGreaterThanOrEqual(lightness(table, i - 1) - 1.5);
  });

  it('bakes gamma and inversion in', () => {
    const table = new Uint8Array(1024 * 4);
    bakeTable({ colourMap: 'grey', gamma: 0.5, invert: false }, table);
    expect(table[0]).toBe(0);
    expect(table[1023 * 4]).toBe(255);
    expect(table[256 * 4]).toBe(Math.round(Math.sqrt(256 / 1023) * 255));
    bakeTable({ colourMap: 'grey', gamma: 1, invert: true }, table);
    expect(table[0]).toBe(255);
    expect(table[1023 * 4]).toBe(0);
  });

  it('turns the strip of the picker round when inverted', () => {
    expect(cssGradient('grey')).toBe('linear-gradient(to right, #000000, #ffffff)');
    expect(cssGradient('grey', true)).toBe('linear-gradient(to right, #ffffff, #000000)');
  });
});
