import type { KdTree } from '../math/kd-tree.ts';

/** A tree as the plain arguments that a kernel takes. */
export type TreeArgs = readonly [
  dims: number,
  nodes: number,
  firstLeaf: number,
  order: Int32Array,
  points: Float64Array,
  starts: Int32Array,
  ends: Int32Array,
  boxes: Float64Array,
];

export const treeArgs = (t: KdTree): TreeArgs => [
  t.dims,
  t.nodes,
  t.firstLeaf,
  t.order,
  t.points,
  t.starts,
  t.ends,
  t.boxes,
];

export const treeOf = ([dims, nodes, firstLeaf, order, points, starts, ends, boxes]: TreeArgs): KdTree => ({
  dims,
  nodes,
  firstLeaf,
  order,
  points,
  starts,
  ends,
  boxes,
});
