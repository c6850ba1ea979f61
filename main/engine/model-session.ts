import { Failure } from '../../app/domain/failure.ts';
import type { Architecture } from '../../native-models/architectures/architecture.ts';
import { writeForward } from '../../native-models/architectures/inference.ts';
import { type Layout, layoutOf } from '../../native-models/architectures/layout.ts';
import { measureNetwork } from '../../native-models/architectures/measure.ts';
import { float32 } from '../../native-models/graph/tensor.ts';
import type { OpenModel, Predict } from './messages.ts';
import { predictImage } from './predict.ts';
import { openSession, type Session } from './runtime.ts';
import { architectureNamed } from './training-session.ts';

/** A finished network, ready to be applied. */
export class ModelSession {
  readonly #architecture: Architecture;
  readonly #outputs: number;
  readonly #session: Session;

  private constructor(architecture: Architecture, outputs: number, session: Session) {
    this.#architecture = architecture;
    this.#outputs = outputs;
    this.#session = session;
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
    const model = writeForward({ architecture, outputs, state: { weights, statistics }, normalisation }, layout);
    return new ModelSession(architecture, outputs, await openSession(model, options.device));
  }

  predict(image: Predict, between: (done: number) => Promise<void>): Promise<Float32Array> {
    const measure = measureNetwork(this.#architecture, this.#outputs);
    const { divisor, reduction } = this.#architecture;
    const limits = { divisor, reduction, measure, classes: this.#outputs, memory: image.memory };
    return predictImage(this.#session, image, limits, between);
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
