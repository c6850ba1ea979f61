import { describe, expect, it } from 'vitest';
import { paintClasses, rgbOf } from './paint-classes.ts';

const map = { width: 2, height: 2, classes: Uint8Array.of(0, 1, 255, 0) };
const pixels = ({ rgba }: { readonly rgba: Uint8ClampedArray }) =>
  Array.from({ length: rgba.length / 4 }, (_, i) => [...rgba.subarray(i * 4, i * 4 + 4)].join(' '));

describe('classes over a micrograph', () => {
  it('have their colours; background and what has no class are clear', () => {
    expect(rgbOf('#0a10ff')).toEqual([10, 16, 255]);
    const { width, height, rgba } = paintClasses(map, ['#ff0000', null], 8);
    expect([width, height]).toEqual([2, 2]);
    expect(pixels({ rgba })).toEqual(['255 0 0 255', '0 0 0 0', '0 0 0 0', '255 0 0 255']);
  });
  it('show only what differs from the truth', () => {
    const truth = { width: 2, height: 2, classes: Uint8Array.of(0, 0, 1, 255) };
    const painted = paintClasses(map, ['#ff0000', null], 8, 'errors', truth);
    // right; background where a particle is; nothing found where background is; nothing known
    expect(pixels(painted)).toEqual(['0 0 0 0', '240 177 60 255', '240 177 60 255', '0 0 0 0']);
  });
  it('show doubt the stronger the less sure', () => {
    const painted = paintClasses(map, ['#ff0000', null], 8, 'doubt', null, Uint8Array.of(255, 128, 205, 0));
    expect(pixels(painted).map((one) => Number(one.split(' ')[3]))).toEqual([0, 254, 100, 255]);
  });
  it('shrink to the longest side that is wanted', () => {
    const wide = { width: 8, height: 4, classes: new Uint8Array(32).map((_, i) => (i % 8 >= 4 ? 1 : 0)) };
    const { width, height, rgba } = paintClasses(wide, ['#000000', '#ffffff'], 4);
    expect([width, height]).toEqual([4, 2]);
    expect(pixels({ rgba }).slice(0, 4)).toEqual(['0 0 0 255', '0 0 0 255', '255 255 255 255', '255 255 255 255']);
  });
});
