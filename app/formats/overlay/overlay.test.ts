import { describe, expect, it } from 'vitest';
import type { GreyImage } from '../../domain/plane.ts';
import { instanceOf, maskOfPlane } from '../../domain/run-mask.ts';
import { forEachTextPixel, textWidth } from './font.ts';
import { okabeIto, renderOverlay } from './overlay.ts';

const grey = (width: number, height: number, value = 50): GreyImage => ({
  width,
  height,
  data: new Float32Array(width * height).fill(value),
});
const square = (x: number, y: number, side: number, image: GreyImage, id = 1) =>
  instanceOf(
    id,
    maskOfPlane(new Uint8Array(side * side).fill(1), { x, y, width: side, height: side }, 1)!,
    image.width,
    image.height,
  );
const limits = { low: 0, high: 100 };
const bare = { limits, pixelSize: null, scaleBar: false };

describe('an overlay', () => {
  it('shows the image between its limits as grey', () => {
    const image = { width: 4, height: 1, data: Float32Array.of(-5, 0, 100, Number.NaN) };
    expect([...renderOverlay({ ...bare, image, instances: [] }).data]).toEqual([
      0, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0,
    ]);
  });

  it('outlines a particle in its colour inside its edge and leaves the rest alone', () => {
    const image = grey(20, 20);
    const { data } = renderOverlay({ ...bare, image, instances: [square(5, 6, 4, image, 3)] });
    const coloured: string[] = [];
    for (let i = 0; i < 400; i++) {
      if (data[3 * i] === data[3 * i + 1]) continue;
      expect([...data.subarray(3 * i, 3 * i + 3)]).toEqual(okabeIto[2]);
      coloured.push(`${i % 20},${Math.floor(i / 20)}`);
    }
    expect(coloured).toHaveLength(12);
    expect(coloured).toContain('5,6');
    expect(coloured).not.toContain('6,7');
  });

  it('tints the inside when asked', () => {
    const image = grey(20, 20, 0);
    const overlay = {
      ...bare,
      image,
      instances: [square(5, 5, 6, image)],
      colours: [[200, 100, 0]] as const,
      fill: 0.5,
    };
    const { data } = renderOverlay(overlay);
    const at = 3 * (8 * 20 + 8);
    expect([...data.subarray(at, at + 3)]).toEqual([100, 50, 0]);
  });

  it('draws a bar of the length it states', () => {
    const image = grey(400, 300, 0);
    const { data } = renderOverlay({ image, limits, instances: [], pixelSize: 0.5, scaleBar: true });
    // 0.3 * 200 nm = 60 nm: a bar of 50 nm, 100 px.
    let longest = 0;
    for (let y = 0; y < 300; y++) {
      let run = 0;
      for (let x = 0; x < 400; x++) {
        run = data[3 * (y * 400 + x)] === 255 ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
    }
    expect(longest).toBe(100);
  });

  it('never writes outside, however small the image', () => {
    for (const [width, height] of [
      [1, 1],
      [3, 9],
      [40, 5],
      [64, 64],
    ] as const) {
      const image = grey(width, height);
      const { data } = renderOverlay({
        image,
        limits,
        instances: [square(0, 0, 1, image, 123456)],
        ids: true,
        pixelSize: 2,
        scaleBar: true,
      });
      expect(data).toHaveLength(3 * width * height);
    }
  });

  it('writes ids and is the same picture every time', () => {
    const image = grey(200, 200);
    const overlay = { ...bare, image, instances: [square(50, 50, 80, image)], ids: true };
    expect(renderOverlay(overlay).data).toEqual(renderOverlay(overlay).data);
    expect(renderOverlay(overlay).data).not.toEqual(renderOverlay({ ...overlay, ids: false }).data);
  });
});

describe('the font', () => {
  it('has a glyph of its own for every letter, digit and unit sign', () => {
    const seen = new Set<string>();
    for (const character of '0123456789.,-+/%():#=_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzµÅ²\u{1f52c}') {
      const pixels: number[] = [];
      forEachTextPixel(character, (x, y) => pixels.push(5 * y + x));
      expect(pixels.length).toBeGreaterThan(2);
      expect(Math.max(...pixels)).toBeLessThan(35);
      seen.add(pixels.join());
    }
    expect(seen.size).toBe(78);
  });

  it('sets text at equal distances', () => {
    expect([textWidth(''), textWidth('5'), textWidth('50 nm')]).toEqual([0, 5, 29]);
  });
});
