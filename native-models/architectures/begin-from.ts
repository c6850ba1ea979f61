import { sizeOf } from '../graph/tensor.ts';
import type { Architecture } from './architecture.ts';
import { initialState, layoutOf, type ModelState } from './layout.ts';

export interface Begun {
  readonly state: ModelState;
  /** Parameters that were taken over. */
  readonly taken: readonly string[];
  /** Parameters that begin anew, such as the head of other classes. */
  readonly fresh: readonly string[];
}

/**
 * A network to train that begins with the numbers of another: every parameter and running statistic of the same name and shape is
 * taken over, the others are drawn from the seed as in an untrained network.
 * @param from the other network's architecture, number of outputs and numbers
 */
export function beginFrom(
  from: { readonly architecture: Architecture; readonly outputs: number; readonly state: ModelState },
  architecture: Architecture,
  outputs: number,
  seed: number,
): Begun {
  const [there, here] = [layoutOf(from.architecture, from.outputs), layoutOf(architecture, outputs)];
  const state = initialState(here, seed);
  const [taken, fresh]: [string[], string[]] = [[], []];
  for (const [name, { shape, offset }] of here.parameters) {
    const known = there.parameters.get(name);
    if (known === undefined || known.shape.join() !== shape.join()) {
      fresh.push(name);
      continue;
    }
    taken.push(name);
    state.weights.set(from.state.weights.subarray(known.offset, known.offset + sizeOf(shape)), offset);
  }
  for (const [name, { channels, offset }] of here.statistics) {
    const known = there.statistics.get(name);
    if (known?.channels !== channels) continue;
    state.statistics.set(from.state.statistics.subarray(known.offset, known.offset + 2 * channels), offset);
  }
  return { state, taken, fresh };
}
