import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Fringes of a known spacing, whose every pixel is known: value = 2000 + 500 cos(2 pi x / period), rounded. */
export const fringes = { side: 1024, period: 8, pixelSize: 0.05, value: (x: number) => fringe(x) } as const;

function fringe(x: number): number {
  return Math.round(2000 + 500 * Math.cos((2 * Math.PI * x) / 8));
}

/** Writes them as a 16-bit MRC file with its pixel size (cell lengths in ångström). */
export function writeFringes(folder: string, name: string): void {
  const { side, pixelSize } = fringes;
  const header = Buffer.alloc(1024);
  for (const [word, value] of [side, side, 1, 6, 0, 0, 0, side, side, 1].entries())
    header.writeInt32LE(value, word * 4);
  for (const [i, length] of [side * pixelSize * 10, side * pixelSize * 10, 1].entries()) {
    header.writeFloatLE(length, 40 + i * 4);
    header.writeFloatLE(90, 52 + i * 4);
    header.writeInt32LE(i + 1, 64 + i * 4);
  }
  header.write('MAP ', 208, 'latin1');
  header.writeUInt32LE(0x00004444, 212);
  const pixels = Buffer.alloc(side * side * 2);
  for (let i = 0; i < side * side; i++) pixels.writeUInt16LE(fringe(i % side), i * 2);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), Buffer.concat([header, pixels]));
}
