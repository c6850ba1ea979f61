import { quietWork } from '../../ports/work.ts';
import { separateAtNecks } from '../separate.ts';
import { type Chain, chainsOf, steepestNodes } from './chains.ts';
import type { ComponentTree } from './component-tree.ts';
import type { LevelImage } from './levels.ts';
import { compareOutline, describeOutline, type Outline } from './outline-features.ts';
import { fillInside, maskOf, partsOfBox } from './outline-mask.ts';

/** A contour that may be a particle, and the pieces that it falls into when it is cut at its necks. */
export interface Candidate {
  readonly outline: Outline;
  readonly pieces: readonly Outline[];
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
}

/** A contour is worth a look when its edge is this much steeper than the median slope. */
const leastEdge = 1.5;
/** Levels between the parts that stability compares. */
const stabilityLevels = 8;
/** Contours less convex than this are tried in pieces, cut at necks narrower than `neck` of their piece. */
const tryPieces = { solidity: 0.93, minArea: 80, smallest: 20, most: 400, neck: { depth: 0.75, neck: 0.85 } };
/** Nested contours are alternatives of each other up to this ratio of areas; from `around` on, one lies around the other. */
const alternatives = { most: 6, around: 1.3 };

function piecesOf(image: LevelImage, outline: Outline, filled: number, stability: number): Outline[] {
  const { mask, solidity, area, level } = outline;
  if (solidity >= tryPieces.solidity || area < tryPieces.minArea) return [];
  const { data, count } = separateAtNecks(mask, tryPieces.neck, quietWork);
  if (count < 2 || count > tryPieces.most) return [];
  return partsOfBox(mask, data, count, tryPieces.smallest).flatMap((part) => {
    const pixels = part.data.reduce((sum, v) => sum + v, 0);
    return describeOutline(image, part, level, pixels * filled, stability) ?? [];
  });
}

function candidateAt(image: LevelImage, tree: ComponentTree, chain: Chain, node: number): Candidate[] {
  const { start, area, level, pixels } = tree;
  const mask = maskOf(pixels, start[node], start[node] + area[node], image.width);
  fillInside(mask);
  let lower = node;
  for (const n of chain.nodes) if (level[n] <= level[node] && level[n] >= level[node] - stabilityLevels) lower = n;
  const stability = area[node] / area[lower];
  const outline = describeOutline(image, mask, level[node], area[node], stability);
  if (outline === null) return [];
  return [{ outline, pieces: piecesOf(image, outline, area[node] / outline.area, stability) }];
}

/** Tells every outline how steep the outlines are that it competes with: those of its chain and of the chains around it. */
function compareNested(chains: readonly CandidateChain[]): void {
  chains.forEach((chain) => {
    for (const candidate of chain.candidates) {
      const { outline, pieces } = candidate;
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
      for (const one of [outline, ...pieces]) compareOutline(one, steepest, around);
    }
  });
}

/** Every contour of the image that may be a particle, in chains. `check` is called once a chain. */
export function findCandidates(
  image: LevelImage,
  tree: ComponentTree,
  { minArea, maxShare }: CandidateSettings,
  check: () => void,
): CandidateChain[] {
  const maxArea = maxShare * image.width * image.height;
  const chains = chainsOf(tree, minArea).map((chain): CandidateChain => {
    check();
    const nodes = steepestNodes(chain, tree, maxArea, leastEdge * image.medianSlope);
    return {
      branches: chain.branches,
      into: chain.into,
      candidates: nodes.flatMap((node) => candidateAt(image, tree, chain, node)),
    };
  });
  compareNested(chains);
  return chains;
}
