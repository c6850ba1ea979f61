// Small micrographs with particles at known places, as files.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeTiff } from '../../../app/formats/tiff/write.ts';

/** A disk of `radius` px around (x, y). */
export interface Disk {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Two disks well inside and one over the left border. */
export const threeDisks: readonly Disk[] = [
  { x: 30, y: 30, radius: 8 },
  { x: 90, y: 40, radius: 11 },
  { x: 0, y: 90, radius: 9 },
];

/** Grey 40 with a little structure, disks of grey 200. `shade` makes contents differ. */
export function plane(disks: readonly Disk[], side = 128, shade = 0): Uint16Array {
  const data = new Uint16Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = disks.some((disk) => (x - disk.x) ** 2 + (y - disk.y) ** 2 <= disk.radius ** 2);
      data[y * side + x] = (inside ? 200 : 40) + ((x * 7 + y * 13 + shade) % 5);
    }
  }
  return data;
}

/** Writes a TIFF with one page a set of disks; its path. */
export function micrograph(
  folder: string,
  name: string,
  pages: readonly (readonly Disk[])[] = [threeDisks],
  { pixelSize = 0.5 as number | null, shade = 0, side = 128 } = {},
): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const planes = pages.map((disks, i) => ({ width: side, height: side, data: plane(disks, side, shade + i) }));
  writeFileSync(file, writeTiff(planes, { pixelSizeNm: pixelSize }));
  return file;
}
