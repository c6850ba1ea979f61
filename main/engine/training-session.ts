import { Failure } from '../../app/domain/failure.ts';
import type { Architecture } from '../../native-models/architectures/architecture.ts';
import { beginFrom } from '../../native-models/architectures/begin-from.ts';
import { writeForward } from '../../native-models/architectures/inference.ts';
import { initialState, type Layout, type ModelState } from '../../native-models/architectures/layout.ts';
import { architectures } from '../../native-models/architectures/list.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import { dropoutMask } from '../../native-models/gradient/dropout-mask.ts';
import { buildTrainingStep, type TrainingStep } from '../../native-models/gradient/training-step.ts';
import { float32, sizeOf, type TensorData } from '../../native-models/graph/tensor.ts';
import { channelBlock } from './channel-block.ts';
import type {
  Batch,
  JudgedImage,
  Judgement,
  JudgeRequest,
  OpenTraining,
  StepResult,
  TrainingState,
} from './messages.ts';
import { predictImage } from './predict.ts';
import { openSession, type Session } from './runtime.ts';
import { Verdict } from './verdict.ts';

/** A set of arrays that holds the state; there are two, read and written in turn. */
type Buffers = Record<string, TensorData<'float32'>>;

export function architectureNamed(name: string): Architecture {
  const found = architectures.find((a) => a.name === name);
  if (found) return found;
  const names = architectures.map((a) => a.name).join(', ');
  throw new Failure('invalid-input', `There is no architecture named ${name}.`, `Choose one of ${names}.`, name);
}

/** The numbers that a training begins with: from a seed, or those of another network as far as they fit. */
function begin({ architecture, outputs, seed, start }: OpenTraining, layout: Layout): ModelState {
  if (!start) return initialState(layout, seed);
  const { numbers, ...from } = start;
  const source = { ...from, architecture: architectureNamed(from.architecture), state: numbers };
  return beginFrom(source, architectureNamed(architecture), outputs, seed).state;
}

/** A network under training: its step as a session, its numbers in two sets of arrays that take turns. */
export class TrainingSession {
  readonly #options: OpenTraining;
  readonly #architecture: Architecture;
  readonly #step: TrainingStep;
  readonly #session: Session;
  #now: Buffers;
  #next: Buffers;
  #count: number;
  #judged: readonly JudgedImage[] = [];

  private constructor(options: OpenTraining, step: TrainingStep, session: Session) {
    this.#options = options;
    this.#architecture = architectureNamed(options.architecture);
    this.#step = step;
    this.#session = session;
    const { layout } = step;
    const begun = options.state;
    const start = begun ?? { ...begin(options, layout), memory: [] };
    this.#now = {
      weights: float32([layout.size], start.weights.slice()),
      ...(layout.statisticsSize > 0 ? { statistics: float32([layout.statisticsSize], start.statistics.slice()) } : {}),
    };
    for (let i = 0; i < step.memory; i++)
      this.#now[`memory${i}`] = float32([layout.size], start.memory[i]?.slice() ?? new Float32Array(layout.size));
    this.#next = Object.fromEntries(
      Object.entries(this.#now).map(([name, { shape }]) => [name, float32(shape, new Float32Array(sizeOf(shape)))]),
    );
    this.#count = begun?.step ?? 0;
  }

  static async open(options: OpenTraining): Promise<TrainingSession> {
    const { provider } = options.device;
    const architecture = architectureNamed(options.architecture);
    const target = provider === 'cpu' ? 'cpu' : 'any';
    const block = provider === 'cpu' ? await channelBlock() : 0;
    const step = buildTrainingStep({ ...options, architecture, target, channelBlock: block });
    const given = options.state;
    if (given && given.weights.length !== step.layout.size)
      throw new Failure(
        'invalid-input',
        `The weights do not belong to ${architecture.title} with ${options.outputs} outputs.`,
        'Start from a model of the same architecture and classes, or from scratch.',
      );
    return new TrainingSession(options, step, await openSession(step.model, options.device));
  }

  get parameters(): number {
    return this.#step.layout.size;
  }

  /** One update of the weights. */
  async step(batch: Batch, rate: number): Promise<StepResult> {
    const { batch: n, height, width, outputs } = this.#options;
    const { kind, reduction = 1 } = this.#architecture;
    const pixels = n * height * width;
    const mapShape = [n, outputs, height / reduction, width / reduction];
    const expected = { segmentation: pixels, maps: sizeOf(mapShape), regression: n * outputs }[kind];
    const { importance } = batch;
    const complete = kind !== 'maps' || importance?.length === expected;
    if (batch.image.length !== pixels || batch.truth.length !== expected || !complete)
      throw new Failure(
        'internal',
        'A batch does not have the size that the training was opened with.',
        'Report this.',
      );
    const feeds: Record<string, TensorData> = {
      ...this.#now,
      image: float32([n, 1, height, width], batch.image),
      rate: float32([], [rate]),
      step: float32([], [this.#count + 1]),
    };
    if (kind === 'segmentation')
      feeds['labels'] = { type: 'int32', shape: [n, 1, height, width], data: Int32Array.from(batch.truth) };
    else if (importance) {
      feeds['maps'] = float32(mapShape, batch.truth);
      feeds['importance'] = float32(mapShape, importance);
    } else feeds['values'] = float32([n, outputs], Float32Array.from(batch.truth));
    this.#step.masks.forEach(({ name, shape, rate: dropped }, i) => {
      feeds[name] = dropoutMask(this.#options.seed, this.#count, i, shape, dropped);
    });
    const into = Object.fromEntries(Object.entries(this.#next).map(([name, value]) => [`${name}_next`, value]));
    const results = await this.#session.run(feeds, into);
    const loss = (results['loss'].data as Float32Array)[0];
    if (!Number.isFinite(loss))
      throw new Failure(
        'invalid-input',
        'The training went astray: the loss is no number any more.',
        'Lower the learning rate.',
      );
    [this.#now, this.#next] = [this.#next, this.#now];
    this.#count++;
    return { loss, overlaps: (results['overlaps']?.data as Float32Array | undefined) ?? null };
  }

  /** A copy of all numbers. */
  state(): TrainingState {
    const memory = Array.from({ length: this.#step.memory }, (_, i) => this.#now[`memory${i}`].data.slice());
    const statistics = this.#now['statistics']?.data.slice() ?? new Float32Array(0);
    return { weights: this.#now['weights'].data.slice(), statistics, memory, step: this.#count };
  }

  /** Keeps images that are judged again and again, so that they come over once. */
  keepJudged(images: readonly JudgedImage[]): void {
    this.#judged = images;
  }

  /** The network, as it stands, against labelled images, and what it makes of another one. */
  async judge(ask: JudgeRequest, between?: (done: number) => Promise<void>): Promise<Judgement> {
    const { outputs: classes, device, loss } = this.#options;
    const images = ask.images ?? this.#judged;
    const verdict = new Verdict(classes, loss);
    const model = writeForward(
      { architecture: this.#architecture, outputs: classes, state: this.state(), normalisation: 'given' },
      this.#step.layout,
    );
    const session = await openSession(model, device);
    const limits = {
      divisor: this.#architecture.divisor,
      measure: measureNetwork(this.#architecture, classes),
      classes,
      memory: ask.memory,
    };
    for (const [i, image] of images.entries()) {
      const found = await predictImage(session, image, limits, async (done) => between?.((i + done) / images.length));
      verdict.add(found, image.labels);
    }
    const shown = ask.watched ? await predictImage(session, ask.watched, limits) : null;
    await session.close();
    return { confusion: verdict.confusion, loss: verdict.loss, watched: shown && mostProbable(shown, classes) };
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

/** The most probable class of each pixel, and 255 times its probability. */
export function mostProbable(probabilities: Float32Array, classes: number): NonNullable<Judgement['watched']> {
  const pixels = probabilities.length / classes;
  const found = { classes: new Uint8Array(pixels), sure: new Uint8Array(pixels) };
  for (let i = 0; i < pixels; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (probabilities[k * pixels + i] > probabilities[best * pixels + i]) best = k;
    found.classes[i] = best;
    found.sure[i] = Math.round(255 * probabilities[best * pixels + i]);
  }
  return found;
}
