import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '../../app/domain/failure.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import type { ModelFile, TrainedNumbers } from '../../app/ports/models.ts';
import { float32 } from '../../native-models/graph/tensor.ts';
import { type ReadModel, readModel } from '../../native-models/package/read-model.ts';
import { testImage, withCard, writeModel } from '../../native-models/package/write-model.ts';
import { classesOf, ForeignSession, tryForeign } from './foreign-session.ts';
import { ModelSession } from './model-session.ts';
import { openSession, type SessionChoice } from './runtime.ts';
import { architectureNamed } from './training-session.ts';

/** The processor runs the test image: its answer is what other machines are compared with. */
const processor: SessionChoice = { provider: 'cpu', threads: 1, optimise: 'basic' };
/** Room for the small image. */
const memory = 5e8;
const never = async () => undefined;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** See `ModelDesk.pack`. */
export async function packModel(card: ModelCard, numbers: TrainedNumbers): Promise<Uint8Array> {
  const architecture = architectureNamed(card.architecture ?? '');
  if (architecture.kind !== 'segmentation')
    throw new Failure(
      'unsupported',
      `${card.title} is no network that tells classes apart, so it can't be packed as one.`,
      'Choose another model.',
    );
  const session = await openSession(writeModel(architecture, card, numbers, null), processor);
  const input = testImage();
  const { probabilities } = await session.run({ image: input });
  await session.close();
  const output = float32(probabilities.shape, probabilities.data as Float32Array);
  return writeModel(architecture, card, numbers, { input, output });
}

/** See `ModelDesk.packForeign`. */
export async function packForeign(bytes: Uint8Array, card: ModelCard, model: ForeignModel): Promise<Uint8Array> {
  if (card.classes.length !== classesOf(model))
    throw new Failure(
      'invalid-input',
      `${card.title} tells ${classesOf(model)} classes apart; ${card.classes.length} were named.`,
      'Name one class a channel, in their order.',
    );
  const input = testImage();
  const session = await ForeignSession.open(bytes, model, processor);
  const [, , height, width] = input.shape;
  const data = await session.predict({ pixels: input.data, width, height, memory }, never);
  await session.close();
  return withCard(bytes, { ...card, architecture: null }, model, {
    input,
    output: float32([1, classesOf(model), height, width], data),
  });
}

/** See `ModelDesk.unpack`. */
export async function unpackModel(bytes: Uint8Array, name: string): Promise<ModelFile> {
  const read = readModel(bytes, name, sha256(bytes));
  if (read.kind === 'own') return { kind: 'own', card: read.card, numbers: read.state, test: read.test };
  if (read.kind === 'named') return { kind: 'own', card: read.card, numbers: null, test: read.test };
  const model = await tryForeign(bytes, name, read.found, processor);
  return { kind: 'foreign', producer: read.producer, classes: classesOf(model), model };
}

/** The card of a model file, for those who only ask what it is. */
export async function readModelFile(file: string): Promise<{ bytes: Uint8Array; read: ReadModel }> {
  const name = path.basename(file);
  const bytes = await readFile(file).catch((thrown: unknown) => {
    const missing = (thrown as { code?: string }).code === 'ENOENT';
    throw new Failure(
      missing ? 'not-found' : 'unreadable',
      missing ? `There is no model file ${file}.` : `The model file ${file} can't be read.`,
      'Check the path, or choose a model by its name.',
      file,
    );
  });
  return { bytes, read: readModel(bytes, name, sha256(bytes)) };
}

/** A model file, ready to be applied. Throws what reading and loading throw; a file whose classes nobody named is `unsupported`. */
export async function openModelFile(
  file: string,
  device: SessionChoice,
): Promise<{ session: ModelSession | ForeignSession; card: ModelCard }> {
  const { bytes, read } = await readModelFile(file);
  if (read.kind === 'foreign')
    throw new Failure(
      'unsupported',
      `${path.basename(file)} was made elsewhere and does not say what its channels are.`,
      'Import it first (morphoscope models import) and name its classes.',
      file,
    );
  if (read.kind === 'named')
    return { session: await ForeignSession.open(bytes, read.foreign, device), card: read.card };
  const { card, state } = read;
  const { architecture, classes } = card;
  const open = { architecture: architecture ?? '', outputs: classes.length, ...state, device };
  return { session: await ModelSession.open(open), card };
}
