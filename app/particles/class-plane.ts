import type { RunMask } from '../domain/instance.ts';
import { forEachRun } from '../domain/run-mask.ts';

/** A particle with the class that its pixels get; `LabelledInstance` fits it. */
export interface ClassedMask {
  readonly mask: RunMask;
  readonly classId: number;
}

export interface ClassPlaneSettings {
  /** Class of pixels that two or more particles share; null: the class of the one that comes last. */
  readonly overlap: number | null;
  /** Value of pixels of no particle: a background class, or 0 = unlabelled. */
  readonly background: number;
}

/**
 * Classes of pixels from particles that may overlap, row-major (y, x), a byte each: the inverse of decoding overlaps. A pixel of one
 * particle gets the particle's class. Pixels outside the image are left out.
 */
export function classPlane(
  particles: readonly ClassedMask[],
  width: number,
  height: number,
  { overlap, background }: ClassPlaneSettings,
): Uint8Array {
  const plane = new Uint8Array(width * height).fill(background);
  const taken = new Uint8Array(width * height);
  for (const { mask, classId } of particles) {
    forEachRun(mask, (row, first, stop) => {
      if (row < 0 || row >= height) return;
      const from = row * width + Math.max(0, first);
      const to = row * width + Math.min(width, stop);
      for (let i = from; i < to; i++) {
        plane[i] = taken[i] === 1 && overlap !== null ? overlap : classId;
        taken[i] = 1;
      }
    });
  }
  return plane;
}
