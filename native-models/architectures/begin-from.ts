import { sizeOf } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import { initialState, layoutOf, type ModelState } from './layout.ts';

export interface Begun {
  readonly state: ModelState;
  /** Parameters that were taken over. */
  readonly taken: readonly string[];
  /** Parameters that begin anew, at least in part, such as the head of other classes. */
  readonly fresh: readonly string[];
}

/** Another network, to begin from. */
export interface BeginSource {
  readonly architecture: Architecture;
  readonly outputs: number;
  readonly state: ModelState;
  /** For each output of the new network the output of this one that means the same, or null; not given: the same when as many. */
  readonly outputsFrom?: readonly (number | null)[];
}

/**
 * A network to train that begins with the numbers of another: every parameter and running statistic of the same name and shape is
 * taken over, of the head those outputs that mean the same; the others are drawn from the seed as in an untrained network.
 */
export function beginFrom(from: BeginSource, architecture: Architecture, outputs: number, seed: number): Begun {
  const [there, here] = [layoutOf(from.architecture, from.outputs), layoutOf(architecture, outputs)];
  const more = layoutOf(architecture, outputs + 1);
  const state = initialState(here, seed);
  const [taken, fresh]: [string[], string[]] = [[], []];
  for (const [name, { shape, offset }] of here.parameters) {
    const known = there.parameters.get(name);
    const isHead = more.parameters.get(name)?.shape[0] !== shape[0];
    const same = isHead ? shape.slice(1).join() === known?.shape.slice(1).join() : shape.join() === known?.shape.join();
    const rows = isHead ? (from.outputsFrom ?? sameOutputs(from.outputs, outputs)) : null;
    if (known === undefined || !same || rows?.every((row) => row === null)) {
      fresh.push(name);
      continue;
    }
    (rows?.includes(null) ? fresh : taken).push(name);
    const row = sizeOf(shape) / shape[0];
    for (let k = 0; k < shape[0]; k++) {
      const j = rows === null ? k : (rows[k] ?? null);
      if (j === null || j >= known.shape[0]) continue;
      const start = known.offset + j * row;
      state.weights.set(from.state.weights.subarray(start, start + row), offset + k * row);
    }
  }
  for (const [name, { channels, offset }] of here.statistics) {
    const known = there.statistics.get(name);
    if (known?.channels !== channels) continue;
    state.statistics.set(from.state.statistics.subarray(known.offset, known.offset + 2 * channels), offset);
  }
  return { state, taken, fresh };
}

const sameOutputs = (there: number, here: number): (number | null)[] =>
  Array.from({ length: here }, (_, k) => (there === here ? k : null));
