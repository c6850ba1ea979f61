import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelOf, levelsOf, restParts } from './follow-forest.ts';
import { ForestMap } from './forest-map.ts';

const ref = { setId: 1, imageId: 1, frame: 0 };
const side = 256;

/** An answer of one tile whose sample (x, y) has class index x % 2 and unsureness y % 256. */
function answer(level: number, column: number, row: number, serial = 1) {
  const bytes = new Uint8Array(2 * side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      bytes[y * side + x] = x % 2;
      bytes[side * side + y * side + x] = y;
    }
  }
  return { told: { serial, level, side, ids: [4, 9], tiles: [{ column, row }] }, bytes };
}

describe('what a forest told of a frame', () => {
  it('lies where its tiles lie, a sample over all of its pixels, cut at the edge of the image', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(1), fc.nat(1), (level, column, row) => {
        const map = new ForestMap(ref, { width: 300 * 2 ** level, height: 270 * 2 ** level + 1 });
        const { told, bytes } = answer(level, column, row);
        map.lay(told, bytes);
        const across = side * 2 ** level;
        for (let k = 0; k < 200; k++) {
          const [x, y] = [(k * 7919) % map.width, (k * 104_729) % map.height];
          const inside = Math.floor(x / across) === column && Math.floor(y / across) === row;
          const sx = Math.floor((x - column * across) / 2 ** level);
          const sy = Math.floor((y - row * across) / 2 ** level);
          const at = y * map.width + x;
          expect(map.classes.classes[at]).toBe(inside ? [4, 9][sx % 2] : 0);
          expect(map.unsure.classes[at]).toBe(inside ? 1 + Math.round((254 * sy) / 255) : 0);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('is known by part, level and forest; the finer word of the same forest stays', () => {
    const map = new ForestMap(ref, { width: 1000, height: 600 });
    const heard: unknown[] = [];
    map.onChange((box) => heard.push(box));
    const fine = answer(0, 0, 0);
    map.lay(fine.told, fine.bytes);
    expect(heard).toEqual([{ x: 0, y: 0, width: 256, height: 256 }]);
    expect(map.covers({ x: 10, y: 10, width: 200, height: 200 }, 0, 1)).toBe(true);
    expect(map.covers({ x: 10, y: 10, width: 300, height: 200 }, 0, 1)).toBe(false);
    expect(map.covers({ x: 10, y: 10, width: 200, height: 200 }, 0, 2)).toBe(false);
    const coarse = answer(2, 0, 0);
    map.lay(coarse.told, coarse.bytes);
    expect(map.covers({ x: 0, y: 0, width: 1000, height: 600 }, 2, 1)).toBe(true);
    expect(map.covers({ x: 0, y: 0, width: 100, height: 100 }, 0, 1)).toBe(false);
    map.lay(fine.told, fine.bytes);
    const before = heard.length;
    const half = answer(1, 0, 0);
    for (const [column, row] of [
      [1, 0],
      [0, 1],
      [1, 1],
    ]) {
      const rest = answer(0, column, row);
      map.lay(rest.told, rest.bytes);
    }
    map.lay(half.told, half.bytes);
    expect(heard.length).toBe(before + 3);
  });
});

describe('what a forest is asked for', () => {
  it('is about a sample a screen px', () => {
    expect([8, 1, 0.71, 0.7, 0.5, 0.25, 0.12, 0.01].map(levelOf)).toEqual([0, 0, 0, 1, 1, 2, 3, 4]);
  });

  it('is told coarsely first where it is much', () => {
    const seen = (width: number, height: number, level: number) =>
      levelsOf({ region: { x: 0, y: 0, width, height }, level });
    expect(seen(600, 600, 0)).toEqual([0]);
    expect(seen(1400, 900, 0)).toEqual([1, 0]);
    expect(seen(4096, 4096, 2)).toEqual([3, 2]);
    expect(seen(65_536, 65_536, 4)).toEqual([4]);
  });

  it('is, after what is seen, every part of the frame once, the nearest first', () => {
    const frame = { width: 4096, height: 3000 };
    const seen = { x: 3000, y: 2000, width: 400, height: 300 };
    const parts = restParts(frame, seen, 0);
    expect(parts.reduce((sum, p) => sum + p.width * p.height, 0)).toBe(4096 * 3000);
    expect(new Set(parts.map(({ x, y }) => `${x} ${y}`)).size).toBe(parts.length);
    expect(parts[0]).toMatchObject({ x: 3072, y: 2048 });
    expect(restParts(frame, seen, 2)).toHaveLength(1);
  });
});
