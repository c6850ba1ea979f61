/** Apple's PackBits (TIFF 6.0, section 9): runs and literals, a signed count before each. Returns the bytes made. */
export function unpackBits(packed: Uint8Array, out: Uint8Array): number {
  let at = 0;
  let made = 0;
  while (at < packed.length && made < out.length) {
    const count = (packed[at++] << 24) >> 24;
    if (count >= 0) {
      const run = Math.min(count + 1, out.length - made, packed.length - at);
      out.set(packed.subarray(at, at + run), made);
      at += run;
      made += run;
    } else if (count > -128) {
      const end = Math.min(out.length, made + 1 - count);
      out.fill(packed[at++], made, end);
      made = end;
    }
  }
  return made;
}
