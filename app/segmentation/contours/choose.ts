import type { Candidate, CandidateChain } from './candidates.ts';
import { cutShare, type Outline } from './outline-features.ts';

/** The best set of outlines of which none lies in another, and the sum of what they gain. */
export interface Choice {
  readonly outlines: readonly Outline[];
  readonly gain: number;
}

interface Taken {
  readonly gain: number;
  readonly outlines: readonly Outline[];
}

/** A piece of whose outline more than this share is cut may lack this much likeness when it lies between particles. */
const hiddenShare = 0.2;
const hiddenDoubt = 0.25;
/** Overlaps must gain this much: more outlines than a group has are easily found in any texture. */
const overlapDoubt = 0.3;

/** A candidate whole or divided, whichever gains most; no gain under 0. */
function bestOf({ outline, divisions }: Candidate, gainOf: (outline: Outline) => number): Taken {
  const whole = gainOf(outline);
  let best: Taken = whole > 0 ? { gain: whole, outlines: [outline] } : { gain: 0, outlines: [] };
  for (const pieces of divisions) {
    const good = pieces.filter((piece) => gainOf(piece) > 0);
    const gain = good.reduce((sum, piece) => sum + gainOf(piece), 0);
    if (gain <= best.gain) continue;
    // What is left between particles is one as well, though little of its own outline is to be seen.
    const between = pieces.filter((piece) => {
      const own = gainOf(piece);
      return own <= 0 && own > -hiddenDoubt && cutShare(piece) > hiddenShare;
    });
    // What overlapping particles leave are particles, all of them, and more so than the group; others only look like overlaps.
    if (pieces.some((piece) => cutShare(piece) > 0)) {
      if (good.length + between.length < pieces.length) continue;
      const mean = pieces.reduce((total, piece) => total + gainOf(piece), 0) / pieces.length;
      if (mean <= whole || gain <= best.gain + overlapDoubt) continue;
    }
    best = { gain, outlines: good.length > 1 ? [...good, ...between] : good };
  }
  return best;
}

/** Chains in an order in which every chain comes before the one that swallows it. */
function branchesFirst(chains: readonly CandidateChain[]): number[] {
  const order: number[] = [];
  chains.forEach((chain, c) => {
    if (chain.into < 0) order.push(c);
  });
  for (let k = 0; k < order.length; k++) for (const branch of chains[order[k]].branches) order.push(branch.chain);
  return order.reverse();
}

/**
 * Chooses among nested contours, exactly, from the summits down: in a chain either one candidate and the best of the branches that
 * join below it, or the best of all branches.
 */
export function chooseOutlines(chains: readonly CandidateChain[], gainOf: (outline: Outline) => number): Choice {
  const gains = new Float64Array(chains.length);
  const taken: (Taken & { readonly level: number })[] = [];
  const order = branchesFirst(chains);
  for (const c of order) {
    const { candidates, branches } = chains[c];
    const sum = (below: number) => branches.reduce((s, b) => s + (b.level < below ? gains[b.chain] : 0), 0);
    let best = { gain: sum(256), outlines: [] as readonly Outline[], level: 256 };
    for (const candidate of candidates) {
      const own = bestOf(candidate, gainOf);
      if (own.gain === 0) continue;
      const { level } = candidate.outline;
      const gain = own.gain + sum(level);
      if (gain > best.gain) best = { gain, outlines: own.outlines, level };
    }
    gains[c] = best.gain;
    taken[c] = best;
  }
  const outlines: Outline[] = [];
  let gain = 0;
  const open = order.filter((c) => chains[c].into < 0);
  for (const c of open) gain += gains[c];
  while (open.length > 0) {
    const c = open.pop() as number;
    outlines.push(...taken[c].outlines);
    for (const branch of chains[c].branches) if (branch.level < taken[c].level) open.push(branch.chain);
  }
  return { outlines, gain };
}
