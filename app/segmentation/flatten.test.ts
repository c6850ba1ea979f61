import { expect, test } from 'vitest';
import { flatten } from './flatten.ts';

const [width, height] = [160, 120];
const image = (of: (x: number, y: number) => number) => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => of(i % width, Math.floor(i / width))),
});
const spot = (x: number, y: number) => (Math.hypot(x - 80, y - 60) < 5 ? 1 : 0);

test('takes a slope away and keeps a spot on it', () => {
  const flat = flatten(
    image((x, y) => 50 + 0.4 * x - 0.2 * y + 3 * spot(x, y)),
    20,
  );
  const at = (x: number, y: number) => flat.data[y * width + x];
  // away from the border a straight slope leaves nothing
  for (const [x, y] of [
    [60, 60],
    [100, 60],
    [80, 80],
  ])
    expect(Math.abs(at(x, y))).toBeLessThan(0.35);
  expect(at(80, 60)).toBeGreaterThan(1.5);
});

test('does not depend on grey scale and offset, but on the sign', () => {
  const scene = (x: number, y: number) => Math.sin(x / 9) + Math.cos((x + 2 * y) / 23) + spot(x, y);
  const plain = flatten(image(scene), 12).data;
  const scaled = flatten(
    image((x, y) => 1000 - 7 * scene(x, y)),
    12,
  ).data;
  for (let i = 0; i < plain.length; i += 7) expect(scaled[i]).toBeCloseTo(-plain[i], 2);
});

test('evens out contrast, and leaves a constant image at zero', () => {
  const noisy = image((x, y) => (((x * 7919 + y * 104_729) % 101) / 50 - 1) * (x < 80 ? 1 : 5));
  const { data } = flatten(noisy, 10);
  const spread = (from: number, to: number) => {
    let sum = 0;
    for (let y = 40; y < 80; y++) for (let x = from; x < to; x++) sum += data[y * width + x] ** 2;
    return Math.sqrt(sum / (40 * (to - from)));
  };
  expect(spread(110, 150) / spread(10, 50)).toBeLessThan(2.5);
  expect(
    flatten(
      image(() => 7),
      10,
    ).data.every((v) => v === 0),
  ).toBe(true);
});
