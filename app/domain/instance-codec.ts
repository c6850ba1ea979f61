import { Failure } from './failure.ts';
import type { Instance, RunMask } from './instance.ts';

// Instances of one image frame as bytes, for the project file and between threads. Little-endian.
//   header   uint32 magic, uint32 count
//   index    count x 8 uint32: id, x, y, width, height, area, flags (1 = at border), end of its runs in the body
//   body     for each instance its runs as LEB128 pairs (gap since the end of the run before, length)
// The index has a fixed stride, so that one particle is decoded without touching the others.

const magic = 0x31_53_4e_49; // "INS1"
const headerBytes = 8;
const strideWords = 8;

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> 7; rest !== 0; rest >>>= 7) bytes++;
  return bytes;
}

/** Encodes instances in their order; a run of pixels takes two to four bytes. */
export function encodeInstances(instances: readonly Instance[]): Uint8Array<ArrayBuffer> {
  let bodyBytes = 0;
  for (const { mask } of instances) {
    let end = 0;
    for (let r = 0; r < mask.runs.length; r += 2) {
      bodyBytes += varintBytes(mask.runs[r] - end) + varintBytes(mask.runs[r + 1]);
      end = mask.runs[r] + mask.runs[r + 1];
    }
  }
  const bodyStart = headerBytes + instances.length * strideWords * 4;
  const bytes = new Uint8Array(bodyStart + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, instances.length, true);
  let at = bodyStart;
  const put = (value: number) => {
    let rest = value >>> 0;
    for (; rest > 127; rest >>>= 7) bytes[at++] = (rest & 127) | 128;
    bytes[at++] = rest;
  };
  for (let i = 0; i < instances.length; i++) {
    const { id, mask, area, atBorder } = instances[i];
    let end = 0;
    for (let r = 0; r < mask.runs.length; r += 2) {
      put(mask.runs[r] - end);
      put(mask.runs[r + 1]);
      end = mask.runs[r] + mask.runs[r + 1];
    }
    const row = [id, mask.x, mask.y, mask.width, mask.height, area, atBorder ? 1 : 0, at - bodyStart];
    for (let w = 0; w < strideWords; w++) view.setUint32(headerBytes + (i * strideWords + w) * 4, row[w], true);
  }
  return bytes;
}

/** Number of instances in encoded bytes. Throws `Failure` malformed. */
export function encodedCount(bytes: Uint8Array): number {
  return open(bytes).count;
}

/** Instance number `index` (0-based) of encoded bytes. Throws `Failure` malformed. */
export function decodeInstance(bytes: Uint8Array, index: number): Instance {
  const encoded = open(bytes);
  if (!(index >= 0 && index < encoded.count)) throw damaged('an instance is missing');
  return decodeAt(encoded, index);
}

/** All instances of encoded bytes, in their order. Throws `Failure` malformed. */
export function decodeInstances(bytes: Uint8Array): Instance[] {
  const encoded = open(bytes);
  return Array.from({ length: encoded.count }, (_, i) => decodeAt(encoded, i));
}

/** 1 for each instance that touches the image border, 0 for the others. */
export function encodedBorderFlags(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { view, count } = open(bytes);
  const flags = new Uint8Array(count);
  for (let i = 0; i < count; i++) flags[i] = view.getUint32(headerBytes + (i * strideWords + 6) * 4, true) & 1;
  return flags;
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly count: number;
  readonly bodyStart: number;
}

function damaged(what: string): Failure {
  return new Failure('malformed', `Stored particles can't be read: ${what}.`, 'Run the recipe on this image again.');
}

function open(bytes: Uint8Array): Encoded {
  if (bytes.length < headerBytes) throw damaged('the data is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (view.getUint32(0, true) !== magic) throw damaged('unknown encoding');
  const count = view.getUint32(4, true);
  const bodyStart = headerBytes + count * strideWords * 4;
  if (bodyStart > bytes.length) throw damaged('the data is cut off');
  return { bytes, view, count, bodyStart };
}

function decodeAt({ bytes, view, bodyStart }: Encoded, index: number): Instance {
  const row = headerBytes + index * strideWords * 4;
  const word = (w: number) => view.getUint32(row + w * 4, true);
  const start = index === 0 ? 0 : view.getUint32(row - 4, true);
  const stop = word(7);
  if (start > stop || bodyStart + stop > bytes.length) throw damaged('the data is cut off');
  let numbers = 0;
  for (let i = bodyStart + start; i < bodyStart + stop; i++) if (bytes[i] < 128) numbers++;
  const runs = new Uint32Array(numbers);
  let at = bodyStart + start;
  let end = 0;
  for (let n = 0; n < numbers; n++) {
    let value = 0;
    let shift = 0;
    for (; bytes[at] > 127; shift += 7) value |= (bytes[at++] & 127) << shift;
    value = (value | (bytes[at++] << shift)) >>> 0;
    // Even numbers are gaps, odd ones lengths; both advance the end of the run.
    runs[n] = n % 2 === 0 ? end + value : value;
    end += value;
  }
  const mask: RunMask = { x: word(1), y: word(2), width: word(3), height: word(4), runs };
  return { id: word(0), mask, area: word(5), atBorder: (word(6) & 1) === 1 };
}
