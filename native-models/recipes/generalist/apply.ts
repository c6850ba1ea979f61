import { readFileSync } from 'node:fs';
import type { GreyImage, ParticleMaps } from '../../../app/domain/plane.ts';
import { decodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import type { TrainingState } from '../../../main/engine/messages.ts';
import { ModelSession } from '../../../main/engine/model-session.ts';
import { maps } from './patches.ts';

/** Draws maps of an image. */
export type Draw = (image: GreyImage) => Promise<ParticleMaps>;

/** Diameter of particles in the middle of what patches show, px (the geometric mean of their range). */
export const taught = 30;
export const reduction = 2;

export const readState = (file: string): TrainingState =>
  decodeCheckpoint(new Uint8Array(readFileSync(file)), file).state;

/** A trained network as the program applies it. */
export async function drawWith({ weights, statistics }: TrainingState, threads: number): Promise<Draw> {
  const device = { provider: 'cpu', threads } as const;
  const session = await ModelSession.open({
    architecture: 'particle-unet',
    outputs: maps,
    weights,
    statistics,
    device,
  });
  return async ({ width, height, data }) => {
    const out = await session.predict({ pixels: data, width, height, memory: 2e9 }, async () => undefined);
    const size = { width: Math.ceil(width / reduction), height: Math.ceil(height / reduction) };
    const plane = (k: number) => out.subarray(k * size.width * size.height, (k + 1) * size.width * size.height);
    return { ...size, particle: plane(0), depth: plane(1), contact: plane(2) };
  };
}

/** Runs a generator that yields images and is handed their maps. */
export async function runWith<T>(looking: Generator<GreyImage, T, ParticleMaps>, draw: Draw): Promise<T> {
  let next = looking.next();
  while (!next.done) next = looking.next(await draw(next.value));
  return next.value;
}
