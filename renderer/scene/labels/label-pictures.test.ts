import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classTileSide, tileGrid } from '../../../app/domain/labels/class-tiles.ts';
import { maskOfPlane, paintMask } from '../../../app/domain/run-mask.ts';
import type { Rect } from '../camera.ts';
import { labelLevels } from '../frame/label-levels.ts';
import { PictureChanges } from '../tiles/picture-changes.ts';
import { cutTile } from '../tiles/tiles.ts';
import { ClassPicture } from './class-picture.ts';
import { InstanceLooks } from './instance-looks.ts';
import { MaskPicture } from './mask-picture.ts';

const width = 1400;
const height = 900;

const rect = fc.record({
  x: fc.nat(width - 1),
  y: fc.nat(height - 1),
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 300 }),
});

function fillRect(plane: Uint8Array | Uint16Array, box: Rect, value: number): Rect {
  const right = Math.min(width, box.x + box.width);
  const bottom = Math.min(height, box.y + box.height);
  for (let y = box.y; y < bottom; y++) plane.fill(value, y * width + box.x, y * width + right);
  return { x: box.x, y: box.y, width: right - box.x, height: bottom - box.y };
}

function differing(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let count = Math.abs(a.length - b.length);
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) count++;
  return count;
}

/** What a tile of a level holds, by the plain way: halve everything, then cut. */
function plainly(plane: Uint16Array, level: number, box: Rect, apron: number): Uint16Array {
  const levels = labelLevels(plane, width, height);
  const from = level === 0 ? { width, height, data: plane } : levels[level - 1];
  const out = new Uint16Array((box.width + 2 * apron) * (box.height + 2 * apron));
  cutTile(from.data as Uint16Array, from, box, apron, out);
  return out;
}

describe('ClassPicture', () => {
  it('shows at every level what halving the whole plane gives, however it is painted and looked at', () => {
    const act = fc.record({ box: rect, value: fc.nat(5), look: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 6 }), (acts) => {
        const classes = new Uint8Array(width * height);
        const { columns, rows } = tileGrid(width, height);
        const touchedTiles = new Uint8Array(columns * rows);
        const picture = new ClassPicture('c', { width, height, classes, touchedTiles });
        for (const { box, value, look } of acts) {
          const changed = fillRect(classes, box, value);
          for (let y = changed.y; y < changed.y + changed.height; y++) {
            for (let x = changed.x; x < changed.x + changed.width; x++) {
              touchedTiles[Math.floor(y / classTileSide) * columns + Math.floor(x / classTileSide)] = 1;
            }
          }
          picture.note(changed);
          const level = Math.min(look, picture.levels);
          const place = { level, column: 0, row: 0 };
          const tile = picture.cut(place);
          const size = picture.levelSize(level);
          const whole = { x: 0, y: 0, width: Math.min(1024, size.width), height: Math.min(1024, size.height) };
          const plain = plainly(Uint16Array.from(classes), level, whole, picture.apron);
          expect(differing(tile.data, plain)).toBe(0);
          expect(picture.isEmpty(place)).toBe(touchedTiles.every((v) => v === 0));
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('MaskPicture', () => {
  it('draws masks that do not meet as their plane would be drawn, at every level and in part', () => {
    const spot = fc.record({
      x: fc.nat(2),
      y: fc.nat(2),
      w: fc.integer({ min: 1, max: 380 }),
      h: fc.integer({ min: 1, max: 250 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(spot, { selector: ({ x, y }) => x * 3 + y, maxLength: 6 }),
        fc.nat(2),
        rect,
        (spots, level, part) => {
          const picture = new MaskPicture('m', { width, height });
          const plane = new Uint16Array(width * height);
          spots.forEach(({ x, y, w, h }, i) => {
            // an ellipse in its own third of the image, apart from the next one by more than a texel of the coarsest level
            const box = { x: x * 464, y: y * 296, width: w, height: h };
            const inside = new Uint8Array(w * h);
            for (let v = 0; v < h; v++) {
              for (let u = 0; u < w; u++) {
                if (((u - w / 2 + 0.5) / w) ** 2 + ((v - h / 2 + 0.5) / h) ** 2 <= 0.25) inside[v * w + u] = 1;
              }
            }
            const mask = maskOfPlane(inside, box, 1)!;
            picture.put(i + 1, mask, i + 10);
            const own = new Uint8Array(width * height);
            paintMask(mask, own, { x: 0, y: 0, width, height }, 1);
            for (let p = 0; p < own.length; p++) if (own[p] === 1) plane[p] = i + 10;
          });
          const size = picture.levelSize(level);
          const whole = { x: 0, y: 0, width: Math.min(1024, size.width), height: Math.min(1024, size.height) };
          expect(
            differing(picture.cut({ level, column: 0, row: 0 }).data, plainly(plane, level, whole, picture.apron)),
          ).toBe(0);
          const x = part.x >> level;
          const y = part.y >> level;
          const box = {
            x,
            y,
            width: Math.min(part.width, size.width - x),
            height: Math.min(part.height, size.height - y),
          };
          expect(differing(picture.cutPart(level, box, 0).data, plainly(plane, level, box, 0))).toBe(0);
          expect(picture.isEmpty({ level, column: 0, row: 0 })).toBe(spots.length === 0);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('holds the same in each half of a packed texel as a picture of that page alone', () => {
    const spot = fc.record({ box: rect, page: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 6 }), fc.nat(2), rect, fc.nat(6), (spots, level, part, apron) => {
        const packed = new MaskPicture('p', { width, height }, true);
        const pages = [new MaskPicture('0', { width, height }), new MaskPicture('1', { width, height })];
        spots.forEach(({ box, page }, i) => {
          const w = Math.min(box.width, width - box.x);
          const h = Math.min(box.height, height - box.y);
          const mask = maskOfPlane(new Uint8Array(w * h).fill(1), { x: box.x, y: box.y, width: w, height: h }, 1)!;
          packed.put(i, mask, i + 1, undefined, page);
          pages[page].put(i, mask, i + 1);
        });
        const size = packed.levelSize(level);
        const box = { x: part.x >> level, y: part.y >> level, width: part.width, height: part.height };
        box.width = Math.min(box.width, size.width - box.x);
        box.height = Math.min(box.height, size.height - box.y);
        const [low, high] = pages.map((page) => page.cutPart(level, box, apron).data);
        const both = Array.from(low, (value, i) => value + high[i] * 65_536);
        expect(differing(packed.cutPart(level, box, apron).data, both)).toBe(0);
      }),
      { numRuns: 25 },
    );
  });

  it('knows whether anything that it shows has a state', () => {
    const picture = new MaskPicture('m', { width, height });
    const mask = maskOfPlane(new Uint8Array(4).fill(1), { x: 0, y: 0, width: 2, height: 2 }, 1);
    picture.put(7, mask, 2);
    const looks = new InstanceLooks(3);
    expect(looks.plain && picture.isPlain(looks.states)).toBe(true);
    looks.set(1, 1, true);
    expect([looks.plain, picture.isPlain(looks.states)]).toEqual([false, true]);
    looks.set(2, 2, true);
    expect(picture.isPlain(looks.states)).toBe(false);
  });

  it('says which pixels differ when a mask comes, changes or goes', () => {
    const picture = new MaskPicture('m', { width, height });
    const mask = (x: number) => maskOfPlane(new Uint8Array(100).fill(1), { x, y: 10, width: 10, height: 10 }, 1)!;
    expect(picture.put(1, mask(20), 1)).toEqual({ x: 20, y: 10, width: 10, height: 10 });
    expect(picture.put(1, mask(50), 1)).toEqual({ x: 20, y: 10, width: 40, height: 10 });
    expect(picture.put(1, null, 1)).toEqual({ x: 50, y: 10, width: 10, height: 10 });
    expect(picture.changes.version).toBe(3);
  });
});

describe('PictureChanges', () => {
  it('tells what changed since a version, until that is too long ago', () => {
    const changes = new PictureChanges();
    for (let i = 0; i < 10; i++) changes.note({ x: i * 10, y: 5, width: 4, height: 1 });
    expect(changes.since(10)).toEqual({ x: 0, y: 0, width: 0, height: 0 });
    expect(changes.since(9)).toEqual({ x: 90, y: 5, width: 4, height: 1 });
    expect(changes.since(7)).toEqual({ x: 70, y: 5, width: 24, height: 1 });
    for (let i = 0; i < 100; i++) changes.note({ x: 0, y: 0, width: 1, height: 1 });
    expect(changes.since(10)).toBeNull();
    expect(changes.since(109)).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });
});

describe('InstanceLooks', () => {
  it('asks for a drawing of all only when many change', () => {
    const looks = new InstanceLooks(10);
    const before = looks.drawnVersion;
    looks.set(3, 1, true);
    looks.tint(4, [1, 2, 3]);
    expect(looks.drawnVersion).toBe(before);
    expect([looks.states[2], ...looks.colours.slice(12, 16)]).toEqual([1, 1, 2, 3, 255]);
    looks.mark(1, [1]);
    expect(looks.drawnVersion).toBeGreaterThan(before);
    expect(looks.states[2]).toBe(0);
  });
});
