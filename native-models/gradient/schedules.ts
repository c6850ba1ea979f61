/** How the learning rate goes over a training. Plain numbers: the rate is an input of the step graph. */
export type Schedule =
  | { readonly kind: 'constant' }
  /** Half after every `every` steps. */
  | { readonly kind: 'halving'; readonly every: number }
  /** The full rate up to step `from`, then down in a line to 0 over `steps`: the end can be put off while it learns. */
  | { readonly kind: 'cooldown'; readonly from: number; readonly steps: number }
  /** From the full rate down to `end` times it along half a cosine over `steps`. */
  | { readonly kind: 'cosine'; readonly steps: number; readonly end: number };

export interface RatePlan {
  readonly rate: number;
  readonly schedule: Schedule;
  /** Steps in which the rate rises in a line from rate / warmUp to rate; 0 for none. The schedule begins after them. */
  readonly warmUp: number;
}

/** The learning rate of a step, counted from 0. */
export function rateAt(plan: RatePlan, step: number): number {
  if (step < plan.warmUp) return (plan.rate * (step + 1)) / plan.warmUp;
  const done = step - plan.warmUp;
  const { schedule } = plan;
  switch (schedule.kind) {
    case 'constant':
      return plan.rate;
    case 'halving':
      return plan.rate * 0.5 ** Math.floor(done / schedule.every);
    case 'cooldown':
      return plan.rate * Math.min(1, Math.max(0, 1 - (step - schedule.from) / Math.max(1, schedule.steps)));
    case 'cosine': {
      const part = Math.min(1, done / Math.max(1, schedule.steps));
      return plan.rate * (schedule.end + (1 - schedule.end) * 0.5 * (1 + Math.cos(Math.PI * part)));
    }
  }
}
