import { Failure } from '../../app/domain/failure.ts';
import type { ForeignModel } from '../../app/domain/training/foreign-model.ts';
import type { OnnxModel, OnnxValue } from '../graph/read-onnx.ts';

/** The newest operator set that the runtime is known to read, and the oldest. */
const [oldest, newest] = [7, 24];

function refuse(name: string, why: string): Failure {
  return new Failure(
    'unsupported',
    `${name} can't be used here: ${why}.`,
    'Export a network with one grey image [1, 1, height, width] as input and one output [1, classes, height, width].',
    name,
  );
}

const fixed = (length: number | string | null): length is number => typeof length === 'number' && length > 0;

/** The only value with four axes; null when there are several or none. */
function onlyImage(values: readonly OnnxValue[]): OnnxValue | null {
  const images = values.filter(({ type, shape }) => type === 'float32' && (shape.length === 4 || shape.length === 0));
  return images.length === 1 && values.length === 1 ? images[0] : null;
}

/**
 * Whether a network from elsewhere takes one grey image and gives one map a class, as far as the file says it: what is left open is found
 * out by running it. Throws `Failure` unsupported with the reason.
 */
export function foreignModel(
  model: OnnxModel,
  name: string,
): Pick<ForeignModel, 'input' | 'output' | 'side'> & { readonly channels: number | null } {
  if (model.operatorSet < oldest || model.operatorSet > newest)
    throw refuse(name, `it is written in operator set ${model.operatorSet}, and ${oldest} to ${newest} are known`);
  const input = onlyImage(model.inputs);
  if (input === null) throw refuse(name, `it has ${described(model.inputs)} as input, not one grey image`);
  const output = onlyImage(model.outputs);
  if (output === null) throw refuse(name, `it gives ${described(model.outputs)}, not one map a class`);
  const [batch, bands, height, width] = input.shape;
  if (fixed(batch ?? null) && batch !== 1) throw refuse(name, `it takes ${batch} images at a time`);
  if (fixed(bands ?? null) && bands !== 1) throw refuse(name, `its image has ${bands} channels, a micrograph has one`);
  if (fixed(height ?? null) !== fixed(width ?? null) || (fixed(height ?? null) && height !== width))
    throw refuse(name, `its image is ${height} × ${width} px; only squares and free sizes are known`);
  const side = fixed(height ?? null) ? (height as number) : null;
  const [, channels, outHeight] = output.shape;
  if (side !== null && fixed(outHeight ?? null) && outHeight !== side)
    throw refuse(name, `its maps have ${outHeight} rows for ${side} of the image`);
  return {
    input: input.name,
    output: output.name,
    side,
    channels: fixed(channels ?? null) ? (channels as number) : null,
  };
}

function described(values: readonly OnnxValue[]): string {
  if (values.length === 0) return 'nothing';
  return values.map(({ name, shape }) => `${name} [${shape.map((n) => n ?? '?').join(', ')}]`).join(' and ');
}
