import { canonicalJson } from '../../app/domain/canonical-json.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import type { ModelCard } from '../../app/domain/training/model-card.ts';
import { random } from '../../app/math/random.ts';
import type { Architecture } from '../architectures/architecture.ts';
import { writeForward } from '../architectures/inference.ts';
import { layoutOf, type ModelState } from '../architectures/layout.ts';
import { ProtobufWriter } from '../graph/protobuf.ts';
import { float32, type TensorData } from '../graph/tensor.ts';
import { metadataKeys, tensorText } from './metadata.ts';
import { prepared } from './preparation.ts';

/** Images that a model was run on and what it answered, so that anyone can check that it runs the same elsewhere. */
export interface TestTensors {
  readonly input: TensorData<'float32'>;
  readonly output: TensorData<'float32'>;
}

/** Side of the image that models are tried with, px. */
const testSide = 64;

/** A small micrograph-like image [1, 1, 64, 64] in counts: blobs on noise. Always the same. */
export function testImage(): TensorData<'float32'> {
  const draw = random(64);
  const data = Float32Array.from({ length: testSide * testSide }, () => Math.round(draw.normal(1000, 40)));
  for (let blob = 0; blob < 5; blob++) {
    const [x0, y0, r] = [draw.uniform(8, 56), draw.uniform(8, 56), draw.uniform(4, 10)];
    for (let i = 0; i < data.length; i++)
      if (Math.hypot((i % testSide) - x0, Math.floor(i / testSide) - y0) < r) data[i] += 300;
  }
  return float32([1, 1, testSide, testSide], data);
}

/** The card as it travels inside the file that its hash would name. */
const cardText = (card: ModelCard): string => canonicalJson({ ...card, sha256: undefined });

const testEntries = (test: TestTensors | null): Record<string, string> =>
  test === null
    ? {}
    : { [metadataKeys.testInput]: tensorText(test.input), [metadataKeys.testOutput]: tensorText(test.output) };

/**
 * A trained network as one self-contained ONNX file: `image` float32 [batch, 1, height, width] in grey levels of any scale to
 * `probabilities` [batch, K, height, width]; hits, median, zero mean and unit deviation of the image are computed inside (`preparation.ts`). Weights to train on stand
 * beside, as constants that no node reads. Throws `Failure` invalid-input when card and numbers do not fit.
 * @param test null while what it answers is not known yet
 */
export function writeModel(
  architecture: Architecture,
  card: ModelCard,
  state: ModelState,
  test: TestTensors | null,
): Uint8Array<ArrayBuffer> {
  const outputs = card.classes.length;
  const layout = layoutOf(architecture, outputs);
  if (state.weights.length !== layout.size || state.statistics.length !== layout.statisticsSize)
    throw new Failure(
      'invalid-input',
      `The weights of ${card.title} do not belong to ${architecture.title} with ${outputs} outputs.`,
      'Choose the model again or another one.',
    );
  return writeForward(
    {
      architecture,
      outputs,
      state,
      normalisation: 'image',
      anySize: true,
      prepare: (graph, image) => prepared(graph, image, card.preprocessing),
      trainable: true,
      metadata: { [metadataKeys.card]: cardText(card), ...testEntries(test) },
    },
    layout,
  );
}

/** The bytes of any ONNX model with entries added to its metadata; they win over entries of the same name that it has. */
export function withMetadata(model: Uint8Array, entries: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
  const added = new ProtobufWriter();
  // a message may be continued: repeated fields at its end are read as if they stood with the others
  for (const [key, value] of Object.entries(entries)) added.message(14, (entry) => entry.text(1, key).text(2, value));
  const tail = added.finish();
  const out = new Uint8Array(model.length + tail.length);
  out.set(model);
  out.set(tail, model.length);
  return out;
}

/** A model from elsewhere with our card in it. @param foreign what `foreign.ts` found out about it */
export const withCard = (
  model: Uint8Array,
  card: ModelCard,
  foreign: ForeignModel,
  test: TestTensors | null,
): Uint8Array<ArrayBuffer> =>
  withMetadata(model, {
    [metadataKeys.card]: cardText(card),
    [metadataKeys.foreign]: canonicalJson(foreign),
    ...testEntries(test),
  });
