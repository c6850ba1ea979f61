import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../domain/plane.ts';
import { decodeJpeg } from '../formats/jpeg/decode.ts';
import { memorySource } from '../formats/memory-source.ts';
import { quietWork as work } from '../ports/work.ts';
import { enlargeCoarse } from './coarse.ts';
import { drawn, noise, particles, randomNumbers } from './fixtures/images.ts';
import { divideByReference, estimateBackground, flattenField } from './flat-field.ts';
import { guessPolarity } from './polarity.ts';
import { findScaleBar } from './scale-bar.ts';
import { toGrey } from './to-grey.ts';

const folder = fileURLToPath(new URL('../../../shared/data/stem_np_boxes_genc/', import.meta.url));

function readJpeg(path: string): GreyImage {
  const bytes = new Uint8Array(readFileSync(path));
  const { width, height, channels, data } = decodeJpeg(memorySource(path, bytes), bytes);
  return toGrey(data, channels === 3 ? 'rgb8' : 'uint8', width, height, work.threads);
}

describe('polarity', () => {
  it.each([1, 2, 3])('of simulated bright and dark particles, seed %d', (seed) => {
    for (const contrast of [60, 500]) {
      expect(guessPolarity(particles(256, 200, contrast, seed), work).polarity).toBe('bright');
      expect(guessPolarity(particles(256, 200, -contrast, seed), work).polarity).toBe('dark');
    }
  });

  it('of crowded images', () => {
    const random = randomNumbers(1);
    const crowd = (contrast: number) =>
      drawn(256, 256, (x, y) =>
        500 + 10 * noise(random) + ((x % 32) - 16) ** 2 + ((y % 32) - 16) ** 2 < 506 + 150
          ? 500 + contrast
          : 500 + 8 * noise(random),
      );
    expect(guessPolarity(crowd(200), work).polarity).toBe('bright');
    expect(guessPolarity(crowd(-200), work).polarity).toBe('dark');
  });

  it('is unsure of pure noise', () => {
    const random = randomNumbers(2);
    expect(
      guessPolarity(
        drawn(200, 200, () => noise(random)),
        work,
      ).confidence,
    ).toBeLessThan(0.5);
  });

  describe.skipIf(!existsSync(folder))('of micrographs (shared/data/stem_np_boxes_genc)', () => {
    const expected = existsSync(folder)
      ? (JSON.parse(readFileSync(`${folder}expected.json`, 'utf8')) as Record<
          string,
          { particles_brighter_than_image_median: boolean }
        >)
      : {};
    it.each(Object.keys(expected))('%s', (name) => {
      const bright = expected[name].particles_brighter_than_image_median;
      expect(guessPolarity(readJpeg(`${folder}images/${name}.jpg`), work).polarity).toBe(bright ? 'bright' : 'dark');
    });
  });
});

describe('scale bar', () => {
  /** "100 nm" in blocks of 5 x 7, top left at (x, y), `scale` px a block. */
  const glyphs = [
    '01110100011001110101110011000101110',
    '00100011000010000100001000010001110',
    '10001110011010110011100011000110001',
  ];
  function write(image: GreyImage, x: number, y: number, scale: number, value: number): void {
    [1, 0, 0, 2, 2].forEach((glyph, g) => {
      for (let b = 0; b < 35; b++) {
        if (glyphs[glyph][b] === '0') continue;
        for (let v = 0; v < scale; v++)
          for (let u = 0; u < scale; u++)
            image.data[(y + Math.floor(b / 5) * scale + v) * image.width + x + (g * 6 + (b % 5)) * scale + u] = value;
      }
    });
  }
  function fill(image: GreyImage, x: number, y: number, width: number, height: number, value: number): void {
    for (let v = y; v < y + height; v++) image.data.fill(value, v * image.width + x, v * image.width + x + width);
  }
  const micrograph = (seed: number): GreyImage => {
    const random = randomNumbers(seed);
    return drawn(640, 480, (x, y) => 110 + 18 * noise(random) + (Math.hypot(x - 300, y - 200) < 90 ? 60 : 0));
  };

  it.each([
    ['white, thick', 255, 12, 0],
    ['black, thick', 0, 10, 0],
    ['white, two pixels', 255, 2, 0],
    ['white with end ticks', 255, 4, 8],
    ['black with end ticks', 0, 3, 6],
  ])('%s, with text above and beside it', (_, value, thick, tick) => {
    for (const [x, y, width] of [
      [30, 440, 150],
      [450, 30, 97],
      [200, 445, 300],
    ]) {
      const image = micrograph(x);
      fill(image, x, y, width, thick, value);
      for (const end of [x, x + width - 2]) fill(image, end, y - tick, 2, thick + 2 * tick, value);
      write(image, x + 10, y > 100 ? y - 30 : y + 20, 2, value);
      write(image, x + width + 12, y, 2, value);
      expect(findScaleBar(image, null)).toEqual({ x, y, width, height: thick });
    }
  });

  it('in a data bar, of either colour', () => {
    for (const [paper, ink] of [
      [0, 255],
      [255, 0],
    ]) {
      const image = micrograph(7);
      fill(image, 0, 420, 640, 60, paper);
      fill(image, 40, 450, 120, 6, ink);
      write(image, 60, 428, 2, ink);
      write(image, 300, 440, 3, ink);
      expect(findScaleBar(image, null)).toEqual({ x: 40, y: 450, width: 120, height: 6 });
    }
  });

  it('to a fraction of a pixel where the micrograph was resized, with or without text beside it', () => {
    for (const [x, width] of [
      [50.3, 71.6],
      [420.75, 120.4],
      [61.5, 33.9],
    ]) {
      for (const [ink, paper] of [
        [255, 110],
        [0, 200],
      ]) {
        const random = randomNumbers(Math.round(x));
        // A pixel holds the share of the bar that covers it; the blur of a resize moves neither end.
        const covered = (u: number) => Math.max(0, Math.min(u + 1, x + width) - Math.max(u, x));
        const soft = (u: number) => 0.2 * covered(u - 1) + 0.6 * covered(u) + 0.2 * covered(u + 1);
        const image = drawn(640, 480, (u, v) => {
          const share = v >= 430 && v < 438 ? soft(u) : 0;
          return paper + share * (ink - paper) + (share === 0 ? 4 * noise(random) : 0);
        });
        write(image, Math.ceil(x + width) + 14, 428, 2, ink);
        const found = findScaleBar(image, null);
        expect(found?.x).toBeCloseTo(x, 0);
        expect(Math.abs((found?.width ?? 0) - width)).toBeLessThan(0.35);
      }
    }
  });

  it('where the hint says, and nothing where there is none', () => {
    const image = micrograph(3);
    expect(findScaleBar(image, null)).toBeNull();
    fill(image, 50, 440, 200, 8, 255);
    fill(image, 400, 40, 60, 5, 255);
    expect(findScaleBar(image, { x: 350, y: 10, width: 200, height: 80 })).toEqual({
      x: 400,
      y: 40,
      width: 60,
      height: 5,
    });
    expect(
      findScaleBar(
        drawn(50, 50, () => 4),
        null,
      ),
    ).toBeNull();
    expect(findScaleBar(particles(300, 300, 400, 1), null)).toBeNull();
  });

  it('after JPEG-like ringing', () => {
    const image = micrograph(11);
    fill(image, 60, 430, 180, 10, 255);
    const random = randomNumbers(5);
    for (let i = 0; i < image.data.length; i++)
      image.data[i] = Math.min(255, Math.max(0, image.data[i] + 2 * noise(random)));
    const found = findScaleBar(image, null);
    expect(found).not.toBeNull();
    expect(Math.abs((found?.width ?? 0) - 180)).toBeLessThanOrEqual(2);
  });
});

describe('flat field', () => {
  const gain = (x: number, y: number) => 1 - 0.25 * ((x / 400 - 0.4) ** 2 + (y / 300 - 0.6) ** 2) + (0.1 * x) / 400;
  const random = randomNumbers(3);
  const disks = Array.from({ length: 40 }, () => [400 * random(), 300 * random(), 10 + 14 * random()]);
  const covered = (x: number, y: number) => disks.some(([u, v, r]) => Math.hypot(x - u, y - v) < r);
  const truth = drawn(400, 300, (x, y) => (covered(x, y) ? 3200 : 5000));
  const seen = drawn(400, 300, (x, y) => truth.data[y * 400 + x] * gain(x, y) + 60 * noise(random));

  it.each([
    { kind: 'polynomial', order: 3 },
    { kind: 'gaussian', sigma: 60 },
  ] as const)('follows the gain under a third of dark particles: $kind', (model) => {
    const background = estimateBackground(seen, model, work);
    const full = enlargeCoarse(background.coarse, 400, 300, work.threads);
    const ratios = full.map((v, i) => v / gain(i % 400, Math.floor(i / 400)));
    const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length;
    const worst = ratios.reduce((most, r) => Math.max(most, Math.abs(r / mean - 1)), 0);
    expect(Math.abs(mean / 5000 - 1)).toBeLessThan(0.01);
    expect(worst).toBeLessThan(0.02);
    const flat = flattenField(seen, model, 'divide', work).data;
    const errors = flat.map((v, i) => Math.abs((v / background.level) * 5000 - truth.data[i])).sort();
    expect(errors[errors.length >> 1]).toBeLessThan(80);
  });

  it('subtracts where asked and where the level is not positive', () => {
    const dark = drawn(200, 150, (x, y) => -20 + x / 10 + (Math.hypot(x - 90, y - 70) < 20 ? 300 : 0));
    const flat = flattenField(dark, { kind: 'polynomial', order: 2 }, 'divide', work);
    const same = flattenField(dark, { kind: 'polynomial', order: 2 }, 'subtract', work);
    expect(flat.data).toEqual(same.data);
    expect(Math.max(...flat.data.subarray(0, 150)) - Math.min(...flat.data.subarray(0, 150))).toBeLessThan(1);
  });

  it('undoes a measured gain', () => {
    const reference = drawn(400, 300, (x, y) => 30000 * gain(x, y));
    const image = drawn(400, 300, (x, y) => 100 * gain(x, y));
    const flat = divideByReference(image, reference, work).data;
    expect(flat.every((v) => Math.abs(v / flat[0] - 1) < 1e-5)).toBe(true);
  });
});
