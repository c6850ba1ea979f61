import { describe, expect, it } from 'vitest';
import { Failure } from '../../domain/failure.ts';
import { random } from '../../math/random.ts';
import { quietWork } from '../../ports/work.ts';
import { bandedWork } from '../fixtures/banded-work.ts';
import { binned, type Samples } from './bins.ts';
import { tileSide } from './codes.ts';
import { featuresOf } from './features.ts';
import { codesAt, codesOfTiles, everything, reference, scene } from './fixtures/scene.ts';
import { growForest, type Trees } from './forest.ts';
import { firstTrees, followTrees, sureShare } from './predict.ts';

const count = featuresOf(everything).length;
const codes = codesOfTiles(scene, everything, [[0, 0, 0]]);

function painted(): Samples {
  const places = Array.from(scene.scribbles.keys()).filter((i) => scene.scribbles[i] < 255);
  const all = new Int16Array(places.length * count);
  places.forEach((i, k) => {
    all.set(codesAt(codes, count, 0, i % scene.width, Math.floor(i / scene.width)), k * count);
  });
  return { codes: all, features: count, classes: Uint8Array.from(places, (i) => scene.scribbles[i]) };
}

/** Leaves reached by one pixel, tree by tree, in plain words. */
function leavesOf({ nodes, roots, leaves, lanes }: Trees, pixel: Int16Array): number[][] {
  return Array.from(roots, (root) => {
    let at = root;
    for (;;) {
      const word = nodes[2 * at];
      const next = nodes[2 * at + 1] + (pixel[word >>> 16] > (word << 16) >> 16 ? 1 : 0);
      if (next === at) return [...leaves.subarray(at * lanes, (at + 1) * lanes)];
      at = next;
    }
  });
}

const shareOfRight = (best: Uint8Array, only?: number) => {
  let [right, all] = [0, 0];
  for (let y = 0; y < scene.height; y++) {
    for (let x = 0; x < scene.width; x++) {
      const truth = scene.truth[y * scene.width + x];
      if (only !== undefined && truth !== only) continue;
      all++;
      if (best[y * tileSide + x] === truth) right++;
    }
  }
  return right / all;
};

describe('a pixel forest', () => {
  const samples = painted();
  const { trees, importance } = growForest(samples, 3, 64, 1, quietWork);

  it("is as right as scikit-learn's random forest on the same features and scribbles", () => {
    const scores = [1, 2, 3, 4, 5].map((seed) => {
      const grown = growForest(samples, 3, 64, seed, quietWork);
      const { best } = followTrees(grown.trees, [codes], quietWork);
      return [undefined, 0, 1, 2].map((only) => shareOfRight(best, only));
    });
    const mean = [0, 1, 2, 3].map((k) => scores.reduce((sum, s) => sum + s[k], 0) / scores.length);
    // less than a percent: as much as scikit-learn's own scores scatter with the seed
    for (const [k, score] of mean.entries()) expect(score).toBeGreaterThan(reference.accuracy[k] - 0.008);
  });

  it('is the same with any number of threads, and another with another seed', () => {
    const again = growForest(samples, 3, 64, 1, bandedWork(5));
    expect(again.trees).toEqual(trees);
    expect(again.importance).toEqual(importance);
    expect(growForest(samples, 3, 64, 2, quietWork).trees.nodes).not.toEqual(trees.nodes);
    const told = followTrees(trees, [codes], quietWork);
    expect(followTrees(trees, [codes], bandedWork(3))).toEqual(told);
  });

  it('gives each pixel the mean of the leaves that it reaches, and stops early only where the first trees agree', () => {
    const whole = followTrees(trees, [codes], quietWork, 0b110, 2);
    const early = followTrees(trees, [codes], quietWork, 0b110);
    let stopped = 0;
    for (let i = 0; i < 400; i++) {
      const [x, y] = [(i * 37) % scene.width, (i * 101) % scene.height];
      const reached = leavesOf(trees, codesAt(codes, count, 0, x, y));
      const meanOf = (list: number[][]) =>
        [0, 1, 2].map((c) => list.reduce((sum, leaf) => sum + leaf[c], 0) / list.length);
      const all = meanOf(reached);
      const first = meanOf(reached.slice(0, firstTrees));
      const at = y * tileSide + x;
      expect(whole.share[at]).toBeCloseTo(all[1] + all[2], 5);
      const [a, b] = [...all].sort((p, q) => q - p);
      expect(Math.abs(whole.unsure[at] - 255 * (1 - (a - b)))).toBeLessThan(0.51);
      if (a - b > 1e-5) expect(all[whole.best[at]]).toBe(a);
      const sure = Math.max(...first) >= sureShare;
      if (sure) stopped++;
      expect(early.share[at]).toBeCloseTo(sure ? first[1] + first[2] : all[1] + all[2], 5);
    }
    expect(stopped).toBeGreaterThan(100);
    expect(stopped).toBeLessThan(400);
  });

  it('parts what one threshold parts, and names the feature that did it', () => {
    const chance = random(7);
    const n = 600;
    const all = Int16Array.from({ length: n * 4 }, () => Math.floor(chance.next() * 2000) - 1000);
    // codes of feature 2 leave a gap between the classes
    const classes = Uint8Array.from({ length: n }, (_, i) => (i < 30 ? 0 : 1));
    classes.forEach((c, i) => {
      all[4 * i + 2] = c === 0 ? -500 - (i % 9) : 300 + (i % 50);
    });
    const grown = growForest({ codes: all, features: 4, classes }, 2, 20, 3, quietWork);
    expect(grown.importance[2]).toBeGreaterThan(0.6);
    for (let i = 0; i < n; i++) {
      const reached = leavesOf(grown.trees, all.subarray(4 * i, 4 * i + 4));
      const share = reached.reduce((sum, leaf) => sum + leaf[classes[i]], 0) / reached.length;
      expect(share).toBeGreaterThan(0.5);
    }
    for (let node = 0; node < grown.trees.nodes.length / 2; node++) {
      if (grown.trees.nodes[2 * node + 1] !== node) continue;
      const leaf = grown.trees.leaves.subarray(4 * node, 4 * node + 4);
      expect(leaf.reduce((sum, v) => sum + v, 0)).toBeCloseTo(1, 6);
    }
  });

  it('refuses scribbles of one class', () => {
    const one = { codes: new Int16Array(40), features: 4, classes: new Uint8Array(10) };
    expect(() => growForest(one, 2, 4, 1, quietWork)).toThrow(Failure);
  });

  it('puts equal codes into one bin and keeps bins in order', () => {
    const chance = random(2);
    const n = 5000;
    const all = Int16Array.from(
      { length: n * 2 },
      (_, i) => Math.floor((i % 2 === 0 ? 65535 : 40) * chance.next()) - 20,
    );
    const plain = { uint8: (m: number) => new Uint8Array(m), int16: (m: number) => new Int16Array(m) };
    const { bins, low, high } = binned({ codes: all, features: 2, classes: new Uint8Array(n) }, plain);
    for (let f = 0; f < 2; f++) {
      for (let i = 0; i < n; i++) {
        const bin = f * 256 + bins[f * n + i];
        expect(all[2 * i + f] >= low[bin] && all[2 * i + f] <= high[bin]).toBe(true);
      }
    }
    expect(new Set(bins.subarray(n)).size).toBe(40);
    expect(new Set(bins.subarray(0, n)).size).toBeGreaterThan(200);
    for (let b = 1; b < 200; b++) expect(low[b]).toBeGreaterThan(high[b - 1]);
  });
});
