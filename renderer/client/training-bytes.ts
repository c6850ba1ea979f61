import { bytesPath } from '../../app/contract/bytes.ts';
import type { FrameRef, LabelFrameRef } from '../../app/contract/nouns.ts';
import { type FetchOptions, get, malformed, readAll } from './bytes.ts';

/** What stands for "no label" in maps of classes. */
export const noClass = 255;

/** A class a pixel, row-major (y, x): its place in the plan's classes, `noClass` where there is none. */
export interface ClassMap {
  readonly width: number;
  readonly height: number;
  readonly classes: Uint8Array;
}

export interface Prediction extends ClassMap {
  /** Probability of the most probable class, times 255. */
  readonly sureness: Uint8Array;
  /** From 0. */
  readonly epoch: number;
  /** The frame that it is of. */
  readonly of: FrameRef;
}

/** An augmented patch: a square of grey levels, and a class each, as in `ClassMap`. */
export interface Patch {
  readonly side: number;
  readonly grey: Uint8Array;
  readonly classes: Uint8Array;
}

/** Patches from their bytes: of each the grey levels, then the classes. */
export function patchesOf(bytes: Uint8Array, side: number): readonly Patch[] {
  const area = side * side;
  return Array.from({ length: bytes.length / (2 * area) }, (_, i) => ({
    side,
    grey: bytes.subarray(2 * i * area, (2 * i + 1) * area),
    classes: bytes.subarray((2 * i + 1) * area, 2 * (i + 1) * area),
  }));
}

function header(url: string, response: Response, name: string): number {
  const value = Number(response.headers.get(`x-morphoscope-${name}`) ?? Number.NaN);
  if (!Number.isInteger(value)) throw malformed(url, `the answer names no ${name}`);
  return value;
}

async function body(url: string, response: Response, bytes: number): Promise<Uint8Array> {
  const all = await readAll(response);
  if (all.byteLength !== bytes) throw malformed(url, `${all.byteLength} bytes instead of ${bytes}`);
  return all;
}

/** What a training made of its watched frame after an epoch. Throws `Failure`. */
export async function fetchPrediction(trainingId: number, epoch: number, options?: FetchOptions): Promise<Prediction> {
  const url = bytesPath.trainingPrediction(trainingId, epoch);
  const response = await get(url, options);
  const [width, height] = [header(url, response, 'width'), header(url, response, 'height')];
  const bytes = await body(url, response, 2 * width * height);
  return {
    width,
    height,
    classes: bytes.subarray(0, width * height),
    sureness: bytes.subarray(width * height),
    epoch: header(url, response, 'epoch'),
    of: { imageId: header(url, response, 'image'), frame: header(url, response, 'frame') },
  };
}

/** The labels of a frame as a training learns from them. Throws `Failure`. */
export async function fetchTruth(trainingId: number, frame: FrameRef, options?: FetchOptions): Promise<ClassMap> {
  const url = bytesPath.trainingTruth(trainingId, frame);
  const response = await get(url, options);
  const [width, height] = [header(url, response, 'width'), header(url, response, 'height')];
  return { width, height, classes: await body(url, response, width * height) };
}

/** Patches by the URL that `training.preview` answered. Throws `Failure`. */
export async function fetchPatches(
  url: string,
  side: number,
  count: number,
  options?: FetchOptions,
): Promise<readonly Patch[]> {
  return patchesOf(await body(url, await get(url, options), 2 * count * side * side), side);
}

/** Labels of a frame made small: class numbers of its label set, 0 = unlabelled. Throws `Failure`. */
export async function fetchLabelThumbnail(
  frame: LabelFrameRef,
  size: number,
  version: number,
  options?: FetchOptions,
): Promise<ClassMap> {
  const url = bytesPath.labelThumbnail(frame, size, version);
  const response = await get(url, options);
  const [width, height] = [header(url, response, 'width'), header(url, response, 'height')];
  return { width, height, classes: await body(url, response, width * height) };
}
