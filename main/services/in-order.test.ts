import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder } from './in-order.ts';

describe('work in order', () => {
  it('gives every outcome once, in the order of the items, with no more than `ahead` under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(3), { maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (delays, ahead) => {
          let running = 0;
          let most = 0;
          const start = async ([i, delay]: readonly [number, number]) => {
            most = Math.max(most, ++running);
            await wait(delay);
            running--;
            if (delay === 3) throw new Error(`item ${i}`);
            return i;
          };
          const outcomes: unknown[] = [];
          for await (const { outcome } of inOrder(delays.entries(), ahead, start))
            outcomes.push('result' in outcome ? outcome.result : (outcome.thrown as Error).message);
          expect(outcomes).toEqual(delays.map((delay, i) => (delay === 3 ? `item ${i}` : i)));
          expect(most).toBeLessThanOrEqual(ahead);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('starts nothing more when nobody takes', async () => {
    const started: number[] = [];
    for await (const { item } of inOrder([1, 2, 3, 4, 5], 2, async (n) => started.push(n))) if (item === 1) break;
    await wait(5);
    expect(started).toEqual([1, 2]);
  });
});
