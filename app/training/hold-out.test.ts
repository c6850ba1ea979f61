import fc from 'fast-check';
import { expect, it } from 'vitest';
import { heldOut } from './hold-out.ts';

it('gives each labelled pixel to one part, a quarter of the frame to the one for judging', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 24 }),
      fc.integer({ min: 4, max: 24 }),
      fc.infiniteStream(fc.integer({ min: -1, max: 2 })),
      (width, height, drawn) => {
        const labels = Int32Array.from({ length: width * height }, () => drawn.next().value as number);
        const { training, validation } = heldOut({ width, height, labels }, 3);
        let kept = 0;
        for (let i = 0; i < labels.length; i++) {
          expect(Math.max(training[i], validation[i])).toBe(labels[i]);
          expect(Math.min(training[i], validation[i])).toBe(-1);
          if (training[i] < 0 && labels[i] >= 0) kept++;
        }
        const most = Math.max(Math.round(width / 4) * height, Math.round(height / 4) * width);
        expect(kept).toBeLessThanOrEqual(most);
      },
    ),
    { numRuns: 50 },
  );
});

it('takes the side where every class is', () => {
  // class 1 lies along the top only, evenly from left to right
  const labels = Int32Array.from({ length: 400 }, (_, i) => (i < 60 ? 1 : 0));
  expect(heldOut({ width: 20, height: 20, labels }, 2).side).toBe('right');
  // and here along the left
  const turned = Int32Array.from({ length: 400 }, (_, i) => (i % 20 < 3 ? 1 : 0));
  expect(heldOut({ width: 20, height: 20, labels: turned }, 2).side).toBe('bottom');
});
