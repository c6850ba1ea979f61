import { Failure } from '../failure.ts';
import type { Instance } from '../instance.ts';
import { decodeInstances, encodeInstances } from '../instance-codec.ts';

/** A particle as a person labelled it: a mask of its own, which others may overlap, and its class. */
export interface LabelledInstance extends Instance {
  /** Id of its class. */
  readonly classId: number;
  /** A person looked at it and agreed. */
  readonly reviewed: boolean;
}

/** Labelled instances as bytes: uint32 count, then 2 bytes each (class, 1 = reviewed), then what `encodeInstances` gives. */
export function encodeLabelled(instances: readonly LabelledInstance[]): Uint8Array<ArrayBuffer> {
  const body = encodeInstances(instances);
  const start = 4 + 2 * instances.length;
  const bytes = new Uint8Array(start + body.length);
  new DataView(bytes.buffer).setUint32(0, instances.length, true);
  instances.forEach(({ classId, reviewed }, i) => {
    bytes[4 + 2 * i] = classId;
    bytes[5 + 2 * i] = reviewed ? 1 : 0;
  });
  bytes.set(body, start);
  return bytes;
}

/** Throws `Failure` malformed. */
export function decodeLabelled(bytes: Uint8Array): LabelledInstance[] {
  const count =
    bytes.length < 4 ? -1 : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (count < 0 || bytes.length < 4 + 2 * count) {
    throw new Failure('malformed', "Stored labels can't be read: the data is cut off.", 'Load the image again.');
  }
  const instances = decodeInstances(bytes.subarray(4 + 2 * count));
  if (instances.length !== count) {
    throw new Failure('malformed', "Stored labels can't be read: particles are missing.", 'Load the image again.');
  }
  return instances.map((instance, i) => ({
    ...instance,
    classId: bytes[4 + 2 * i],
    reviewed: bytes[5 + 2 * i] === 1,
  }));
}

/** Gives labelled instances the numbers `first`, `first` + 1 ... in their order, in a copy. Throws `Failure` malformed. */
export function renumberLabelled(bytes: Uint8Array, first: number): Uint8Array<ArrayBuffer> {
  return encodeLabelled(decodeLabelled(bytes).map((instance, i) => ({ ...instance, id: first + i })));
}
