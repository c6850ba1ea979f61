import type { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import { rateAt } from '../../native-models/gradient/schedules.ts';
import type { RateOf } from './train-plan.ts';

/** The schedule is cut into so many parts of time where a training ends by time. */
const parts = 1e6;

/**
 * The learning rate of a training: by steps where its length is given in epochs, so that it can be repeated exactly, else by the share
 * of its time that is over.
 */
export function rateOf(settings: TrainingSettings): RateOf {
  const { rate, schedule, warmUp, epochs, minutes, stepsPerEpoch } = settings;
  const byTime = epochs === null && minutes !== null;
  const total = byTime ? parts : (epochs ?? 1) * stepsPerEpoch;
  const rising = Math.round(warmUp * total);
  const kinds = {
    constant: { kind: 'constant' },
    halving: { kind: 'halving', every: Math.max(1, Math.round(total / 5)) },
    cosine: { kind: 'cosine', steps: total - rising, end: 0.01 },
  } as const;
  const plan = { rate, schedule: kinds[schedule], warmUp: rising };
  if (!byTime) return (step) => rateAt(plan, step);
  return (_, seconds) => rateAt(plan, Math.min(total - 1, Math.round((seconds / (60 * (minutes ?? 1))) * total)));
}
