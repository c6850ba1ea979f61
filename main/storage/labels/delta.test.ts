import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../../app/domain/failure.ts';
import { decodeClassTile, encodeClassTile } from '../../../app/domain/labels/class-tiles.ts';
import { maskOfPlane } from '../../../app/domain/run-mask.ts';
import { decodeDelta, encodeDelta, type InstanceDelta, type LabelDelta, type TileDelta } from './delta.ts';
import { decodeRuns, encodeRuns } from './run-codec.ts';
import { diffTiles, paint, rewriteTile, TileChanges } from './tile-runs.ts';

const size = 60;
const pixels = fc
  .array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 12 })
  .map((runs) => {
    const out = new Uint8Array(size);
    for (let at = 0, k = 0; at < size && k < runs.length; at += runs[k][1], k++)
      out.fill(runs[k][0], at, at + runs[k][1]);
    return out;
  });
const runs = fc.array(fc.tuple(fc.nat(4000), fc.integer({ min: 1, max: 3000 })), { maxLength: 20 }).map((list) => {
  let end = 0;
  return Uint32Array.from(
    list.flatMap(([gap, length]) => {
      const start = end + gap;
      end = start + length;
      return [start, length];
    }),
  );
});
const tileDelta = fc.record({ tile: fc.nat(300), width: fc.integer({ min: 1, max: 512 }), runs, seed: fc.nat() }).map(
  ({ tile, width, runs: list, seed }): TileDelta => ({
    tile,
    width,
    runs: list,
    before: Uint8Array.from({ length: list.length / 2 }, (_, i) => ((seed >> (i % 7)) * 31) & 255),
    after: Uint8Array.from({ length: list.length / 2 }, (_, i) => ((seed >> (i % 5)) * 17) & 255),
  }),
);
const head = fc.option(fc.record({ classId: fc.integer({ min: 1, max: 250 }), reviewed: fc.boolean() }));
const instanceDelta = fc
  .record({
    id: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    before: head,
    after: head,
    x: fc.nat(9000),
    bits: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
  })
  .map(({ x, bits, ...rest }): InstanceDelta => {
    const box = { x, y: 7, width: 6, height: 5 };
    return { ...rest, pixels: maskOfPlane(Uint8Array.from(bits, Number), box, 1) };
  });

describe('a change of labels as bytes', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(
        fc.array(tileDelta, { maxLength: 4 }),
        fc.array(instanceDelta, { maxLength: 4 }),
        (tiles, instances) => {
          const delta: LabelDelta = { tiles, instances };
          expect(decodeDelta(encodeDelta(delta))).toEqual(delta);
        },
      ),
    );
  });

  it('keeps runs, and refuses such as are cut off', () => {
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 512 }), (list, width) => {
        const bytes = encodeRuns(list, width);
        expect(decodeRuns(bytes, width)).toEqual(list);
        expect(() => decodeRuns(bytes.subarray(0, bytes.length - 1), width)).toThrow(Failure);
      }),
    );
  });
});

describe('runs of a tile', () => {
  it('that differ lead from one tile to the other and back', () => {
    fc.assert(
      fc.property(pixels, pixels, (before, after) => {
        const changes = new TileChanges(0, 10);
        diffTiles(encodeClassTile(before), encodeClassTile(after), size, changes);
        const there = before.slice();
        let labelled = 0;
        for (let r = 0; r < changes.before.length; r++) {
          const [start, length] = changes.runs.slice(2 * r, 2 * r + 2);
          expect([...before.subarray(start, start + length)].every((v) => v === changes.before[r])).toBe(true);
          there.fill(changes.after[r], start, start + length);
        }
        expect(there).toEqual(after);
        for (let i = 0; i < size; i++) labelled += (after[i] === 0 ? 0 : 1) - (before[i] === 0 ? 0 : 1);
        expect(changes.labelled).toBe(labelled);
      }),
    );
  });

  it('that are painted are those that differ', () => {
    fc.assert(
      fc.property(pixels, fc.nat(size), fc.nat(size), fc.nat(3), (before, a, b, value) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const after = before.slice().fill(value, from, to);
        const painted = before.slice();
        const found = new TileChanges(0, 10);
        paint(painted, from, to, value, found);
        const wanted = new TileChanges(0, 10);
        diffTiles(encodeClassTile(before), encodeClassTile(after), size, wanted);
        expect(painted).toEqual(after);
        expect(found).toEqual(wanted);
      }),
    );
  });

  it('have one shortest form, whatever they came in as', () => {
    fc.assert(
      fc.property(pixels, fc.nat(3), (tile, gone) => {
        const single = Uint8Array.from([...tile].flatMap((value) => [value, 1]));
        expect(rewriteTile(single, size, (v) => v)).toEqual(encodeClassTile(tile));
        const without = tile.map((v) => (v === gone ? 0 : v));
        expect(rewriteTile(single, size, (v) => (v === gone ? 0 : v))).toEqual(encodeClassTile(without));
        const back = new Uint8Array(size);
        const bytes = rewriteTile(single, size, (v) => v);
        if (bytes !== null) decodeClassTile(bytes, back);
        expect(back).toEqual(tile);
        expect(() => rewriteTile(single, size - 1, (v) => v)).toThrow(Failure);
        expect(() => rewriteTile(single, size + 1, (v) => v)).toThrow(Failure);
      }),
    );
  });
});
