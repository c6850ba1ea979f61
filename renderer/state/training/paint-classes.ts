import { type ClassMap, noClass } from '../../client/training-bytes.ts';

/** `#rrggbb` as bytes. */
export function rgbOf(colour: string): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** A picture of RGBA bytes, not multiplied by alpha. */
export interface Painted {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** What is drawn over a micrograph: classes, what differs from the truth, or how unsure the network is. */
export type Overlay = 'prediction' | 'errors' | 'doubt';

const amber = [240, 177, 60] as const;

/**
 * Draws a map of classes over a micrograph, at most `longest` px a side: each drawn pixel is the one in the middle of those
 * it stands for. Classes whose colour is null are drawn as nothing, as background is. `errors` draws only what differs from
 * `truth`, in the colour of the class that was found; what should be there and was not found is amber. `doubt` draws amber
 * the more the less sure.
 */
export function paintClasses(
  map: ClassMap,
  colours: readonly (string | null)[],
  longest: number,
  overlay: Overlay = 'prediction',
  truth: ClassMap | null = null,
  sureness: Uint8Array | null = null,
): Painted {
  const shrink = Math.max(1, Math.max(map.width, map.height) / longest);
  const width = Math.max(1, Math.round(map.width / shrink));
  const height = Math.max(1, Math.round(map.height / shrink));
  const rgba = new Uint8ClampedArray(width * height * 4);
  const tones = colours.map((colour) => (colour === null ? null : rgbOf(colour)));
  for (let y = 0; y < height; y++) {
    const row = Math.min(map.height - 1, Math.floor((y + 0.5) * (map.height / height))) * map.width;
    for (let x = 0; x < width; x++) {
      const from = row + Math.min(map.width - 1, Math.floor((x + 0.5) * (map.width / width)));
      const found = map.classes[from];
      const to = (y * width + x) * 4;
      if (overlay === 'doubt') {
        const doubt = sureness === null ? 0 : 255 - sureness[from];
        rgba[to] = amber[0];
        rgba[to + 1] = amber[1];
        rgba[to + 2] = amber[2];
        rgba[to + 3] = Math.min(255, doubt * 2);
        continue;
      }
      let tone = found === noClass ? null : (tones[found] ?? null);
      if (overlay === 'errors') {
        const right = truth === null ? noClass : truth.classes[from];
        if (right === noClass || right === found) continue;
        tone ??= amber;
      }
      if (tone === null) continue;
      rgba[to] = tone[0];
      rgba[to + 1] = tone[1];
      rgba[to + 2] = tone[2];
      rgba[to + 3] = 255;
    }
  }
  return { width, height, rgba };
}
