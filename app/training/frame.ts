import type { GreyImage } from '../domain/plane.ts';

/** A frame to learn from; both arrays row-major (y, x), on memory that threads share where several read it. */
export interface TrainingFrame {
  readonly width: number;
  readonly height: number;
  /** Grey levels with zero mean and unit deviation over the frame. */
  readonly pixels: Float32Array;
  /** Class index of each pixel, -1 where nothing is known. */
  readonly labels: Int32Array;
}

/** Grey levels with zero mean and unit standard deviation over the image (Cho et al. 2024); a flat image becomes zeros. */
export function normalised({ width, height, data }: GreyImage): GreyImage {
  const pixels = data.length;
  let sum = 0;
  for (let i = 0; i < pixels; i++) sum += data[i];
  const mean = sum / Math.max(1, pixels);
  let squares = 0;
  for (let i = 0; i < pixels; i++) squares += (data[i] - mean) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, pixels));
  const out = new Float32Array(pixels);
  if (deviation > 0) for (let i = 0; i < pixels; i++) out[i] = (data[i] - mean) / deviation;
  return { width, height, data: out };
}
