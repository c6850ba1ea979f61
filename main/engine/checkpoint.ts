import { Failure } from '../../app/domain/failure.ts';
import type { TrainerCheckpoint } from '../../app/ports/trainer.ts';
import { Graph } from '../../native-models/graph/graph.ts';
import { floatsOf, halfTensor } from '../../native-models/graph/half.ts';
import { readOnnx } from '../../native-models/graph/read-onnx.ts';
import type { TensorData } from '../../native-models/graph/tensor.ts';
import { writeOnnx } from '../../native-models/graph/write-onnx.ts';
import type { TrainingState } from './messages.ts';

/** Everything that a training needs to go on, with what it was about. */
export interface Checkpoint {
  readonly state: TrainingState;
  /** Architecture, classes, settings: whatever the one who resumes must compare. */
  readonly about: Readonly<Record<string, string>>;
}

/**
 * A checkpoint as bytes: an ONNX container whose constants are the state. Equal states give equal bytes.
 * @param half keeps weights as half floats, cut after eleven binary digits: half the size, for shipping
 */
export function encodeCheckpoint({ state, about }: Checkpoint, half = false): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  graph.output('step', graph.scalar(state.step));
  const vector = (data: Float32Array): TensorData => ({ type: 'float32', shape: [data.length], data });
  const weights = half ? halfTensor(state.weights) : vector(state.weights);
  const extra: Record<string, TensorData> = { weights, statistics: vector(state.statistics) };
  state.memory.forEach((memory, i) => {
    extra[`memory${i}`] = vector(memory);
  });
  return writeOnnx(graph, { name: 'checkpoint', metadata: { ...about, step: String(state.step) }, extra });
}

/** @throws Failure `malformed` when the bytes are no checkpoint */
export function decodeCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const { metadata, constants } = readOnnx(bytes, name);
  const vector = (key: string) => {
    const constant = constants.get(key);
    return constant ? floatsOf(constant) : null;
  };
  const [weights, statistics] = [vector('weights'), vector('statistics')];
  const step = Number(metadata['step']);
  if (!weights || !statistics || !Number.isInteger(step))
    throw new Failure('malformed', `${name} is no checkpoint of a training.`, 'Start the training anew.', name);
  const memory: Float32Array[] = [];
  for (let next = vector('memory0'); next; next = vector(`memory${memory.length}`)) memory.push(next);
  const { step: _, ...about } = metadata;
  return { state: { weights, statistics, memory, step }, about };
}

/**
 * A whole training as bytes: what it goes on from, its best numbers, and what its owner wrote about it. The optimiser's memory makes up
 * most of it. Equal trainings give equal bytes.
 */
export function encodeTraining({ now, best, seconds, about }: TrainerCheckpoint): Uint8Array<ArrayBuffer> {
  const graph = new Graph();
  graph.output('step', graph.scalar(now.step));
  const vector = (data: Float32Array): TensorData => ({ type: 'float32', shape: [data.length], data });
  const extra: Record<string, TensorData> = { weights: vector(now.weights), statistics: vector(now.statistics) };
  now.memory.forEach((memory, i) => {
    extra[`memory${i}`] = vector(memory);
  });
  if (best) Object.assign(extra, { bestWeights: vector(best.weights), bestStatistics: vector(best.statistics) });
  const told = best ? { bestEpoch: String(best.epoch), bestScore: String(best.score) } : {};
  const metadata = { about, seconds: String(seconds), step: String(now.step), ...told };
  return writeOnnx(graph, { name: 'training checkpoint', metadata, extra });
}

/** @throws Failure `malformed` when the bytes are no checkpoint of a training */
export function decodeTraining(bytes: Uint8Array, name: string): TrainerCheckpoint {
  const { state, about } = decodeCheckpoint(bytes, name);
  const { constants } = readOnnx(bytes, name);
  const vector = (key: string) => {
    const constant = constants.get(key);
    return constant ? floatsOf(constant) : null;
  };
  const [weights, statistics] = [vector('bestWeights'), vector('bestStatistics')];
  const seconds = Number(about['seconds'] ?? Number.NaN);
  if (about['about'] === undefined || !Number.isFinite(seconds))
    throw new Failure('malformed', `${name} is no checkpoint of a training.`, 'Start the training anew.', name);
  const best =
    weights && statistics
      ? { weights, statistics, epoch: Number(about['bestEpoch']), score: Number(about['bestScore']) }
      : null;
  return { now: state, best, seconds, about: about['about'] };
}
