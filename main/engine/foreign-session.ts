import { Failure } from '../../app/domain/failure.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import { float32, type TensorData } from '../../native-models/graph/tensor.ts';
import { testImage } from '../../native-models/package/write-model.ts';
import { greyScale } from './grey-scale.ts';
import type { Predict } from './messages.ts';
import { predictImage } from './predict.ts';
import { openSession, type Session, type SessionChoice } from './runtime.ts';

/** What a network from elsewhere needs for each pixel is not known: as much as a large one of ours. */
const bytesPerPixel = 6000;
/** How far it sees is not known either; farther than this it mostly does not. */
const radius = 64;
/** Networks halve their image up to so many times; sizes that this divides suit nearly all. */
const divisor = 32;

function softmax(values: Float32Array, classes: number): Float32Array {
  const pixels = values.length / classes;
  const out = new Float32Array(values.length);
  for (let i = 0; i < pixels; i++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classes; k++) most = Math.max(most, values[k * pixels + i]);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += out[k * pixels + i] = Math.exp(values[k * pixels + i] - most);
    for (let k = 0; k < classes; k++) out[k * pixels + i] /= sum;
  }
  return out;
}

/** Probabilities of all classes, which add up to 1, from what the network gives. One channel is that of the second class. */
function probabilitiesOf(values: Float32Array, { channels, values: kind }: ForeignModel): Float32Array {
  if (channels > 1) return kind === 'scores' ? softmax(values, channels) : values;
  const out = new Float32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    const p = kind === 'scores' ? 1 / (1 + Math.exp(-values[i])) : Math.min(1, Math.max(0, values[i]));
    out[i] = 1 - p;
    out[values.length + i] = p;
  }
  return out;
}

/** Classes that a person sees: a single channel is a particle beside a background. */
export const classesOf = ({ channels }: Pick<ForeignModel, 'channels'>): number => Math.max(2, channels);

const strange = (name: string, why: string) =>
  new Failure(
    'unsupported',
    `${name} can't be used here: ${why}.`,
    'Export a network that gives one map a class, as large as its image.',
    name,
  );

/** Runs a network from elsewhere on a small image to see how many channels it gives and whether they are probabilities. */
export async function tryForeign(
  bytes: Uint8Array,
  name: string,
  found: Pick<ForeignModel, 'input' | 'output' | 'side'> & Partial<Pick<ForeignModel, 'scale'>>,
  device: SessionChoice,
): Promise<ForeignModel> {
  const session = await openSession(bytes, { ...device, optimise: 'basic' });
  try {
    const side = found.side ?? 64;
    const { data } = testImage();
    const scale = found.scale ?? 'deviation';
    const { shift, factor } = greyScale(data, scale);
    const image = Float32Array.from({ length: side * side }, (_, i) => {
      const at = (Math.floor(i / side) % 64) * 64 + ((i % side) % 64);
      return (data[at] - shift) / factor;
    });
    const results = await session
      .run({ [found.input]: float32([1, 1, side, side], image) })
      .catch((thrown: unknown) => {
        throw strange(name, `it fails on an image (${thrown instanceof Error ? thrown.message : String(thrown)})`);
      });
    const { shape, data: values } = results[found.output];
    const [, channels] = shape;
    if (shape.length !== 4 || shape[2] !== side || shape[3] !== side || channels < 1 || channels > 250)
      throw strange(name, `for an image of ${side} × ${side} px it gives [${shape.join(', ')}]`);
    const kind = areProbabilities(values as Float32Array, channels) ? 'probabilities' : 'scores';
    return { input: found.input, output: found.output, side: found.side, channels, scale, values: kind };
  } finally {
    await session.close();
  }
}

/** Whether values lie within 0..1 and, of several channels, add up to 1. */
function areProbabilities(values: Float32Array, channels: number): boolean {
  if (values.some((v) => v < -1e-4 || v > 1 + 1e-4)) return false;
  const pixels = values.length / channels;
  if (channels === 1) return true;
  for (let i = 0; i < pixels; i++) {
    let sum = 0;
    for (let k = 0; k < channels; k++) sum += values[k * pixels + i];
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/** A network from elsewhere, applied to whole images tile by tile as ours are. */
export class ForeignSession {
  readonly #session: Session;
  readonly #model: ForeignModel;

  private constructor(session: Session, model: ForeignModel) {
    this.#session = session;
    this.#model = model;
  }

  static async open(bytes: Uint8Array, model: ForeignModel, device: SessionChoice): Promise<ForeignSession> {
    return new ForeignSession(await openSession(bytes, device), model);
  }

  predict(image: Predict, between: (done: number) => Promise<void>): Promise<Float32Array> {
    const model = this.#model;
    const { shift, factor } = greyScale(image.pixels, model.scale);
    const adapter: Session = {
      inputs: ['image'],
      outputs: ['probabilities'],
      run: async ({ image: tile }) => {
        const { shape } = tile;
        const scaled = (tile.data as Float32Array).map((v) => (v - shift) / factor);
        const given = this.#fitted(float32(shape, scaled));
        const made = (await this.#session.run({ [model.input]: given }))[model.output];
        const values = this.#cut(made, shape);
        const [, , height, width] = shape;
        const data = probabilitiesOf(values, model);
        return { probabilities: float32([1, classesOf(model), height, width], data) };
      },
      close: () => this.#session.close(),
    };
    const side = model.side;
    const limits = {
      divisor: side === null ? divisor : 1,
      measure: { radius: side === null ? radius : Math.min(radius, Math.floor(side / 8)), bytesPerPixel },
      classes: classesOf(model),
      memory: image.memory,
      ...(side === null ? {} : { side }),
    };
    return predictImage(adapter, image, limits, between);
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  /** A tile in the only size that the network takes, continued by its last row and column. */
  #fitted(tile: TensorData<'float32'>): TensorData<'float32'> {
    const { side } = this.#model;
    const [, , height, width] = tile.shape;
    if (side === null || (height === side && width === side)) return tile;
    const data = new Float32Array(side * side);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        data[y * side + x] = tile.data[Math.min(height - 1, y) * width + Math.min(width - 1, x)];
    return float32([1, 1, side, side], data);
  }

  #cut({ data, shape }: TensorData, [, , height, width]: readonly number[]): Float32Array {
    const [, channels, rows, columns] = shape;
    const values = data as Float32Array;
    if (rows === height && columns === width) return values;
    const out = new Float32Array(channels * height * width);
    for (let k = 0; k < channels; k++)
      for (let y = 0; y < height; y++) {
        const from = (k * rows + y) * columns;
        out.set(values.subarray(from, from + width), (k * height + y) * width);
      }
    return out;
  }
}
