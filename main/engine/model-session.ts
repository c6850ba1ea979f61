import { Failure } from '../../app/domain/failure.ts';
import type { Architecture } from '../../native-models/architectures/architecture.ts';
import { forwardGraph, namesOf } from '../../native-models/architectures/inference.ts';
import { type Layout, layoutOf } from '../../native-models/architectures/layout.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import type { Graph } from '../../native-models/graph/graph.ts';
import { float32, type TensorData } from '../../native-models/graph/tensor.ts';
import { writeOnnx } from '../../native-models/graph/write-onnx.ts';
import type { OpenModel, Predict, Prediction } from './messages.ts';
import { type PredictLimits, predictImage } from './predict.ts';
import { tryReduced } from './reduced-form.ts';
import { openSession, type Session, type SessionChoice } from './runtime.ts';
import { imageStatistics } from './tiles.ts';
import { architectureNamed } from './training-session.ts';

/** Images of fewer pixels are done before the reduced form would be ready. */
const largePixels = 8_000_000;
/** Side of the parts of an image that the reduced form is made for and tried on, px, and how many. */
const partSide = 256;
const [learned, tried] = [10, 6];
/** Steps of a sequence that fills a square evenly and repeats no grid (M. Roberts, R2, from the plastic number). */
const [stepX, stepY] = [0.7548776662466927, 0.5698402909980532];

/** Parts spread over an image: nothing that repeats in it is seen always or never. */
function partsOf({ pixels, width, height }: Predict): TensorData<'float32'>[] {
  return Array.from({ length: learned + tried }, (_, i) => {
    const x = Math.floor(((0.5 + stepX * (i + 1)) % 1) * (width - partSide));
    const y = Math.floor(((0.5 + stepY * (i + 1)) % 1) * (height - partSide));
    const part = new Float32Array(partSide * partSide);
    for (let row = 0; row < partSide; row++) {
      const from = (y + row) * width + x;
      part.set(pixels.subarray(from, from + partSide), row * partSide);
    }
    return float32([1, 1, partSide, partSide], part);
  });
}

/** A finished network, ready to be applied. */
export class ModelSession {
  readonly #architecture: Architecture;
  readonly #outputs: number;
  readonly #graph: Graph;
  readonly #session: Session;
  readonly #device: SessionChoice;
  /** 8 bits were no gain on this computer. */
  #slow = false;

  private constructor(
    architecture: Architecture,
    outputs: number,
    graph: Graph,
    session: Session,
    device: SessionChoice,
  ) {
    this.#architecture = architecture;
    this.#outputs = outputs;
    this.#graph = graph;
    this.#session = session;
    this.#device = device;
  }

  static async open(options: OpenModel): Promise<ModelSession> {
    const { outputs, weights, statistics } = options;
    const architecture = architectureNamed(options.architecture);
    const layout: Layout = layoutOf(architecture, outputs);
    if (weights.length !== layout.size || statistics.length !== layout.statisticsSize)
      throw new Failure(
        'malformed',
        `The weights do not belong to ${architecture.title} with ${outputs} outputs.`,
        'Choose the model again or another one.',
      );
    const normalisation = architecture.kind === 'regression' ? 'none' : 'given';
    const graph = forwardGraph({ architecture, outputs, state: { weights, statistics }, normalisation }, layout);
    const session = await openSession(writeOnnx(graph, namesOf(architecture)), options.device);
    return new ModelSession(architecture, outputs, graph, session, options.device);
  }

  predict(image: Predict, between: (done: number) => Promise<void>): Promise<Float32Array> {
    return predictImage(this.#session, image, this.#limits(image.memory), between);
  }

  #limits(memory: number): PredictLimits {
    const measure = measureNetwork(this.#architecture, this.#outputs);
    const { divisor, reduction } = this.#architecture;
    return { divisor, reduction, measure, classes: this.#outputs, memory };
  }

  /** As `predict`; large images in whole numbers of 8 bits, where they may and it is worth it. */
  async answer(image: Predict, between: (done: number) => Promise<void>): Promise<Prediction> {
    const { width, height } = image;
    const large = width * height >= largePixels && Math.min(width, height) >= partSide;
    const small =
      image.reduced === true && large && this.#device.provider === 'cpu' ? await this.#reducedFor(image) : null;
    if (small === null) return { values: await this.predict(image, between), reduced: false };
    const values = await predictImage(small, image, this.#limits(image.memory), between);
    await small.close();
    return { values, reduced: true };
  }

  /** The network in 8 bits, made for this image; null where that is no gain. */
  async #reducedFor(image: Predict): Promise<Session | null> {
    const { kind } = this.#architecture;
    if (kind !== 'segmentation' || this.#slow) return null;
    const { mean, deviation } = imageStatistics(image.pixels);
    const normalisation = float32([2], [mean, deviation]);
    const parts = partsOf(image).map((part) => ({ image: part, normalisation }));
    const names = namesOf(this.#architecture);
    const trial = await tryReduced(
      this.#graph,
      names,
      this.#session,
      this.#outputs,
      {
        learned: parts.slice(0, learned),
        tried: parts.slice(learned),
      },
      this.#device,
    );
    if (trial.good) return trial.session;
    // what is not faster here will not be faster for the next image either
    if (trial.gain < 1) this.#slow = true;
    await trial.session.close();
    return null;
  }

  async regress(crops: Float32Array): Promise<Float32Array> {
    const side = this.#architecture.divisor;
    const image = float32([crops.length / (side * side), 1, side, side], crops);
    return (await this.#session.run({ image }))['values'].data as Float32Array;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
