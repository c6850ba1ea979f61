import type { Kernel } from '../../app/ports/work.ts';

// Cells of the shared control block of a thread group.
/** Counts loops; helpers sleep on it. */
export const bandsGeneration = 0;
/** The next item to hand out. */
export const bandsNext = 1;
/** Helpers that finished this loop. */
export const bandsDone = 2;
/** 1 when a helper's kernel threw. */
export const bandsFailed = 3;

/** Takes bands of a loop until none is left. */
export function runBands<Args extends readonly unknown[]>(
  kernel: Kernel<Args>,
  control: Int32Array,
  total: number,
  band: number,
  args: Args,
): void {
  for (;;) {
    const start = Atomics.add(control, bandsNext, band);
    if (start >= total) return;
    kernel.run(start, Math.min(total, start + band), ...args);
  }
}
