import type { Graph, Step } from '../../graph/graph.ts';
import type { Tensor } from '../../graph/tensor.ts';

export interface RuleScene {
  readonly graph: Graph;
  readonly step: Step;
  /** Derivative of the loss by each output; null where the loss does not depend on it. */
  readonly upstream: readonly (Tensor | null)[];
  /** Whether the derivative by each input is asked for. */
  readonly wants: readonly boolean[];
}

/** Adds the nodes for the derivative of the loss by each input of a step; null where it is not wanted or zero. */
export type Rule = (scene: RuleScene) => readonly (Tensor | null)[];

/** For steps with one output on which the loss depends. */
export function single(rule: (scene: RuleScene, dy: Tensor) => readonly (Tensor | null)[]): Rule {
  return (scene) => {
    const dy = scene.upstream[0];
    return dy ? rule(scene, dy) : scene.step.inputs.map(() => null);
  };
}

/** An input that the operator can't be without. */
export function input(step: Step, i: number): Tensor {
  const tensor = step.inputs[i];
  if (!tensor) throw new Error(`${step.op} lacks input ${i}`);
  return tensor;
}

/** A whole-number attribute. */
export function intAttribute(step: Step, name: string): number {
  const attribute = step.attributes[name];
  if (attribute?.kind !== 'int') throw new Error(`${step.op} lacks ${name}`);
  return attribute.value;
}

/** The values of a constant int64 input. */
export function integersOf(step: Step, i: number): number[] {
  const values = input(step, i).constant;
  if (!(values instanceof BigInt64Array)) throw new Error(`Input ${i} of ${step.op} is no constant list`);
  return Array.from(values, Number);
}
