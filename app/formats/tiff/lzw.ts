const clearCode = 256;
const endCode = 257;
const mostCodes = 4096;

/**
 * TIFF's LZW (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, the width grown one code early. Fills
 * `out` and returns the number of bytes made; garbage ends early. A code's text is a stretch of what was already made:
 * the previous text and the byte after it.
 */
export function unpackLzw(packed: Uint8Array, out: Uint8Array): number {
  const starts = new Uint32Array(mostCodes);
  const lengths = new Uint32Array(mostCodes);
  let next = endCode + 1;
  let width = 9;
  let bits = 0;
  let held = 0;
  let at = 0;
  let made = 0;
  let lastStart = 0;
  let lastLength = 0;
  while (made < out.length) {
    while (held < width) {
      if (at >= packed.length) return made;
      bits = ((bits << 8) | packed[at++]) & 0xff_ffff;
      held += 8;
    }
    const code = (bits >> (held - width)) & ((1 << width) - 1);
    held -= width;
    if (code === clearCode) {
      next = endCode + 1;
      width = 9;
      lastLength = 0;
      continue;
    }
    if (code === endCode) return made;
    if (lastLength > 0 && next < mostCodes) {
      starts[next] = lastStart;
      lengths[next] = lastLength + 1;
      next++;
    }
    const start = made;
    if (code < clearCode) out[made++] = code;
    else {
      if (code >= next) return made;
      let from = starts[code];
      const end = Math.min(out.length, made + lengths[code]);
      while (made < end) out[made++] = out[from++];
    }
    lastStart = start;
    lastLength = made - start;
    if (next >= (1 << width) - 1 && width < 12) width++;
  }
  return made;
}
