import { Failure } from '../../app/domain/failure.ts';
import type { AbortSignalLike } from '../../app/ports/task.ts';
import { rateAt } from '../../native-models/gradient/schedules.ts';
import type { Engine } from './engine.ts';
import type { TrainHooks, TrainPlan, TrainResult } from './train-plan.ts';

/** A stop waits so long for the step under way before the process is ended. */
const patienceMs = 700;
/** Longest time between two states that are kept. */
const keepSeconds = 30;

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
  try {
    return await trained(engine, plan, hooks);
  } catch (thrown) {
    // a process that died between two questions answers the next one as a new one that holds nothing
    if (Failure.from(thrown).info.tag !== 'not-found') throw thrown;
    throw new Failure(
      'engine-crashed',
      'The engine for networks ended unexpectedly.',
      'Go on from the last checkpoint. If it happens again, choose smaller batches or another device.',
    );
  }
}

async function trained(engine: Engine, plan: TrainPlan, hooks: TrainHooks): Promise<TrainResult> {
  const { signal } = hooks;
  const first = plan.open.state?.step ?? 0;
  const { training, parameters } = await engine.call('open-training', plan.open, signal ? { signal } : {});
  const generation = engine.generation;
  hooks.onOpen?.(parameters);
  if (plan.validation.length > 0)
    await engine.call('keep-judged', { training, images: plan.validation }, signal ? { signal } : {});
  const steps = plan.stepsPerEpoch * plan.epochs;
  const limit = plan.minutes === null ? Number.POSITIVE_INFINITY : plan.minutes * 60;
  const clock = new Clock(plan.secondsBefore ?? 0);
  const before = plan.bestBefore;
  const found = {
    best: before?.state ?? null,
    last: plan.open.state,
    score: before?.score ?? Number.NEGATIVE_INFINITY,
    epoch: before?.epoch ?? null,
  };
  const result = (ended: TrainResult['ended']): TrainResult => ({
    best: found.best ?? found.last,
    last: found.last,
    bestEpoch: found.epoch,
    bestScore: found.epoch === null ? null : found.score,
    seconds: clock.seconds,
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
  let overlaps: Float64Array | null = null;
  let kept = clock.seconds;
  let next = first < steps && clock.seconds < limit ? hooks.batch(first) : null;
  for (let step = first; step < steps && clock.seconds < limit; step++) {
    if (hooks.pause) {
      clock.stop();
      await hooks.pause();
      clock.start();
    }
    if (signal?.aborted) {
      next?.catch(() => undefined);
      return stop();
    }
    const batch = await next;
    if (!batch) break;
    const rate = typeof plan.rate === 'function' ? plan.rate(step, clock.seconds) : rateAt(plan.rate, step);
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
    overlaps = added(overlaps, answer.overlaps);
    const { seconds } = clock;
    const rest = Math.min((clock.since / (step + 1 - first)) * (steps - step - 1), Math.max(0, limit - seconds));
    const fraction = Math.min(1, Math.max((step + 1) / steps, seconds / limit));
    hooks.onStep?.({ step, steps, loss: answer.loss, rate, overlaps: answer.overlaps, secondsLeft: rest, fraction });
    const late = seconds >= limit;
    if ((step + 1) % plan.stepsPerEpoch !== 0 && !late) {
      if (seconds - kept < keepSeconds) continue;
      const state = await orStopped(engine.call('training-state', { training }), signal);
      if (!state) {
        next?.catch(() => undefined);
        return stop();
      }
      found.last = state;
      kept = seconds;
      await hooks.onKeep?.(state, seconds);
      continue;
    }

    const epoch = Math.floor(step / plan.stepsPerEpoch);
    const counted = step + 1 - Math.max(first, epoch * plan.stepsPerEpoch);
    const judged = await orStopped(judge(engine, plan, training, hooks), signal);
    if (!judged) {
      next?.catch(() => undefined);
      return stop();
    }
    const { state, confusion } = judged;
    const loss = losses / counted;
    found.last = state;
    kept = clock.seconds;
    const score = confusion ? meanDice(confusion) : -loss;
    const best = score > found.score;
    if (best) Object.assign(found, { best: state, score, epoch });
    await hooks.onEpoch?.({ ...judged, epoch, loss, rate, seconds: clock.seconds, overlaps, score, best });
    losses = 0;
    overlaps = null;
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
  next?.catch(() => undefined);
  if (engine.generation === generation) await engine.call('close-training', { training });
  return result(clock.seconds >= limit ? 'time' : 'complete');
}

/** Seconds of training: those before, and those since, pauses left out. */
class Clock {
  readonly #before: number;
  #began: number | null = performance.now();
  #spent = 0;

  constructor(before: number) {
    this.#before = before;
  }

  get since(): number {
    return (this.#spent + (this.#began === null ? 0 : performance.now() - this.#began)) / 1000;
  }

  get seconds(): number {
    return this.#before + this.since;
  }

  stop(): void {
    if (this.#began !== null) this.#spent += performance.now() - this.#began;
    this.#began = null;
  }

  start(): void {
    this.#began ??= performance.now();
  }
}

function added(sum: Float64Array | null, more: Float32Array | null): Float64Array | null {
  if (more === null) return sum;
  const out = sum ?? new Float64Array(more.length);
  for (let i = 0; i < more.length; i++) out[i] += more[i];
  return out;
}

async function judge(engine: Engine, plan: TrainPlan, training: number, { watched }: TrainHooks) {
  const state = await engine.call('training-state', { training });
  const shown = (await watched?.()) ?? null;
  if (plan.validation.length === 0 && shown === null)
    return { state, confusion: null, validationLoss: null, watched: null };
  const ask = { training, images: null, watched: shown, memory: plan.memory };
  const judged = await engine.call('judge', ask);
  const any = plan.validation.length > 0;
  return {
    state,
    confusion: any ? judged.confusion : null,
    validationLoss: any ? judged.loss : null,
    watched: judged.watched,
  };
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
