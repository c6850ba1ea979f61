import { fromBase64, toBase64 } from '../../app/math/base64.ts';
import { float32, sizeOf, type TensorData } from '../graph/tensor.ts';

/** Keys under which a model file keeps what the program needs, in `metadata_props`. */
export const metadataKeys = {
  /** The card as canonical JSON, without the hash of the file that it stands in. */
  card: 'morphoscope.card',
  /** How grey levels must be prepared and what the output is; only of models from elsewhere. */
  foreign: 'morphoscope.foreign',
  testInput: 'morphoscope.test.input',
  testOutput: 'morphoscope.test.output',
} as const;

/** A tensor as text: shape, a colon, little-endian float32 as Base64. */
export const tensorText = ({ shape, data }: TensorData<'float32'>): string =>
  `${shape.join(',')}:${toBase64(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))}`;

/** Null when the text is no tensor. */
export function tensorOfText(text: string): TensorData<'float32'> | null {
  const [head, body = ''] = text.split(':');
  const shape = head.split(',').map(Number);
  const bytes = fromBase64(body);
  if (!shape.every((n) => Number.isInteger(n) && n > 0) || bytes?.length !== 4 * sizeOf(shape)) return null;
  return float32(shape, new Float32Array(bytes.buffer));
}
