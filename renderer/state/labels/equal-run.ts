/** Bytes with the same memory seen four at a time, for looking along long runs. */
export interface Bytes {
  readonly data: Uint8Array;
  readonly words: Uint32Array;
}

/** `data` must begin at a multiple of four bytes in its buffer. */
export function bytesOf(data: Uint8Array): Bytes {
  return { data, words: new Uint32Array(data.buffer, data.byteOffset, data.length >> 2) };
}

/** Where the run of equal values that begins at `from` ends, at most `end`. */
export function equalRunEnd({ data, words }: Bytes, from: number, end: number): number {
  const value = data[from];
  let i = from + 1;
  while (i < end && (i & 3) !== 0) {
    if (data[i] !== value) return i;
    i++;
  }
  const four = Math.imul(value, 0x01010101) >>> 0;
  const last = end >> 2;
  let word = i >> 2;
  if (i < end && word < last) {
    while (word < last && words[word] === four) word++;
    i = word << 2;
  }
  while (i < end && data[i] === value) i++;
  return i;
}
