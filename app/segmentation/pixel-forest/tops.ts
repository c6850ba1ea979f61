import type { Trees } from './forest.ts';

/** Words of a tree's top: see `forestRow` in app/math/lanes. */
export const topWords = 126;
const mostNodes = 31;
const firstWay = 94;

/** The first nodes of every tree in the form in which many pixels are compared with them at once. */
export function topsOf({ nodes, roots }: Trees): Int32Array {
  const tops = new Int32Array(roots.length * topWords);
  roots.forEach((root, tree) => {
    lay(tops.subarray(tree * topWords, (tree + 1) * topWords), nodes, root);
  });
  return tops;
}

function lay(top: Int32Array, nodes: Int32Array, root: number): void {
  const isLeaf = (node: number) => nodes[2 * node + 1] === node;
  // breadth first: the nodes that most pixels come by
  const chosen = new Set<number>();
  const queue = [root];
  for (let k = 0; k < queue.length && chosen.size < mostNodes; k++) {
    const node = queue[k];
    if (isLeaf(node)) continue;
    chosen.add(node);
    queue.push(nodes[2 * node + 1], nodes[2 * node + 1] + 1);
  }
  let count = 0;
  let ways = 0;
  /** Numbers the ways out below a node from left to right; their bits. */
  const visit = (node: number): number => {
    if (!chosen.has(node)) {
      top[firstWay + ways] = isLeaf(node) ? node : ~node;
      return 1 << ways++;
    }
    const at = 1 + 3 * count++;
    const [word, next] = [nodes[2 * node], nodes[2 * node + 1]];
    const near = visit(next);
    top.set([(word >>> 16) << 9, (word << 16) >> 16, near], at);
    return near | visit(next + 1);
  };
  visit(root);
  top[0] = count;
}
