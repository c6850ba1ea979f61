/** The few wire types of Protocol Buffers that ONNX uses: varint (0), 64 bit (1, skipped), bytes (2), 32 bit (5). */
export class ProtobufWriter {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  int(field: number, value: number | bigint): this {
    return this.#push(varint(field * 8)).#push(varint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(varint(field * 8 + 5)).#push(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#push(varint(field * 8 + 2))
      .#push(varint(value.length))
      .#push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, fill: (inner: ProtobufWriter) => void): this {
    const inner = new ProtobufWriter();
    fill(inner);
    this.#push(varint(field * 8 + 2)).#push(varint(inner.#length));
    for (const piece of inner.#pieces) this.#push(piece);
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    const out = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#pieces) {
      out.set(piece, at);
      at += piece.length;
    }
    return out;
  }

  #push(piece: Uint8Array): this {
    this.#pieces.push(piece);
    this.#length += piece.length;
    return this;
  }
}

/** Little-endian groups of seven bits; negative numbers as their 64-bit two's complement. */
function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}

export interface ProtobufField {
  readonly field: number;
  /** Varints and fixed numbers. */
  readonly int: bigint;
  readonly float: number;
  /** Content of a length-delimited field, a view of the input. */
  readonly bytes: Uint8Array;
}

const nothing = new Uint8Array(0);

/** The fields of a message in file order. Throws RangeError where the bytes end early or are no message. */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  const next = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (at >= bytes.length) throw new RangeError('the message ends inside a number');
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, value);
    }
    throw new RangeError('a number has too many bytes');
  };
  while (at < bytes.length) {
    const key = Number(next());
    const field = Math.floor(key / 8);
    const wire = key & 7;
    if (field < 1) throw new RangeError('a field has no number');
    if (wire === 0) yield { field, int: next(), float: 0, bytes: nothing };
    else if (wire === 2) {
      const length = Number(next());
      if (length < 0 || at + length > bytes.length) throw new RangeError('a field is longer than the message');
      yield { field, int: 0n, float: 0, bytes: bytes.subarray(at, at + length) };
      at += length;
    } else if (wire === 5 || wire === 1) {
      const length = wire === 5 ? 4 : 8;
      if (at + length > bytes.length) throw new RangeError('the message ends inside a number');
      const float = wire === 5 ? view.getFloat32(at, true) : view.getFloat64(at, true);
      yield { field, int: 0n, float, bytes: bytes.subarray(at, at + length) };
      at += length;
    } else throw new RangeError(`wire type ${wire} is not used by ONNX`);
  }
}

/** Varints of a repeated field, packed or not. */
export function protobufInts(field: ProtobufField): bigint[] {
  if (field.bytes.length === 0) return [field.int];
  const out: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of field.bytes) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) continue;
    out.push(BigInt.asIntN(64, value));
    value = 0n;
    shift = 0n;
  }
  return out;
}
