import { type Random, random } from '../math/random.ts';

/** Draws from simple distributions; every draw moves the stream on. */

export const chance = (dice: Random, probability: number): boolean => dice.next() < probability;

export const pick = <T>(dice: Random, list: readonly T[]): T => list[dice.integer(0, list.length - 1)];

/** One of the values, each as likely as its weight (weights need not sum to 1). */
export function pickWeighted<T>(dice: Random, list: readonly (readonly [value: T, weight: number])[]): T {
  let left = dice.next() * list.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of list) {
    left -= weight;
    if (left < 0) return value;
  }
  return list[list.length - 1][0];
}

/** Uniform in the logarithm: as many between 1 and 10 as between 10 and 100. */
export const logUniform = (dice: Random, low: number, high: number): number => low * (high / low) ** dice.next();

/** Between two values in the logarithm, larger ones more often: the root of a uniform share. */
export const mostlyLarge = (dice: Random, low: number, high: number): number =>
  low * (high / low) ** Math.sqrt(dice.next());

/** A stream of its own, so that more draws in one part of a scene leave the other parts as they were. */
export const fork = (dice: Random): Random => random(dice.integer(0, 0xffffffff));

const tableBits = 14;
let normals: Float32Array | null = null;

/**
 * A fast source of standard normal values: draws from a table of 16,384 fixed ones, whose mean is 0 and variance 1. At the scale of an image
 * that is as good as the true distribution, its far tail (beyond 4.2) aside.
 */
export function normalSource(dice: Random): () => number {
  if (normals === null) {
    const source = random(0x5eed);
    normals = Float32Array.from({ length: 1 << tableBits }, () => source.normal(0, 1));
    const mean = normals.reduce((sum, v) => sum + v, 0) / normals.length;
    const scale = 1 / Math.sqrt(normals.reduce((sum, v) => sum + (v - mean) ** 2, 0) / normals.length);
    normals = normals.map((v) => (v - mean) * scale);
  }
  const table = normals;
  return () => table[(dice.next() * (1 << tableBits)) | 0];
}

/** Standard normal values, one a pixel. */
export function whiteNoise(length: number, dice: Random): Float32Array {
  const next = normalSource(dice);
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = next();
  return out;
}
