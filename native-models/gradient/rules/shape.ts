import { concat, pad, reshape, slice, transpose } from '../../graph/shape.ts';
import { unbroadcast } from './elementwise.ts';
import { input, intAttribute, integersOf, type Rule, single } from './rule.ts';

export const shapeRules: Readonly<Record<string, Rule>> = {
  Reshape: single(({ graph, step }, dy) => [reshape(graph, dy, input(step, 0).shape), null]),
  Flatten: single(({ graph, step }, dy) => [reshape(graph, dy, input(step, 0).shape)]),
  Transpose: single(({ graph, step }, dy) => {
    const order = step.attributes['perm'];
    if (order?.kind !== 'ints') throw new Error('Transpose lacks its order');
    const back = order.value.map((_, axis) => order.value.indexOf(axis));
    return [transpose(graph, dy, back)];
  }),
  Expand: single(({ graph, step }, dy) => [unbroadcast(graph, dy, input(step, 0).shape), null]),
  Concat: single(({ graph, step, wants }, dy) => {
    const axis = intAttribute(step, 'axis');
    let start = 0;
    return step.inputs.map((_, i) => {
      const end = start + input(step, i).shape[axis];
      const part = wants[i] ? slice(graph, dy, [{ axis, start, end }]) : null;
      start = end;
      return part;
    });
  }),
  Slice: single(({ graph, step }, dy) => {
    const x = input(step, 0);
    const [starts, ends, axes, steps] = [1, 2, 3, 4].map((i) => integersOf(step, i));
    const before = x.shape.map(() => 0);
    const after = x.shape.map(() => 0);
    let spread = dy;
    axes.forEach((axis, i) => {
      if (steps[i] !== 1) {
        // zeros between the kept elements: [.., n, ..] -> [.., n, 1, ..] -> [.., n, step, ..] -> [.., n * step, ..]
        const shape = [...spread.shape];
        const opened = reshape(graph, spread, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
        const none = opened.shape.map(() => 0);
        const gaps = none.map((_, a) => (a === axis + 1 ? steps[i] - 1 : 0));
        const wide = pad(graph, opened, none, gaps);
        shape[axis] *= steps[i];
        spread = reshape(graph, wide, shape);
        const last = starts[i] + shape[axis];
        if (last > x.shape[axis])
          spread = slice(graph, spread, [{ axis, start: 0, end: shape[axis] - (last - x.shape[axis]) }]);
      }
      before[axis] = starts[i];
      after[axis] = x.shape[axis] - starts[i] - spread.shape[axis];
      if (steps[i] === 1 && ends[i] - starts[i] !== spread.shape[axis]) throw new Error('Slice ends past its input');
    });
    return [pad(graph, spread, before, after), null, null, null, null];
  }),
  Pad: single(({ graph, step }, dy) => {
    if (step.attributes['mode']) throw new Error('Padding by repeated edges has no gradient');
    const x = input(step, 0);
    const amounts = integersOf(step, 1);
    const ranges = x.shape.map((length, axis) => ({ axis, start: amounts[axis], end: amounts[axis] + length }));
    return [slice(graph, dy, ranges), null, null];
  }),
};

/** Joins tensors of equal shape along a new last axis. */
export function stackLast(graph: Parameters<typeof concat>[0], parts: Parameters<typeof concat>[1]) {
  const opened = parts.map((part) => reshape(graph, part, [...part.shape, 1]));
  return concat(graph, opened, parts[0].shape.length);
}
