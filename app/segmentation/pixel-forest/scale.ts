import type { GreyScale } from '../../domain/forest.ts';
import type { GreyImage } from '../../domain/plane.ts';

/** Pixels that percentiles are taken from, at most. */
const mostPixels = 65_536;

/** The scale that makes the 1st and 99th percentile of an image -1 and 1. An image of one value becomes 0. */
export function ownScale({ data }: GreyImage): GreyScale {
  const every = Math.max(1, Math.floor(data.length / mostPixels));
  const some = Float32Array.from({ length: Math.ceil(data.length / every) }, (_, i) => data[i * every]).sort();
  const beyond = Math.floor(some.length / 100);
  const [low, high] = [some[beyond], some[some.length - 1 - beyond]];
  const [least, most] = high > low ? [low, high] : [some[0], some[some.length - 1]];
  if (most <= least) return { gain: 1, offset: -least };
  return { gain: 2 / (most - least), offset: -(most + least) / (most - least) };
}
