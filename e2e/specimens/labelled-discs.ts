import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeColourPng } from './colour-png.ts';
import { mrcOf } from './mrc-stack.ts';

/** Side of a micrograph of discs, px. */
export const discSide = 128;

/** Numbers in [0, 1) that follow from a seed: a linear congruential generator (Numerical Recipes). */
function numbersFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * `count` micrographs of dark discs on noise into `folder`/images, and their masks as published ones are (red discs on black)
 * into `folder`/masks. 0.5 nm/px.
 */
export function labelledDiscs(folder: string, count: number): { readonly images: string; readonly masks: string } {
  const [images, masks] = [path.join(folder, 'images'), path.join(folder, 'masks')];
  for (const one of [images, masks]) mkdirSync(one, { recursive: true });
  for (let i = 1; i <= count; i++) {
    const next = numbersFrom(i);
    const discs = Array.from({ length: 7 }, () => [next() * discSide, next() * discSide, 7 + 6 * next()] as const);
    const inside = (x: number, y: number) => discs.some(([cx, cy, r]) => (x - cx) ** 2 + (y - cy) ** 2 < r * r);
    const grey = mrcOf(discSide, 1, (x, y) => Math.round((inside(x, y) ? 110 : 200) + 30 * next()));
    writeFileSync(path.join(images, `discs-${i}.mrc`), grey);
    const rgb = new Uint8Array(discSide * discSide * 3);
    for (let at = 0; at < discSide * discSide; at++) {
      if (inside(at % discSide, Math.floor(at / discSide))) rgb[at * 3] = 255;
    }
    writeColourPng(path.join(masks, `discs-${i}.png`), { width: discSide, height: discSide, rgb });
  }
  return { images, masks };
}
