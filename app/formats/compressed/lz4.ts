/**
 * Fills `out` from one LZ4 block (LZ4 block format description 2022). False when the block is damaged, ends early, or
 * gives more or less than `out` holds; nothing beyond `out` is ever written.
 */
export function unpackLz4(packed: Uint8Array, out: Uint8Array): boolean {
  let from = 0;
  let to = 0;
  // Lengths of 15 go on in bytes of up to 255; NaN at the end of the data, with which no comparison holds.
  const longer = (short: number) => {
    if (short < 15) return short;
    let length = short;
    for (let byte = 255; byte === 255; length += byte) byte = from < packed.length ? packed[from++] : Number.NaN;
    return length;
  };
  while (from < packed.length) {
    const token = packed[from++];
    const literals = longer(token >> 4);
    if (!(from + literals <= packed.length && to + literals <= out.length)) return false;
    out.set(packed.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    // The last sequence is literals alone.
    if (from === packed.length) return to === out.length;
    if (from + 2 > packed.length) return false;
    const back = packed[from] + 256 * packed[from + 1];
    from += 2;
    const match = longer(token & 15) + 4;
    if (!(back > 0 && back <= to && to + match <= out.length)) return false;
    // A match may reach into what it writes, which repeats it.
    if (back >= match) out.copyWithin(to, to - back, to - back + match);
    else for (let i = to; i < to + match; i++) out[i] = out[i - back];
    to += match;
  }
  return false;
}
