import { add } from '../graph/elementwise.ts';
import type { Graph, Step } from '../graph/graph.ts';
import { sameShape, type Tensor } from '../graph/tensor.ts';
import { rules, withoutGradient } from './rules/list.ts';

/**
 * Adds the nodes that compute the derivatives of a scalar by other values of the graph (reverse mode: each step once, from the
 * last to the first; derivatives of a value used several times are summed).
 * @param loss a tensor with one value
 * @returns one tensor a variable, of its shape; null where the loss does not depend on it
 */
export function backward(graph: Graph, loss: Tensor, variables: readonly Tensor[]): (Tensor | null)[] {
  if (loss.shape.some((length) => length !== 1)) throw new Error('Only a single number has a gradient');
  const steps = [...graph.steps];
  const moving = dependents(steps, variables);
  const upstream = new Map<Tensor, Tensor>();
  const one = graph.scalar(1);
  upstream.set(
    loss,
    loss.shape.length === 0 ? one : graph.constant({ type: 'float32', shape: loss.shape, data: Float32Array.of(1) }),
  );
  for (let i = steps.length - 1; i >= 0; i--) {
    const step = steps[i];
    const wants = step.inputs.map((tensor) => tensor !== null && moving.has(tensor));
    const known = step.outputs.map((tensor) => upstream.get(tensor) ?? null);
    if (!wants.includes(true) || known.every((gradient) => gradient === null)) continue;
    if (withoutGradient.has(step.op)) continue;
    const rule = rules[step.op];
    if (!rule) throw new Error(`${step.op} can't be differentiated`);
    const given = rule({ graph, step, upstream: known, wants });
    step.inputs.forEach((tensor, k) => {
      const gradient = given[k];
      if (!tensor || !wants[k] || !gradient) return;
      if (!sameShape(gradient.shape, tensor.shape))
        throw new Error(
          `${step.op}: a gradient [${gradient.shape.join(', ')}] for a value [${tensor.shape.join(', ')}]`,
        );
      const before = upstream.get(tensor);
      upstream.set(tensor, before ? add(graph, before, gradient) : gradient);
    });
  }
  return variables.map((variable) => upstream.get(variable) ?? null);
}

/** Everything that changes when a variable does. */
function dependents(steps: readonly Step[], variables: readonly Tensor[]): Set<Tensor> {
  const moving = new Set(variables);
  for (const step of steps) {
    if (withoutGradient.has(step.op)) continue;
    if (step.inputs.some((tensor) => tensor !== null && moving.has(tensor)))
      for (const tensor of step.outputs) moving.add(tensor);
  }
  return moving;
}
