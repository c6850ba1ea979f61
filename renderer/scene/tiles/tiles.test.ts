import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../frame/plane.ts';
import { PyramidBuilder } from '../frame/pyramid.ts';
import { pictureOf } from './pictures.ts';
import { cameraIn, cutTile, tileOnScreen, tileRect, tileSide, tilesInSight } from './tiles.ts';

const view = { width: 1200, height: 800 };

function frameOf(width: number, height: number, elementType: Frame['elementType'], pixels: Frame['pixels']): Frame {
  const builder = new PyramidBuilder(width, height, 1);
  builder.push(pixels, height);
  return { kind: 'frame', url: 'x', width, height, elementType, pixels, levels: builder.levels } as unknown as Frame;
}

describe('tiles in sight', () => {
  const picture = { width: 16384, height: 16384, levels: 6 };

  it('are few, whatever the zoom', () => {
    fc.assert(
      fc.property(
        fc.record({
          x: fc.double({ min: 0, max: 16384, noNaN: true }),
          y: fc.double({ min: 0, max: 16384, noNaN: true }),
          zoom: fc.double({ min: 0.01, max: 64, noNaN: true }),
        }),
        (camera) => {
          expect(tilesInSight(picture, camera, view).length).toBeLessThanOrEqual(20);
        },
      ),
    );
  });

  it('cover what the view sees', () => {
    const tiles = tilesInSight(picture, { x: 1024, y: 1000, zoom: 1 }, view);
    expect(tiles).toEqual([
      { level: 0, column: 0, row: 0 },
      { level: 0, column: 1, row: 0 },
      { level: 0, column: 0, row: 1 },
      { level: 0, column: 1, row: 1 },
    ]);
    expect(tilesInSight(picture, { x: 8192, y: 8192, zoom: 0.05 }, view)).toEqual([{ level: 4, column: 0, row: 0 }]);
    expect(tilesInSight(picture, { x: -9000, y: 0, zoom: 1 }, view)).toEqual([]);
  });

  it('meet without gap or overlap on the screen', () => {
    const camera = { x: 1030, y: 20, zoom: 1.3 };
    const left = tileOnScreen(picture, { level: 0, column: 0, row: 0 }, picture, camera, view);
    const right = tileOnScreen(picture, { level: 0, column: 1, row: 0 }, picture, camera, view);
    expect(left.clip[2]).toBe(right.clip[0]);
    expect(left.texels).toEqual([tileSide, tileSide]);
  });

  it('end where an odd picture ends', () => {
    const odd = { width: 1025, height: 700 };
    const { clip, texels } = tileOnScreen(
      odd,
      { level: 1, column: 0, row: 0 },
      { width: 513, height: 350 },
      { x: 0, y: 0, zoom: 0.5 },
      view,
    );
    expect(texels).toEqual([512.5, 350]);
    expect(clip[2]).toBeCloseTo((1025 * 0.5 * 2) / 1200, 9);
  });
});

describe('placement', () => {
  it('sees a half-size preview of a region at its place', () => {
    const own = cameraIn({ x: 100, y: 50, scale: 0.5 }, { x: 300, y: 150, zoom: 2 });
    expect(own).toEqual({ x: 100, y: 50, zoom: 4 });
  });
});

describe('cutting', () => {
  it('repeats the edge in the apron', () => {
    const out = new Uint16Array(16);
    cutTile(Uint16Array.of(1, 2, 3, 4), { width: 2, height: 2 }, { x: 0, y: 0, width: 2, height: 2 }, 1, out);
    expect([...out]).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it.each([
    ['uint16', 'uint', (i: number) => (i * 37) % 65536],
    ['int16', 'float', (i: number) => ((i * 37) % 65536) - 32768],
    ['float32', 'float', (i: number) => i / 7],
  ] as const)('keeps every value of %s, aprons from the neighbours', (type, kind, value) => {
    const width = tileSide + 40;
    const height = 30;
    const make = { uint16: Uint16Array, int16: Int16Array, float32: Float32Array }[type];
    const pixels = new make(width * height);
    for (let i = 0; i < pixels.length; i++) pixels[i] = value(i);
    const picture = pictureOf(frameOf(width, height, type, pixels));
    const place = { level: 0, column: 1, row: 0 };
    const tile = picture.cut(place);
    const rect = tileRect(picture.levelSize(0), place);
    expect(rect).toEqual({ x: tileSide, y: 0, width: 40, height: 30 });
    expect([tile.kind, tile.width, tile.height]).toEqual([kind, 42, 32]);
    for (let y = 0; y < 30; y++) {
      for (let x = -1; x < 40; x++) {
        expect(tile.data[(y + 1) * 42 + x + 1]).toBe(pixels[y * width + tileSide + x]);
      }
    }
  });

  it('gives the same picture for the same frame', () => {
    const frame = frameOf(8, 8, 'uint8', new Uint8Array(64));
    expect(pictureOf(frame)).toBe(pictureOf(frame));
  });
});
