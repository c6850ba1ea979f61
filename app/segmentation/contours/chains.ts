import type { ComponentTree } from './component-tree.ts';

/**
 * A chain of nested contours that grows only by specks: from a summit down to where a larger part swallows it. Parts that it
 * swallows itself are its branches, each with the level at which it joins.
 */
export interface Chain {
  /** Nodes from the summit down. */
  readonly nodes: readonly number[];
  readonly branches: readonly { readonly chain: number; readonly level: number }[];
  /** The chain that swallows this one; -1 for the one that ends in the whole image. */
  readonly into: number;
}

/** Chains of all parts of at least `minArea` pixels. At a meeting the largest part goes on. */
export function chainsOf({ count, parent, level, area }: ComponentTree, minArea: number): Chain[] {
  const heir = new Int32Array(count).fill(-1);
  for (let n = 0; n < count; n++) {
    const p = parent[n];
    if (area[n] >= minArea && p >= 0 && (heir[p] < 0 || area[n] > area[heir[p]])) heir[p] = n;
  }
  const chainOf = new Int32Array(count).fill(-1);
  const chains: { nodes: number[]; branches: { chain: number; level: number }[]; into: number }[] = [];
  for (let n = 0; n < count; n++) {
    if (area[n] < minArea || heir[n] >= 0) continue;
    const nodes = [n];
    for (let at = n; parent[at] >= 0 && heir[parent[at]] === at; at = parent[at]) nodes.push(parent[at]);
    for (const node of nodes) chainOf[node] = chains.length;
    chains.push({ nodes, branches: [], into: -1 });
  }
  chains.forEach((chain, index) => {
    const end = parent[chain.nodes[chain.nodes.length - 1]];
    if (end < 0) return;
    chain.into = chainOf[end];
    chains[chain.into].branches.push({ chain: index, level: level[end] });
  });
  return chains;
}

/** Contours of a chain are taken where their edge is steepest; two of them differ in area by at least this factor. */
const areaStep = 1.6;
const mostPicks = 4;

/**
 * The nodes of a chain whose outlines follow steep edges: the steepest first, then others of clearly different area.
 * Nodes over `maxArea` pixels or less steep than `leastEdge` are left out.
 */
export function steepestNodes(
  { nodes }: Chain,
  { area, edge }: ComponentTree,
  maxArea: number,
  leastEdge: number,
): number[] {
  const open = nodes
    .filter((n) => area[n] <= maxArea && edge[n] >= leastEdge)
    .sort((a, b) => edge[b] - edge[a] || a - b);
  const picks: number[] = [];
  for (const n of open) {
    if (picks.length === mostPicks) break;
    const near = picks.some((p) => area[n] < area[p] * areaStep && area[p] < area[n] * areaStep);
    if (!near) picks.push(n);
  }
  return picks;
}
