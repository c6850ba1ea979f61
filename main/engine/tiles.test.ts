import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../app/math/random.ts';
import { compactUnet } from '../../native-models/architectures/compact-unet.ts';
import { writeForward } from '../../native-models/architectures/inference.ts';
import { initialState, layoutOf } from '../../native-models/architectures/layout.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import { float32 } from '../../native-models/graph/tensor.ts';
import { predictImage, tileSide } from './predict.ts';
import { openSession } from './runtime.ts';
import { imageStatistics, mirrored, planTiles, weightAt } from './tiles.ts';

test('spans cover an axis, stay within their limit and add up to one everywhere', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1500 }),
      fc.integer({ min: 1, max: 600 }),
      fc.integer({ min: 0, max: 120 }),
      fc.constantFrom(1, 8, 16, 32),
      (length, longest, radius, divisor) => {
        const plan = planTiles(length, longest, radius, divisor);
        expect(plan.padded % divisor).toBe(0);
        expect(plan.padded).toBeGreaterThanOrEqual(length);
        let at = 0;
        for (const { start, end, from, to } of plan.spans) {
          expect(start % divisor).toBe(0);
          expect((end - start) % divisor).toBe(0);
          expect(end - start).toBeLessThanOrEqual(Math.max(longest, 4 * divisor));
          expect(from).toBe(at);
          expect(to).toBeGreaterThan(from);
          expect(start).toBeLessThanOrEqual(Math.max(0, from - plan.blend));
          expect(end).toBeGreaterThanOrEqual(Math.min(plan.padded, to + plan.blend));
          at = to;
        }
        expect(at).toBe(plan.padded);
        for (let pixel = 0; pixel < length; pixel += 7) {
          const sum = plan.spans.reduce((s, span) => s + weightAt(span, plan, pixel), 0);
          expect(sum).toBeCloseTo(1, 6);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('an axis goes on as its mirror image', () => {
  expect([-2, -1, 0, 1, 2, 3, 4, 5].map((i) => mirrored(i, 3))).toEqual([2, 1, 0, 1, 2, 1, 0, 1]);
  expect(mirrored(5, 1)).toBe(0);
});

test('statistics of an image; a flat one has deviation 1', () => {
  expect(imageStatistics(Float32Array.of(1, 3, 1, 3))).toEqual({ mean: 2, deviation: 1 });
  expect(imageStatistics(Float32Array.of(5, 5))).toEqual({ mean: 5, deviation: 1 });
});

describe('a network over a whole image', () => {
  const layout = layoutOf(compactUnet, 2);
  const state = initialState(layout, 2);
  const measure = measureNetwork(compactUnet, 2);
  const model = writeForward({ architecture: compactUnet, outputs: 2, state, normalisation: 'given' }, layout);
  const draw = random(4);
  const [width, height] = [331, 250];
  const pixels = Float32Array.from({ length: width * height }, () => draw.normal(1000, 200));
  const limits = { divisor: 8, measure, classes: 2 };
  const memoryFor = (side: number) => 2 * measure.bytesPerPixel * side * side;

  test('does not depend on the size of the tiles', async () => {
    const session = await openSession(model, { provider: 'cpu', threads: 2 });
    const input = { pixels, width, height };
    const whole = await predictImage(session, input, { ...limits, memory: memoryFor(400) });
    for (const side of [240]) {
      const tiled = await predictImage(session, input, { ...limits, memory: memoryFor(side) });
      const worst = tiled.reduce((most, p, i) => Math.max(most, Math.abs(p - whole[i])), 0);
      expect(worst).toBeLessThan(1e-4);
    }
    const tiny = await predictImage(session, input, { ...limits, memory: memoryFor(64) });
    const mean = tiny.reduce((sum, p, i) => sum + Math.abs(p - whole[i]), 0) / tiny.length;
    expect(mean).toBeLessThan(0.05);
    for (let i = 0; i < width * height; i += 97) expect(whole[i] + whole[i + width * height]).toBeCloseTo(1, 5);
    await session.close();
  });

  test('looks exactly as far as is computed from its layers, or less', async () => {
    const session = await openSession(model, { provider: 'cpu', threads: 2 });
    const side = 256;
    const base = Float32Array.from({ length: side * side }, () => draw.normal(0, 1));
    const other = base.slice();
    const centre = 128;
    other[centre * side + centre] += 50;
    const run = async (data: Float32Array) =>
      (await session.run({ image: float32([1, 1, side, side], data), normalisation: float32([2], [0, 1]) }))[
        'probabilities'
      ].data as Float32Array;
    const [a, b] = [await run(base), await run(other)];
    let farthest = 0;
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        if (a[y * side + x] !== b[y * side + x])
          farthest = Math.max(farthest, Math.abs(x - centre), Math.abs(y - centre));
    expect(farthest).toBeGreaterThan(measure.radius / 3);
    expect(farthest).toBeLessThanOrEqual(measure.radius);
    await session.close();
  });

  test('tiles shrink with the memory', () => {
    expect(tileSide({ ...limits, memory: memoryFor(256) })).toBe(256);
    expect(tileSide({ ...limits, memory: 1 })).toBe(8);
    expect(tileSide({ ...limits, memory: 1e12 })).toBe(2048);
  });
});
