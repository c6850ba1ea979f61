import { describe, expect, it } from 'vitest';
import { labelShift } from './label-shift.ts';

/** Discs at random places, brighter than a noisy ground; and their numbers. */
function scene(side: number, count: number, seed: number) {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const discs = Array.from({ length: count }, () => ({
    x: random() * side,
    y: random() * side,
    r: side / 30 + (random() * side) / 20,
  }));
  const labelsAt = (dx: number, dy: number) =>
    Int32Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [(i % side) - dx, Math.floor(i / side) - dy];
      return 1 + discs.findIndex((d) => Math.hypot(x - d.x, y - d.y) < d.r);
    });
  const truth = labelsAt(0, 0);
  const image = {
    width: side,
    height: side,
    data: Float32Array.from(truth, (v) => (v > 0 ? 160 : 60) + 80 * random()),
  };
  return { image, labelsAt };
}

describe('labels against their image', () => {
  it.each([
    [300, 0, 0],
    [300, 2, -2],
    [200, -3, 1],
  ])('at their place or a little off (%i px, %i, %i) are not shifted', (side, dx, dy) => {
    const { image, labelsAt } = scene(side, 9, 5);
    expect(labelShift(image, labelsAt(dx, dy))).toBeNull();
  });

  it.each([
    [300, 14, -9],
    [300, -30, 22],
    [200, 8, 0],
  ])('that are shifted (%i px, %i, %i) are told where they belong', (side, dx, dy) => {
    const { image, labelsAt } = scene(side, 9, 5);
    const shift = labelShift(image, labelsAt(dx, dy))!;
    expect(Math.hypot(shift.dx + dx, shift.dy + dy)).toBeLessThan(1.5);
  });

  it('of a large image are told in its pixels', () => {
    const { image, labelsAt } = scene(1400, 6, 11);
    const shift = labelShift(image, labelsAt(60, 36))!;
    expect(Math.hypot(shift.dx + 60, shift.dy + 36)).toBeLessThan(4);
  });

  it('without edges, or without labels, are left alone', () => {
    const { labelsAt } = scene(200, 5, 3);
    const flat = { width: 200, height: 200, data: new Float32Array(40_000).fill(7) };
    expect(labelShift(flat, labelsAt(0, 0))).toBeNull();
    expect(labelShift(flat, new Int32Array(40_000))).toBeNull();
  });
});
