import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { defaultForest } from '../../domain/forest.ts';
import { classPresets } from '../../domain/labels/label-class.ts';
import { random } from '../../math/random.ts';
import { quietWork } from '../../ports/work.ts';
import { featuresOf } from './features.ts';
import { growForest } from './forest.ts';
import { decodeForest, encodeForest } from './forest-file.ts';
import { ownScale } from './scale.ts';

const features = featuresOf(defaultForest.features).length;
const chance = random(4);
const classes = Uint8Array.from({ length: 200 }, (_, i) => i % 3);
const codes = Int16Array.from({ length: 200 * features }, (_, i) =>
  Math.round(chance.normal(500 * classes[Math.floor(i / features)], 400)),
);
const { trees } = growForest({ codes, features, classes }, 3, 5, 1, quietWork);
const card = {
  title: 'Überlapp',
  settings: { ...defaultForest, trees: 5 },
  scale: { gain: 0.01, offset: -2 },
  classes: [...classPresets[1].classes],
  learnedFrom: [{ name: 'a', frame: 0, sha256: 'x', labels: 'y', pixels: 200 }],
  program: '0.1.0',
  created: '2026-11-28T12:00:00.000Z',
};
const bytes = encodeForest({ card, trees });

describe('the file of a forest', () => {
  it('gives back the same forest, wherever its bytes lie', () => {
    expect(decodeForest(bytes, 'f')).toEqual({ card, trees });
    const among = new Uint8Array(bytes.length + 7);
    among.set(bytes, 3);
    expect(decodeForest(among.subarray(3, 3 + bytes.length), 'f')).toEqual({ card, trees });
    expect(encodeForest(decodeForest(bytes, 'f'))).toEqual(bytes);
  });

  it('is refused when it is cut off or is something else', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeForest(bytes.subarray(0, length), 'f')).toThrow(Failure);
      }),
    );
    expect(() => decodeForest(new TextEncoder().encode('PK '.repeat(40)), 'f')).toThrow(Failure);
  });

  it('never leads anywhere but to its own leaves: damaged nodes are refused', () => {
    const at = bytes.length - 4 * (trees.nodes.length / 2) * 3 - 4 * trees.nodes.length;
    fc.assert(
      fc.property(fc.nat(trees.nodes.length / 2 - 1), fc.integer(), (node, next) => {
        const bad = bytes.slice();
        new DataView(bad.buffer).setInt32(at + 8 * node + 4, next, true);
        let loaded: ReturnType<typeof decodeForest>;
        try {
          loaded = decodeForest(bad, 'f');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(Failure);
          return;
        }
        const { nodes } = loaded.trees;
        const to = nodes[2 * node + 1];
        expect(to >= node && to < nodes.length / 2).toBe(true);
      }),
    );
  });
});

describe('the scale of a frame', () => {
  it('makes the 1st and 99th percentile -1 and 1, and does not care for exposure', () => {
    const draw = random(8);
    const data = Float32Array.from({ length: 20_000 }, () => draw.uniform(100, 300));
    const { gain, offset } = ownScale({ width: 200, height: 100, data });
    expect(gain * 102 + offset).toBeCloseTo(-1, 1);
    expect(gain * 298 + offset).toBeCloseTo(1, 1);
    const brighter = ownScale({ width: 200, height: 100, data: data.map((v) => 7 * v + 40) });
    for (const v of [100, 180, 300])
      expect(brighter.gain * (7 * v + 40) + brighter.offset).toBeCloseTo(gain * v + offset, 4);
    const flat = ownScale({ width: 4, height: 4, data: new Float32Array(16).fill(9) });
    expect(flat.gain * 9 + flat.offset).toBe(0);
  });
});
