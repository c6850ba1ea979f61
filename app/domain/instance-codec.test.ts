import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from './failure.ts';
import type { Instance } from './instance.ts';
import {
  decodeInstance,
  decodeInstances,
  encodedBorderFlags,
  encodedCount,
  encodeInstances,
} from './instance-codec.ts';

/** Any instance whose runs obey the law of RunMask, made from gaps and lengths. */
const instance = fc
  .record({
    id: fc.integer({ min: 1, max: 1_000_000 }),
    x: fc.nat(60_000),
    y: fc.nat(60_000),
    width: fc.integer({ min: 1, max: 70_000 }),
    height: fc.integer({ min: 1, max: 300 }),
    steps: fc.array(fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 40_000 })), { maxLength: 20 }),
    atBorder: fc.boolean(),
  })
  .map(({ id, x, y, width, height, steps, atBorder }): Instance => {
    const runs = new Uint32Array(steps.length * 2);
    let end = 0;
    let area = 0;
    steps.forEach(([gap, length], i) => {
      runs[2 * i] = end + gap;
      runs[2 * i + 1] = length;
      end += gap + length;
      area += length;
    });
    return { id, mask: { x, y, width, height, runs }, area, atBorder };
  });

describe('encoded instances', () => {
  it('come back as they were, all together and one by one', () => {
    fc.assert(
      fc.property(fc.array(instance, { maxLength: 12 }), (instances) => {
        const bytes = encodeInstances(instances);
        expect(encodedCount(bytes)).toBe(instances.length);
        expect(decodeInstances(bytes)).toEqual(instances);
        instances.forEach((one, i) => {
          expect(decodeInstance(bytes, i)).toEqual(one);
        });
        expect([...encodedBorderFlags(bytes)]).toEqual(instances.map((i) => (i.atBorder ? 1 : 0)));
      }),
    );
  });

  it('are readable from the middle of a larger buffer', () => {
    const one: Instance = {
      id: 7,
      mask: { x: 1, y: 2, width: 3, height: 1, runs: Uint32Array.of(0, 3) },
      area: 3,
      atBorder: false,
    };
    const bytes = encodeInstances([one]);
    const padded = new Uint8Array(bytes.length + 5);
    padded.set(bytes, 3);
    expect(decodeInstances(padded.subarray(3, 3 + bytes.length))).toEqual([one]);
  });

  it('fail as malformed when cut off', () => {
    const bytes = encodeInstances([
      {
        id: 1,
        mask: { x: 0, y: 0, width: 300, height: 2, runs: Uint32Array.of(10, 200, 310, 200) },
        area: 400,
        atBorder: true,
      },
    ]);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeInstances(bytes.subarray(0, length))).toThrow(Failure);
    }
  });
});
