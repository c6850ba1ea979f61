/** How many pixels have each value or colour, over all pages. */
export function countValues(pages: readonly Uint32Array[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const page of pages) {
    for (let i = 0; i < page.length; ) {
      const value = page[i];
      const from = i++;
      while (i < page.length && page[i] === value) i++;
      counts.set(value, (counts.get(value) ?? 0) + i - from);
    }
  }
  return counts;
}

const red = (c: number) => (c >> 16) & 255;
const green = (c: number) => (c >> 8) & 255;
const blue = (c: number) => c & 255;

/** Distance of two colours 0xrrggbb in RGB, 0..442. */
export function colourDistance(a: number, b: number): number {
  return Math.hypot(red(a) - red(b), green(a) - green(b), blue(a) - blue(b));
}

/** Distance of a colour from the line between two others, and where its foot lies: 0 at `a`, 1 at `b`. */
function between(c: number, a: number, b: number): { readonly off: number; readonly at: number } {
  const [dx, dy, dz] = [red(b) - red(a), green(b) - green(a), blue(b) - blue(a)];
  const [px, py, pz] = [red(c) - red(a), green(c) - green(a), blue(c) - blue(a)];
  const at = (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz);
  return { off: Math.hypot(px - at * dx, py - at * dy, pz - at * dz), at };
}

/** Colours that are nearer than this are one class with noise: JPEG shifts flat colours by about 10. */
export const noise = 40;
/** Colours of an image that nobody drew blurred. */
const fewColours = 12;
/** A mixture of two colours lies nearer than this to the line between them. */
const mixtureWidth = 24;
/** Shades between two colours that make a soft edge. */
const softShades = 3;
/** A mixture has at most this share of the rarer of the two colours' pixels. */
const mixtureShare = 0.1;
/** More than this are no classes. */
export const mostColours = 64;

/**
 * The colours that were meant, most frequent first. Noise around a colour and mixtures along soft edges are left out:
 * what lies within `noise` of a more frequent colour in an image of many colours, and what is rare and lies between two
 * frequent ones with at least two other shades. All colours of an image of few are meant unless they are mixtures.
 */
export function meantColours(counts: ReadonlyMap<number, number>): number[] {
  let total = 0;
  for (const count of counts.values()) total += count;
  const least = counts.size <= fewColours ? 1 : Math.max(8, 2e-5 * total);
  const candidates = [...counts].filter(([, count]) => count >= least).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const meant: [number, number][] = [];
  for (const [colour, count] of candidates) {
    const near = counts.size > fewColours && meant.some(([m]) => colourDistance(m, colour) < noise);
    if (near || isMixture(colour, count, meant, counts)) continue;
    meant.push([colour, count]);
    if (meant.length > mostColours) break;
  }
  return meant.map(([colour]) => colour);
}

function isMixture(
  colour: number,
  count: number,
  meant: readonly (readonly [number, number])[],
  counts: ReadonlyMap<number, number>,
): boolean {
  for (let i = 0; i < meant.length; i++) {
    for (let j = 0; j < i; j++) {
      const [[a, ofA], [b, ofB]] = [meant[i], meant[j]];
      if (count > mixtureShare * Math.min(ofA, ofB)) continue;
      if (!isBetween(colour, a, b)) continue;
      let shades = 0;
      for (const other of counts.keys()) {
        if (isBetween(other, a, b)) shades++;
        if (shades >= softShades) return true;
      }
    }
  }
  return false;
}

function isBetween(colour: number, a: number, b: number): boolean {
  if (colour === a || colour === b) return false;
  const { off, at } = between(colour, a, b);
  return off < mixtureWidth && at > 0 && at < 1;
}

/** Index of the nearest of some colours; the first of equally near ones. */
export function nearestColour(
  colour: number,
  colours: readonly number[],
): { readonly index: number; readonly distance: number } {
  let index = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let i = 0; i < colours.length; i++) {
    const d = colourDistance(colour, colours[i]);
    if (d < distance) {
      distance = d;
      index = i;
    }
  }
  return { index, distance };
}
