import { deflateSync, inflateSync } from 'node:zlib';

/** A value as deflated JSON: file metadata is long and repeats itself. Numbers that JSON lacks (NaN) become null. */
export function packJson(value: unknown): Uint8Array {
  return deflateSync(JSON.stringify(value), { level: 6 });
}

/** The value of `packJson`; the caller knows its type. */
export function unpackJson(bytes: Uint8Array): unknown {
  return JSON.parse(inflateSync(bytes).toString('utf8'));
}
