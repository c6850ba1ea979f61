import os from 'node:os';
import { Failure } from '../../app/domain/failure.ts';
import type { TrainingSettings } from '../../app/domain/training/training-settings.ts';
import type {
  FramePrediction,
  NetworkNumbers,
  Trainer,
  TrainerCheckpoint,
  TrainerEnd,
  TrainerHooks,
  TrainerRequest,
} from '../../app/ports/trainer.ts';
import { layoutOf } from '../../native-models/architectures/layout.ts';
import { architectures } from '../../native-models/architectures/list.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import { decodeTraining, encodeTraining } from './checkpoint.ts';
import type { Engine } from './engine.ts';
import type { JudgeRequest, OpenTraining, TrainingState } from './messages.ts';
import { rateOf } from './rate-of.ts';
import type { SessionChoice } from './runtime.ts';
import { train } from './train.ts';
import type { TrainPlan } from './train-plan.ts';
import { architectureNamed } from './training-session.ts';

/** Measured: training keeps so many times the memory of a prediction, and so many bytes a parameter. */
const [trainingFactor, bytesPerParameter] = [26, 32];
/** Smallest side of a patch, px. */
const smallest = 32;
/** Without an end by steps, so many epochs. */
const endless = 100_000;

/** Trains networks in an engine process of its own, so that a stop or a crash disturbs nothing else. */
export class EngineTrainer implements Trainer {
  readonly architectures = architectures
    .filter(({ kind }) => kind === 'segmentation')
    .map(({ name, title, help, divisor }) => ({ name, title, help, divisor }));
  readonly #engine: Engine;
  readonly #cores: number;

  constructor(engine: Engine, cores: number) {
    this.#engine = engine;
    this.#cores = cores;
  }

  device(id: string, threads: number | null): { title: string; threads: number } {
    const count = threads ?? this.#cores;
    const processor = os.cpus()[0]?.model.trim() ?? 'Processor';
    return { title: id === 'cpu' ? `${processor}, ${count} threads` : id, threads: count };
  }

  fit(settings: TrainingSettings, classes: number): { batch: number; side: number } {
    const architecture = architectureNamed(settings.architecture);
    const { divisor } = architecture;
    const fixed = bytesPerParameter * layoutOf(architecture, classes).size;
    const perPixel = trainingFactor * measureNetwork(architecture, classes).bytesPerPixel;
    const pixels = Math.max(0, (this.#memory(settings) - fixed) / perPixel);
    const step = (side: number) => Math.max(divisor, Math.floor(side / divisor) * divisor);
    const side = step(settings.patch);
    const batch = Math.min(settings.batch, Math.floor(pixels / side ** 2));
    if (batch >= 1) return { batch, side };
    const shrunk = Math.floor(Math.sqrt(pixels) / divisor) * divisor;
    if (shrunk >= Math.max(smallest, divisor)) return { batch: 1, side: shrunk };
    const needed = Math.ceil((fixed + perPixel * Math.max(smallest, divisor) ** 2) / 2 ** 20);
    throw new Failure(
      'too-large',
      `${architecture.title} needs at least ${needed} MB to learn, more than the memory that it may use.`,
      'Choose a smaller network, or allow more memory.',
    );
  }

  async train(request: TrainerRequest, hooks: TrainerHooks): Promise<TrainerEnd> {
    const plan = planOf(request, this.#choice(request.settings), this.#memory(request.settings));
    let best = request.resume?.best ?? null;
    let shown: JudgeRequest['watched'] = null;
    const keep = (state: TrainingState, seconds: number) => hooks.onKeep({ now: state, best, seconds });
    const result = await train(this.#engine, plan, {
      batch: hooks.batch,
      pause: hooks.pause,
      signal: hooks.signal,
      onOpen: (parameters) => hooks.onOpen({ parameters }),
      watched: async () => {
        shown = await hooks.watched();
        return shown;
      },
      onStep: ({ step, loss, rate, secondsLeft, fraction }) => {
        const epoch = Math.floor(step / plan.stepsPerEpoch);
        hooks.onStep({ step: step + 1, epoch, loss, rate, secondsLeft, fraction });
      },
      onKeep: keep,
      onEpoch: async ({ state, overlaps, confusion, validationLoss, watched, ...epoch }) => {
        const { weights, statistics } = state;
        if (epoch.best) best = { weights, statistics, epoch: epoch.epoch, score: epoch.score };
        await hooks.onEpoch({
          ...epoch,
          step: state.step,
          overlaps: overlaps ?? new Float64Array(3 * request.classes),
          validation: confusion === null ? null : { confusion, loss: validationLoss ?? 0 },
          prediction: predictionOf(shown, watched),
        });
        await keep(state, epoch.seconds);
      },
    });
    const { bestEpoch: epoch, bestScore: score } = result;
    return {
      best: result.best && { weights: result.best.weights, statistics: result.best.statistics, epoch, score },
      last: result.last && { now: result.last, best, seconds: result.seconds },
      ended: result.ended,
    };
  }

  async probabilities(
    { architecture, outputs, numbers }: { architecture: string; outputs: number; numbers: NetworkNumbers },
    { width, height, pixels }: { width: number; height: number; pixels: Float32Array },
    settings: Pick<TrainingSettings, 'device' | 'threads' | 'memory'>,
    signal?: TrainerHooks['signal'],
  ): Promise<Float32Array> {
    const options = signal === undefined ? {} : { signal };
    const { weights, statistics } = numbers;
    const ask = { architecture, outputs, weights, statistics, device: this.#choice(settings) };
    const { model } = await this.#engine.call('open-model', ask, options);
    const memory = this.#memory(settings);
    const { values } = await this.#engine.call('predict', { model, pixels, width, height, memory }, options);
    await this.#engine.call('close-model', { model }, options);
    return values;
  }

  encode(checkpoint: TrainerCheckpoint): Uint8Array {
    return encodeTraining(checkpoint);
  }

  decode(bytes: Uint8Array, name: string): TrainerCheckpoint {
    return decodeTraining(bytes, name);
  }

  #choice({ device, threads }: Pick<TrainingSettings, 'device' | 'threads'>): SessionChoice {
    return { provider: device as SessionChoice['provider'], threads: threads ?? this.#cores };
  }

  #memory({ memory }: Pick<TrainingSettings, 'memory'>): number {
    return memory ?? os.totalmem() / 2;
  }
}

function planOf(request: TrainerRequest, device: SessionChoice, memory: number): TrainPlan {
  const { settings, classes, batch, side, resume, start } = request;
  const { loss, optimiser, weightDecay, clipNorm } = settings;
  return {
    open: {
      architecture: settings.architecture,
      outputs: classes,
      batch,
      height: side,
      width: side,
      loss: { loss, classWeights: request.classWeights },
      optimiser: { optimiser, weightDecay, ...(clipNorm > 0 ? { clipNorm } : {}) },
      seed: settings.seed,
      state: resume?.now ?? null,
      ...(start === null || resume !== null ? {} : { start }),
      device,
    } satisfies OpenTraining,
    rate: rateOf(settings),
    stepsPerEpoch: settings.stepsPerEpoch,
    epochs: settings.epochs ?? endless,
    minutes: settings.minutes,
    patience: settings.patience,
    validation: request.validation,
    memory,
    secondsBefore: resume?.seconds ?? 0,
    ...(resume?.best ? { bestBefore: bestOf(resume.best) } : {}),
  };
}

const bestOf = ({ epoch, score, weights, statistics }: NonNullable<TrainerCheckpoint['best']>) => ({
  epoch,
  score,
  state: { weights, statistics, memory: [], step: 0 },
});

function predictionOf(
  shown: JudgeRequest['watched'],
  found: { classes: Uint8Array; sure: Uint8Array } | null,
): FramePrediction | null {
  return shown === null || found === null ? null : { width: shown.width, height: shown.height, ...found };
}
