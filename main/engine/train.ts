import { Failure } from '../../app/domain/failure.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { type RatePlan, rateAt } from '../../native-models/gradient/schedules.ts';
import type { Engine } from './engine.ts';
import type { Batch, JudgedImage, OpenTraining, TrainingState } from './messages.ts';

export interface TrainPlan {
  readonly open: OpenTraining;
  readonly rate: RatePlan;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Epochs without a better score after which it ends by itself; null never. */
  readonly patience: number | null;
  /** Ends after this time; null never. */
  readonly minutes: number | null;
  /** Whole images that are judged after each epoch; the best epoch is the one with the highest mean Dice over them. */
  readonly validation: readonly JudgedImage[];
  /** Bytes that a tile may take while judging. */
  readonly memory: number;
}

export interface StepProgress {
  /** From 0. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly rate: number;
  readonly overlaps: Float32Array | null;
  readonly secondsLeft: number;
}

export interface EpochProgress {
  /** From 0. */
  readonly epoch: number;
  /** Mean loss of its steps. */
  readonly loss: number;
  /** Pixels [truth][found] of the validation images; null without any. */
  readonly confusion: Float64Array | null;
  /** Mean Dice over the classes that the validation images have, or minus the loss without validation images. */
  readonly score: number;
  readonly best: boolean;
  /** The network and its optimiser after this epoch: a checkpoint. */
  readonly state: TrainingState;
}

export interface TrainHooks {
  /** The batch of a step; must depend on nothing but the step, so that a resumed training sees the same. */
  readonly batch: (step: number) => Promise<Batch>;
  readonly onStep?: (progress: StepProgress) => void;
  /** The numbers between epochs, every half minute: checkpoints for a crash or a stop in a long epoch. */
  readonly onKeep?: (state: TrainingState) => Promise<void> | void;
  readonly onEpoch?: (progress: EpochProgress) => Promise<void> | void;
  /** Resolves when the training may go on; asked before each step. */
  readonly pause?: () => Promise<void>;
  readonly signal?: AbortSignalLike;
}

export interface TrainResult {
  /** Numbers of the best epoch, or of the last step before the first epoch was over; null when nothing was learned. */
  readonly best: TrainingState | null;
  /** Where it ended, as far as it is known: what resuming begins with. */
  readonly last: TrainingState | null;
  readonly bestEpoch: number | null;
  readonly ended: 'complete' | 'patience' | 'time' | 'stopped';
}

/** A stop waits so long for the step under way before the process is ended. */
const patienceMs = 700;
/** Longest time between two states that are kept. */
const keepMs = 30_000;

/** Mean Dice over the classes that occur in the truth. */
export function meanDice(confusion: Float64Array): number {
  const classes = Math.sqrt(confusion.length);
  let [sum, present] = [0, 0];
  for (let k = 0; k < classes; k++) {
    let [there, found] = [0, 0];
    for (let j = 0; j < classes; j++) {
      there += confusion[k * classes + j];
      found += confusion[j * classes + k];
    }
    if (there === 0) continue;
    present++;
    sum += (2 * confusion[k * classes + k]) / (there + found);
  }
  return present === 0 ? 0 : sum / present;
}

/**
 * Trains a network in the engine process. A stop answers within a second and keeps the best numbers. When the engine dies the
 * `Failure` engine-crashed is thrown; the last state that `onEpoch` was given is where to resume.
 */
export async function train(engine: Engine, plan: TrainPlan, hooks: TrainHooks): Promise<TrainResult> {
  const { signal } = hooks;
  const first = plan.open.state?.step ?? 0;
  const { training } = await engine.call('open-training', plan.open, signal ? { signal } : {});
  const generation = engine.generation;
  const steps = plan.stepsPerEpoch * plan.epochs;
  const began = performance.now();
  const found: { best: TrainingState | null; last: TrainingState | null; score: number; epoch: number | null } = {
    best: null,
    last: plan.open.state,
    score: Number.NEGATIVE_INFINITY,
    epoch: null,
  };
  const result = (ended: TrainResult['ended']): TrainResult => ({
    best: found.best ?? found.last,
    last: found.last,
    bestEpoch: found.epoch,
    ended,
  });
  /** Ends a training by hand: takes its numbers when the engine answers in time, else ends the process. */
  const stop = async (): Promise<TrainResult> => {
    const timer = setTimeout(() => engine.stop(), patienceMs);
    try {
      found.last = await engine.call('training-state', { training });
      await engine.call('close-training', { training });
    } catch (thrown) {
      if (Failure.from(thrown).info.tag !== 'stopped') throw thrown;
    } finally {
      clearTimeout(timer);
    }
    return result('stopped');
  };

  let losses = 0;
  let kept = began;
  let next = first < steps ? hooks.batch(first) : null;
  for (let step = first; step < steps; step++) {
    if (hooks.pause) await hooks.pause();
    if (signal?.aborted) return stop();
    const batch = await next;
    if (!batch) break;
    const rate = rateAt(plan.rate, step);
    const running = engine.call('training-step', { training, rate, batch });
    // the next batch is made while the engine computes
    next = step + 1 < steps ? hooks.batch(step + 1) : null;
    const answer = await orStopped(running, signal);
    if (!answer) {
      next?.catch(() => undefined);
      running.catch(() => undefined);
      return stop();
    }
    losses += answer.loss;
    const seconds = (performance.now() - began) / 1000;
    const secondsLeft = (seconds / (step + 1 - first)) * (steps - step - 1);
    hooks.onStep?.({ step, steps, loss: answer.loss, rate, overlaps: answer.overlaps, secondsLeft });
    const late = plan.minutes !== null && seconds > plan.minutes * 60;
    if ((step + 1) % plan.stepsPerEpoch !== 0 && !late) {
      if (performance.now() - kept < keepMs) continue;
      const state = await orStopped(engine.call('training-state', { training }), signal);
      if (!state) return stop();
      found.last = state;
      kept = performance.now();
      await hooks.onKeep?.(state);
      continue;
    }

    const epoch = Math.floor(step / plan.stepsPerEpoch);
    const counted = step + 1 - Math.max(first, epoch * plan.stepsPerEpoch);
    const judged = await orStopped(judge(engine, plan, training), signal);
    if (!judged) return stop();
    const loss = losses / counted;
    losses = 0;
    found.last = judged.state;
    kept = performance.now();
    const score = judged.confusion ? meanDice(judged.confusion) : -loss;
    const best = score > found.score;
    if (best) Object.assign(found, { best: judged.state, score, epoch });
    await hooks.onEpoch?.({ epoch, loss, confusion: judged.confusion, score, best, state: judged.state });
    const ended = late
      ? 'time'
      : plan.patience !== null && epoch - (found.epoch ?? epoch) >= plan.patience
        ? 'patience'
        : null;
    if (ended === null) continue;
    next?.catch(() => undefined);
    await engine.call('close-training', { training });
    return result(ended);
  }
  if (engine.generation === generation) await engine.call('close-training', { training });
  return result('complete');
}

async function judge(engine: Engine, plan: TrainPlan, training: number) {
  const state = await engine.call('training-state', { training });
  if (plan.validation.length === 0) return { state, confusion: null };
  const ask = { training, images: plan.validation, memory: plan.memory };
  return { state, confusion: await engine.call('judge', ask) };
}

/** The answer, or null as soon as the signal fires. */
function orStopped<T>(answer: Promise<T>, signal: AbortSignalLike | undefined): Promise<T | null> {
  if (!signal) return answer;
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const abort = () => resolve(null);
    signal.addEventListener('abort', abort, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
