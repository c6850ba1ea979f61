import { type Chain, chainsOf, steepestNodes } from './chains.ts';
import type { ComponentTree } from './component-tree.ts';
import { divisionsOf, type Whole } from './divide.ts';
import type { LevelImage } from './levels.ts';
import { compareOutline, describeOutline, type Outline } from './outline-features.ts';
import { fillInside, maskOf } from './outline-mask.ts';

/** A contour that may be a particle, and the ways to take it as several: cut at its necks, or where particles overlap. */
export interface Candidate {
  readonly outline: Outline;
  readonly divisions: readonly (readonly Outline[])[];
}

/** A chain of contours with its candidates. */
export interface CandidateChain extends Pick<Chain, 'branches' | 'into'> {
  readonly candidates: readonly Candidate[];
}

export interface CandidateSettings {
  /** Smallest particle, px of the level image. */
  readonly minArea: number;
  /** Largest particle, as a share of the image. */
  readonly maxShare: number;
  /** Contours are also divided where particles may overlap; left out where looks are only compared. */
  readonly overlaps: boolean;
}

/** A contour is worth a look when its edge is this much steeper than the median slope. */
const leastEdge = 1.5;
/** Levels between the parts that stability compares. */
const stabilityLevels = 8;
/** Nested contours are alternatives of each other up to this ratio of areas; from `around` on, one lies around the other. */
const alternatives = { most: 6, around: 1.3 };

function wholeAt(image: LevelImage, tree: ComponentTree, chain: Chain, node: number): Whole[] {
  const { start, area, level, pixels } = tree;
  const mask = maskOf(pixels, start[node], start[node] + area[node], image.width);
  fillInside(mask);
  let lower = node;
  for (const n of chain.nodes) if (level[n] <= level[node] && level[n] >= level[node] - stabilityLevels) lower = n;
  const stability = area[node] / area[lower];
  const outline = describeOutline(image, mask, level[node], area[node], stability, null);
  return outline === null ? [] : [{ outline, filled: area[node] / outline.area, stability }];
}

const steepestOf = (wholes: readonly Whole[]): Outline[] =>
  wholes
    .map(({ outline }) => outline)
    .sort((a, b) => b.edge - a.edge)
    .slice(0, 1);

/**
 * What may be overlaps in an outline: a contour further up its own chain, with the steepest contours of the parts that have
 * joined the chain in between and before.
 */
function overlapsIn(chain: Chain, wholes: readonly (readonly Whole[])[], own: readonly Whole[], outline: Outline) {
  const joined = chain.branches.filter(({ level }) => level >= outline.level);
  const others = joined.flatMap((branch) => steepestOf(wholes[branch.chain]));
  const further = own.map((w) => w.outline).filter(({ level }) => level > outline.level);
  return further.map((one) => [one, ...others.filter(({ edge }) => edge > 0.5 * one.edge)]);
}

/** Tells every outline how steep the outlines are that it competes with: those of its chain and of the chains around it. */
function compareNested(chains: readonly CandidateChain[]): void {
  chains.forEach((chain) => {
    for (const candidate of chain.candidates) {
      const { outline, divisions } = candidate;
      let steepest = outline.edge;
      let around = 0.01;
      const look = (other: Outline): boolean => {
        const ratio = other.area / outline.area;
        if (ratio < alternatives.most && ratio > 1 / alternatives.most) {
          steepest = Math.max(steepest, other.edge);
          if (ratio > alternatives.around) around = Math.max(around, other.edge);
        }
        return ratio < alternatives.most;
      };
      for (const other of chain.candidates) look(other.outline);
      for (let c = chain.into; c >= 0; c = chains[c].into) {
        const lower = chains[c].candidates.filter((other) => other.outline.level <= outline.level);
        if (!lower.every((other) => look(other.outline))) break;
      }
      for (const one of [outline, ...divisions.flat()]) compareOutline(one, steepest, around);
    }
  });
}

/** Every contour of the image that may be a particle, in chains. `check` is called once a chain. */
export function findCandidates(
  image: LevelImage,
  tree: ComponentTree,
  { minArea, maxShare, overlaps }: CandidateSettings,
  check: () => void,
): CandidateChain[] {
  const maxArea = maxShare * image.width * image.height;
  const chains = chainsOf(tree, minArea);
  const wholes = chains.map((chain) => {
    check();
    return steepestNodes(chain, tree, maxArea, leastEdge * image.medianSlope).flatMap((node) =>
      wholeAt(image, tree, chain, node),
    );
  });
  const found = chains.map((chain, c): CandidateChain => {
    check();
    return {
      branches: chain.branches,
      into: chain.into,
      candidates: wholes[c].map((whole) => ({
        outline: whole.outline,
        divisions: divisionsOf(image, whole, overlaps ? overlapsIn(chain, wholes, wholes[c], whole.outline) : []),
      })),
    };
  });
  compareNested(found);
  return found;
}
