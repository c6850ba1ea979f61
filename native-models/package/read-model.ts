import { Failure } from '../../app/domain/failure.ts';
import { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import { ModelCard } from '../../app/domain/training/model-card.ts';
import { trainingConstants } from '../architectures/inference.ts';
import { layoutOf, type ModelState } from '../architectures/layout.ts';
import { architectures } from '../architectures/list.ts';
import { floatsOf } from '../graph/half.ts';
import { type OnnxModel, readOnnx } from '../graph/read-onnx.ts';
import { foreignModel } from './foreign.ts';
import { metadataKeys, tensorOfText } from './metadata.ts';
import type { TestTensors } from './write-model.ts';

/** What a model file holds. */
export type ReadModel =
  /** Made by this program: can be applied and trained further. */
  | { readonly kind: 'own'; readonly card: ModelCard; readonly state: ModelState; readonly test: TestTensors | null }
  /** Made elsewhere and taken in here before: its classes are named. */
  | {
      readonly kind: 'named';
      readonly card: ModelCard;
      readonly foreign: ForeignModel;
      readonly test: TestTensors | null;
    }
  /** Made elsewhere; a person must say what its channels are. */
  | {
      readonly kind: 'foreign';
      readonly producer: string;
      readonly found: ReturnType<typeof foreignModel>;
      readonly metadata: OnnxModel['metadata'];
    };

const damaged = (name: string, why: string) =>
  new Failure(
    'malformed',
    `${name} is a damaged model: ${why}.`,
    'Export the model again, or choose another file.',
    name,
  );

/**
 * Reads a model file. Throws `Failure`, with the file's name and what to do: `malformed` (no model, or a damaged one), `truncated`,
 * `unsupported` (weights in other files, an unknown architecture, inputs or outputs that are no image and maps).
 * @param sha256 of the bytes
 */
export function readModel(bytes: Uint8Array, name: string, sha256: string): ReadModel {
  const model = readOnnx(bytes, name);
  const text = model.metadata[metadataKeys.card];
  if (text === undefined) {
    if (model.inputs.length === 0 && model.constants.has('weights'))
      throw new Failure(
        'malformed',
        `${name} is the checkpoint of a training, not a finished model.`,
        'Resume the training with it, or choose the model.onnx beside it.',
        name,
      );
    return { kind: 'foreign', producer: model.producer, found: foreignModel(model, name), metadata: model.metadata };
  }
  const card = readCard(text, name, sha256);
  const test = testOf(model);
  const described = model.metadata[metadataKeys.foreign];
  if (described === undefined) return { kind: 'own', card, state: stateOf(model, card, name), test };
  const foreign = ForeignModel.safeParse(json(described));
  if (!foreign.success) throw damaged(name, 'what it says of its input and output can not be read');
  return { kind: 'named', card, foreign: foreign.data, test };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readCard(text: string, name: string, sha256: string): ModelCard {
  const value = json(text);
  if (value === null || typeof value !== 'object') throw damaged(name, 'its card is no JSON');
  const { format } = value as { format?: unknown };
  if (typeof format === 'number' && format > 1)
    throw new Failure(
      'unsupported',
      `${name} was made by a newer version of Morphoscope.`,
      'Update the program, or export the model from the older one.',
      name,
    );
  const card = ModelCard.safeParse({ ...value, sha256 });
  if (card.success) return card.data;
  const [issue] = card.error.issues;
  throw damaged(name, `its card is wrong at ${issue.path.join('.') || 'the top'} (${issue.message})`);
}

function stateOf(model: OnnxModel, card: ModelCard, name: string): ModelState {
  const architecture = architectures.find((a) => a.name === card.architecture);
  if (!architecture)
    throw new Failure(
      'unsupported',
      `${name} is a ${card.architecture ?? 'network without a name'}, which this version does not know.`,
      'Update the program, or choose another model.',
      name,
    );
  const numbers = (key: string) => {
    const constant = model.constants.get(key);
    return constant ? floatsOf(constant) : null;
  };
  const layout = layoutOf(architecture, card.classes.length);
  const weights = numbers(trainingConstants.weights);
  const statistics = layout.statisticsSize === 0 ? new Float32Array(0) : numbers(trainingConstants.statistics);
  if (weights?.length !== layout.size || statistics?.length !== layout.statisticsSize)
    throw damaged(name, `its weights are not those of ${architecture.title} with ${card.classes.length} classes`);
  if (!weights.every(Number.isFinite) || !statistics.every(Number.isFinite))
    throw damaged(name, 'some of its weights are no numbers');
  return { weights, statistics };
}

function testOf({ metadata }: OnnxModel): TestTensors | null {
  const input = tensorOfText(metadata[metadataKeys.testInput] ?? '');
  const output = tensorOfText(metadata[metadataKeys.testOutput] ?? '');
  return input && output ? { input, output } : null;
}
