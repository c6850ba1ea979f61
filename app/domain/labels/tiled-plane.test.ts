import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../failure.ts';
import { encodeClassTile, packTiles } from './class-tiles.ts';
import { classPresets } from './label-class.ts';
import { decodeContent, encodeContent } from './label-content.ts';
import { encodeLabelled } from './labelled-instance.ts';
import { planeOfTiles, tilesOfPlane } from './tiled-plane.ts';

const plane = fc
  .record({
    width: fc.integer({ min: 1, max: 1100 }),
    height: fc.integer({ min: 1, max: 600 }),
    runs: fc.array(fc.tuple(fc.nat(250), fc.integer({ min: 1, max: 9000 })), { minLength: 1, maxLength: 30 }),
  })
  .map(({ width, height, runs }) => {
    const data = new Uint8Array(width * height);
    for (let at = 0, k = 0; at < data.length; at += runs[k % runs.length][1], k++)
      data.fill(runs[k % runs.length][0], at, at + runs[k % runs.length][1]);
    return { width, height, data };
  });

describe('a plane in tiles', () => {
  it('comes back as it was, whatever its size', () => {
    fc.assert(
      fc.property(plane, ({ width, height, data }) => {
        const back = planeOfTiles(tilesOfPlane(data, width, height), width, height);
        expect(Buffer.compare(back, data)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('is encoded alike wherever its bytes lie in memory', () => {
    fc.assert(
      fc.property(plane, fc.nat(3), ({ data }, offset) => {
        const moved = new Uint8Array(data.length + offset).subarray(offset);
        moved.set(data);
        expect(encodeClassTile(moved)).toEqual(encodeClassTile(data));
      }),
      { numRuns: 40 },
    );
  });

  it('refuses tiles that the image does not have', () => {
    const bytes = encodeClassTile(new Uint8Array(100).fill(1)) ?? new Uint8Array(0);
    expect(() => planeOfTiles(packTiles([{ tile: 1, bytes }]), 10, 10)).toThrow(Failure);
    expect(() => planeOfTiles(packTiles([{ tile: 0, bytes }]), 11, 10)).toThrow(Failure);
  });
});

describe('the content that names a version', () => {
  const labels = { width: 10, height: 10, tiles: packTiles([]), particles: encodeLabelled([]) };
  const [{ classes }, other] = classPresets;

  it('comes back as it was', () => {
    const named = [{ ...classes[0], name: 'Körner “α”' }, classes[1]];
    expect(decodeContent(encodeContent(labels, named))).toMatchObject({
      ...labels,
      classes: named.map(({ id, name, role }) => ({ id, name, role })),
    });
    expect(() => decodeContent(encodeContent(labels, named).subarray(0, 40))).toThrow(Failure);
    expect(() => decodeContent(Uint8Array.of(1, 2, 3))).toThrow(Failure);
  });

  it('is the same for the same meaning, and another for another', () => {
    const bytes = encodeContent(labels, classes);
    expect(encodeContent(labels, [...classes].reverse())).toEqual(bytes);
    expect(encodeContent(labels, [{ ...classes[0], colour: '#000000' }, classes[1]])).toEqual(bytes);
    expect(encodeContent(labels, [{ ...classes[0], name: 'Rod' }, classes[1]])).not.toEqual(bytes);
    expect(encodeContent(labels, other.classes)).not.toEqual(bytes);
    expect(encodeContent({ ...labels, width: 11 }, classes)).not.toEqual(bytes);
  });
});
