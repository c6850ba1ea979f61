import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { maskOfPlane } from '../run-mask.ts';
import {
  countClassTile,
  decodeClassTile,
  encodeClassTile,
  packTiles,
  tileBox,
  tileGrid,
  unpackTiles,
} from './class-tiles.ts';
import { classPresets, LabelClasses } from './label-class.ts';
import { type ClassSpan, decodeLabelEdit, encodeLabelEdit } from './label-edit.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from './labelled-instance.ts';

const runs = fc.array(fc.tuple(fc.integer({ min: 0, max: 250 }), fc.integer({ min: 1, max: 5000 })), {
  minLength: 1,
  maxLength: 40,
});
const pixels = runs.map((list) => {
  const out = new Uint8Array(list.reduce((sum, [, n]) => sum + n, 0));
  let at = 0;
  for (const [value, n] of list) {
    out.fill(value, at, at + n);
    at += n;
  }
  return out;
});

const labelled: fc.Arbitrary<LabelledInstance> = fc
  .record({
    id: fc.integer({ min: 1, max: 100_000 }),
    x: fc.nat(9000),
    y: fc.nat(9000),
    plane: fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
    classId: fc.integer({ min: 1, max: 250 }),
    reviewed: fc.boolean(),
  })
  .filter(({ plane }) => plane.some(Boolean))
  .map(({ id, x, y, plane, classId, reviewed }) => {
    const mask = maskOfPlane(Uint8Array.from(plane, Number), { x, y, width: 4, height: 3 }, 1);
    if (mask === null) throw new Error('empty');
    return { id, mask, area: plane.filter(Boolean).length, atBorder: false, classId, reviewed };
  });

/** Spans in order: each row has some, apart from each other. */
const spans = fc
  .array(
    fc.record({
      down: fc.nat(3),
      gap: fc.nat(300),
      length: fc.integer({ min: 1, max: 300 }),
      value: fc.nat(250),
    }),
    { maxLength: 30 },
  )
  .map((list) => {
    const out: ClassSpan[] = [];
    let y = 0;
    let end = 0;
    for (const { down, gap, length, value } of list) {
      if (down > 0) end = 0;
      y += down;
      out.push({ y, from: end + gap, to: end + gap + length, value });
      end += gap + length;
    }
    return out;
  });

describe('class tiles', () => {
  it('come back as they were, with their pixels counted', () => {
    fc.assert(
      fc.property(pixels, (tile) => {
        const bytes = encodeClassTile(tile);
        const out = new Uint8Array(tile.length);
        const counts = new Float64Array(256);
        if (bytes === null) expect(tile.every((v) => v === 0)).toBe(true);
        else {
          decodeClassTile(bytes, out);
          expect(out).toEqual(tile);
          countClassTile(bytes, counts);
          for (const value of new Set(tile)) expect(counts[value]).toBe(tile.filter((v) => v === value).length);
        }
      }),
    );
  });

  it('cover the image once, cut at its edge', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 3000 }), (width, height) => {
        const { columns, rows } = tileGrid(width, height);
        let area = 0;
        for (let t = 0; t < columns * rows; t++) {
          const box = tileBox(t, width, height);
          expect(box.width > 0 && box.height > 0).toBe(true);
          expect(box.x + box.width <= width && box.y + box.height <= height).toBe(true);
          area += box.width * box.height;
        }
        expect(area).toBe(width * height);
      }),
    );
  });

  it('travel together', () => {
    const tiles = [
      { tile: 0, bytes: Uint8Array.of(1, 2, 3) },
      { tile: 300, bytes: new Uint8Array(0) },
    ];
    expect(unpackTiles(packTiles(tiles))).toEqual(tiles);
  });

  it('are refused when damaged', () => {
    const bytes = encodeClassTile(new Uint8Array(1000).fill(3));
    expect(() => decodeClassTile(bytes!.subarray(0, 2), new Uint8Array(1000))).toThrow(Failure);
    expect(() => decodeClassTile(bytes!, new Uint8Array(999))).toThrow(Failure);
    expect(() => decodeClassTile(bytes!, new Uint8Array(1001))).toThrow(Failure);
  });
});

describe('labelled instances and edits', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(
        fc.array(labelled, { maxLength: 5 }),
        spans,
        fc.array(fc.integer({ min: 1, max: 1e6 })),
        (changed, classes, removed) => {
          expect(decodeLabelled(encodeLabelled(changed))).toEqual(changed);
          expect(decodeLabelEdit(encodeLabelEdit({ classes, changed, removed }))).toEqual({
            classes,
            changed,
            removed,
          });
        },
      ),
    );
  });

  it('are refused when cut off, wherever that is', () => {
    fc.assert(
      fc.property(
        fc.array(labelled, { minLength: 1, maxLength: 3 }),
        spans,
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (changed, classes, at) => {
          const bytes = encodeLabelEdit({ classes, changed, removed: [] });
          expect(() => decodeLabelEdit(bytes.subarray(0, Math.floor(bytes.length * at)))).toThrow(Failure);
        },
      ),
    );
  });
});

describe('class presets', () => {
  it('are classes that may stand together', () => {
    for (const { classes } of classPresets) expect(LabelClasses.parse(classes)).toEqual(classes);
  });

  it('refuse two classes of one number or name', () => {
    const [particle, other] = classPresets[0].classes;
    expect(LabelClasses.safeParse([particle, { ...other, id: particle.id }]).success).toBe(false);
    expect(LabelClasses.safeParse([particle, { ...other, name: particle.name }]).success).toBe(false);
  });
});
