import type { Instance } from '../domain/instance.ts';
import type { LabelMap } from '../domain/plane.ts';
import { paintMask } from '../domain/run-mask.ts';
import { overlaps } from './overlap.ts';

/** Search nodes after which the best colouring found so far is taken for one tangle of overlapping instances. */
const searchBudget = 50_000;

/**
 * Label maps that together hold every instance whole: no page holds two instances that overlap, and there are as few
 * pages as possible (at least one). Values are instance ids; `count` is the largest id of all. Deterministic.
 *
 * Fewest pages = fewest colours of the graph "overlaps with". Each tangle (connected part of the graph) is coloured by
 * branch and bound over DSATUR (Brelaz, Commun. ACM 22, 1979), exact for up to 50,000 search nodes; a larger search
 * keeps the best found. Page 0 takes the first colour of every tangle, so all instances without overlap stand there.
 */
export function instancesToPages(instances: readonly Instance[], width: number, height: number): LabelMap[] {
  const page = pageOfEach(instances);
  let count = 0;
  let pages = 1;
  for (let i = 0; i < instances.length; i++) {
    count = Math.max(count, instances[i].id);
    pages = Math.max(pages, page[i] + 1);
  }
  const frame = { x: 0, y: 0, width, height };
  const maps = Array.from({ length: pages }, () => new Int32Array(width * height));
  for (let i = 0; i < instances.length; i++) paintMask(instances[i].mask, maps[page[i]], frame, instances[i].id);
  return maps.map((data) => ({ width, height, count, data }));
}

/** The page, from 0, on which each instance stands; see `instancesToPages`. */
export function pageOfEach(instances: readonly Instance[]): Int32Array<ArrayBuffer> {
  const neighbours = overlaps(instances);
  const page = new Int32Array(instances.length).fill(-1);
  for (let i = 0; i < instances.length; i++) {
    if (page[i] < 0) colourTangle(tangleOf(i, neighbours), neighbours, page);
  }
  return page;
}

/** Indices of all instances that hang together with `start`, ascending. */
function tangleOf(start: number, neighbours: readonly number[][]): number[] {
  const found = new Set([start]);
  for (const i of found) for (const j of neighbours[i]) found.add(j);
  return [...found].sort((i, j) => i - j);
}

/** Writes 0, 1, ... into `page` for the members of one tangle, with the fewest different numbers. */
function colourTangle(members: readonly number[], neighbours: readonly number[][], page: Int32Array): void {
  const colour = new Map<number, number>();
  let best: Map<number, number> | undefined;
  let bestColours = members.length + 1;
  let nodes = 0;
  const lower = Math.min(members.length, 2);

  const extend = (used: number): void => {
    if (best !== undefined && (used >= bestColours || nodes > searchBudget || bestColours === lower)) return;
    nodes++;
    if (colour.size === members.length) {
      best = new Map(colour);
      bestColours = used;
      return;
    }
    const next = mostConstrained(members, neighbours, colour);
    const taken = new Set(neighbours[next].map((j) => colour.get(j)));
    for (let c = 0; c <= used && c < bestColours - 1; c++) {
      if (taken.has(c)) continue;
      colour.set(next, c);
      extend(Math.max(used, c + 1));
      colour.delete(next);
    }
  };
  extend(0);
  for (const i of members) page[i] = best?.get(i) ?? 0;
}

/** The uncoloured member with the most different colours around it; then most overlaps; then first in the list. */
function mostConstrained(
  members: readonly number[],
  neighbours: readonly number[][],
  colour: ReadonlyMap<number, number>,
): number {
  let chosen = -1;
  let chosenSaturation = -1;
  for (const i of members) {
    if (colour.has(i)) continue;
    const around = new Set<number>();
    for (const j of neighbours[i]) {
      const c = colour.get(j);
      if (c !== undefined) around.add(c);
    }
    const better =
      around.size > chosenSaturation ||
      (around.size === chosenSaturation && neighbours[i].length > neighbours[chosen].length);
    if (better) {
      chosen = i;
      chosenSaturation = around.size;
    }
  }
  return chosen;
}
