import { Failure } from '../failure.ts';

/** Reads what `ByteWriter` wrote. Throws `Failure` malformed where the bytes end too early. */
export class NumberReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    if (this.#at >= this.#bytes.length) throw damagedLabels('the data is cut off');
    return this.#bytes[this.#at++];
  }

  number(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
    throw damagedLabels('a number is too long');
  }

  bytes(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw damagedLabels('the data is cut off');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.bytes(this.#bytes.length - this.#at);
  }
}

export function damagedLabels(what: string): Failure {
  return new Failure(
    'malformed',
    `Stored labels can't be read: ${what}.`,
    'Undo the last change of the labels, or go back to an earlier state of the project.',
  );
}
