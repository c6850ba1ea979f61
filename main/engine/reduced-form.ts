import process from 'node:process';
import { eightBits, rangesGraph, type ValueRange } from '../../native-models/graph/eight-bits.ts';
import type { Graph } from '../../native-models/graph/graph.ts';
import { type OnnxOptions, writeOnnx } from '../../native-models/graph/write-onnx.ts';
import { type Feeds, openSession, type Session, type SessionChoice } from './runtime.ts';

/** Least gain in processor time for which the reduced form is used. */
const worthwhile = 1.15;
/**
 * Least Dice of each class of the reduced form with that of the whole one. Where it is 0.99 and more, the Dice with the truth of simulated
 * micrographs changed by less than 0.001 (bench/reduced.ts).
 */
const alike = 0.99;
/** Classes of fewer pixels say nothing about that. */
const fewPixels = 400;
/** How much farther than what was seen values may go without being cut. */
const margin = 0.15;

/** A network in 8 bits, tried on parts of an image, and how it did. */
export interface ReducedTrial {
  readonly session: Session;
  /** float32 / int8 processor time of a part. */
  readonly gain: number;
  /** Least Dice of a class between both. */
  readonly agreement: number;
  /** Whether it is faster and says the same. */
  readonly good: boolean;
}

/** Smallest and largest values over some inputs, with a margin, in the order of `rangedTensors`. */
async function rangesOf(graph: Graph, options: OnnxOptions, feeds: readonly Feeds[], device: SessionChoice) {
  const session = await openSession(writeOnnx(rangesGraph(graph), options), { ...device, optimise: 'basic' });
  let [low, high]: Float32Array[] = [];
  for (const given of feeds) {
    const found = await session.run(given);
    const [least, most] = [found['low'].data as Float32Array, found['high'].data as Float32Array];
    low = low?.map((v, i) => Math.min(v, least[i])) ?? least;
    high = high?.map((v, i) => Math.max(v, most[i])) ?? most;
  }
  await session.close();
  return Array.from(low, (v, i): ValueRange => {
    const wide = margin * (high[i] - v);
    return { low: v < 0 ? v - wide : v, high: high[i] + wide };
  });
}

/** Class of each pixel that is most probable. */
function bestOf(probabilities: Float32Array, classes: number): Uint8Array {
  const pixels = probabilities.length / classes;
  const best = new Uint8Array(pixels);
  for (let i = 0; i < pixels; i++)
    for (let k = 1; k < classes; k++)
      if (probabilities[k * pixels + i] > probabilities[best[i] * pixels + i]) best[i] = k;
  return best;
}

/** Adds the pixels of each class of two answers, and of both, to `counts` [3, K]. */
function count(counts: Float64Array, a: Uint8Array, b: Uint8Array, classes: number): void {
  for (let i = 0; i < a.length; i++) {
    counts[a[i]]++;
    counts[classes + b[i]]++;
    if (a[i] === b[i]) counts[2 * classes + a[i]]++;
  }
}

/** Least Dice over the classes. */
function agreementOf(counts: Float64Array, classes: number): number {
  let least = 1;
  for (let k = 0; k < classes; k++) {
    const sum = counts[k] + counts[classes + k];
    if (sum >= 2 * fewPixels) least = Math.min(least, (2 * counts[2 * classes + k]) / sum);
  }
  return least;
}

async function timed(session: Session, feeds: Feeds) {
  const cpu = process.cpuUsage();
  const { probabilities } = await session.run(feeds);
  const { user, system } = process.cpuUsage(cpu);
  return { values: probabilities.data as Float32Array, milliseconds: (user + system) / 1000 };
}

/** Parts of an image as inputs of the network. */
export interface ImageParts {
  /** Their values are what 8 bits are made to hold. */
  readonly learned: readonly Feeds[];
  /** Others, on which the reduced form shows that it says the same. */
  readonly tried: readonly Feeds[];
}

/**
 * The same network in 8 bits, made for images like some parts and tried on others: faster in processor time, and the same classes.
 * @param graph of the network, with output `probabilities` [1, classes, h, w]; @param options how its file names things
 * @param exact the network as it is
 */
export async function tryReduced(
  graph: Graph,
  options: OnnxOptions,
  exact: Session,
  classes: number,
  { learned, tried }: ImageParts,
  device: SessionChoice,
): Promise<ReducedTrial> {
  const ranges = await rangesOf(graph, { ...options, freeAxes: inputsOnly(options) }, learned, device);
  const session = await openSession(writeOnnx(eightBits(graph, ranges), options), device);
  const counts = new Float64Array(3 * classes);
  let [slow, fast] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const feeds of tried) {
    const whole = await timed(exact, feeds);
    const small = await timed(session, feeds);
    // the first runs lay memory out
    slow = Math.min(slow, whole.milliseconds);
    fast = Math.min(fast, small.milliseconds);
    count(counts, bestOf(whole.values, classes), bestOf(small.values, classes), classes);
  }
  const [gain, agreement] = [slow / fast, agreementOf(counts, classes)];
  return { session, gain, agreement, good: gain >= worthwhile && agreement >= alike };
}

const inputsOnly = ({ freeAxes }: OnnxOptions): NonNullable<OnnxOptions['freeAxes']> => {
  const image = freeAxes?.['image'];
  return image ? { image } : {};
};
