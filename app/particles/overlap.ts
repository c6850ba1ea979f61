import type { Instance, RunMask } from '../domain/instance.ts';
import { maskArea } from '../domain/run-mask.ts';

/** Number of pixels that two masks share. Walks both lists of runs once. */
export function intersectionArea(a: RunMask, b: RunMask): number {
  if (!boxesMeet(a, b)) return 0;
  let area = 0;
  let i = 0;
  let j = 0;
  while (i < a.runs.length && j < b.runs.length) {
    const rowA = Math.floor(a.runs[i] / a.width);
    const rowB = Math.floor(b.runs[j] / b.width);
    const rows = a.y + rowA - (b.y + rowB);
    if (rows < 0) {
      i += 2;
      continue;
    }
    if (rows > 0) {
      j += 2;
      continue;
    }
    const fromA = a.x + a.runs[i] - rowA * a.width;
    const fromB = b.x + b.runs[j] - rowB * b.width;
    const toA = fromA + a.runs[i + 1];
    const toB = fromB + b.runs[j + 1];
    area += Math.max(0, Math.min(toA, toB) - Math.max(fromA, fromB));
    if (toA <= toB) i += 2;
    if (toB <= toA) j += 2;
  }
  return area;
}

/** Number of pixels in either of two masks. */
export function unionArea(a: RunMask, b: RunMask): number {
  return maskArea(a) + maskArea(b) - intersectionArea(a, b);
}

/** Intersection over union of two masks, 0..1. */
export function intersectionOverUnion(a: RunMask, b: RunMask): number {
  const shared = intersectionArea(a, b);
  return shared === 0 ? 0 : shared / (maskArea(a) + maskArea(b) - shared);
}

function boxesMeet(a: RunMask, b: RunMask): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/**
 * Which instances share pixels: for each index into `instances` the indices of those it overlaps, ascending.
 * Sweeps the bounding boxes from top to bottom, so far apart instances are never compared.
 */
export function overlaps(instances: readonly Instance[]): number[][] {
  const neighbours: number[][] = instances.map(() => []);
  const order = instances.map((_, i) => i).sort((i, j) => instances[i].mask.y - instances[j].mask.y || i - j);
  let open: number[] = [];
  for (const i of order) {
    const { mask } = instances[i];
    open = open.filter((j) => instances[j].mask.y + instances[j].mask.height > mask.y);
    for (const j of open) {
      if (intersectionArea(mask, instances[j].mask) === 0) continue;
      neighbours[i].push(j);
      neighbours[j].push(i);
    }
    open.push(i);
  }
  for (const list of neighbours) list.sort((i, j) => i - j);
  return neighbours;
}
