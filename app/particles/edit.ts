import type { RunMask } from '../domain/instance.ts';
import { cutAlong } from '../math/raster/cut.ts';
import { runsOfSpans, spansOfRuns } from '../math/raster/grid.ts';
import { partsOf } from '../math/raster/parts.ts';
import { subtract, unionOf } from '../math/raster/set-operations.ts';
import type { Spans } from '../math/raster/spans.ts';

/** One mask with every pixel of the given masks; null when they hold none. */
export const mergeMasks = (masks: readonly RunMask[]): RunMask | null => runsOfSpans(unionOf(masks.map(spansOfRuns)));

/** The pixels of `mask` that are not in `other`; null when none are left. */
export const subtractMask = (mask: RunMask, other: RunMask): RunMask | null =>
  runsOfSpans(subtract(spansOfRuns(mask), spansOfRuns(other)));

const asMasks = (parts: readonly Spans[]): RunMask[] =>
  parts.map(runsOfSpans).filter((mask): mask is RunMask => mask !== null);

/**
 * Splits a mask along a drawn line: neighbouring pixels (8 neighbours) between whose centres the line passes no longer hang together.
 * Returns the connected parts in order of their first pixel (row-major); those of the mask itself when the line does not part it.
 * Every pixel stays in exactly one part.
 * @param line (x, y) of its points in turn, image coordinates with pixel centres at whole numbers
 */
export const splitByLine = (mask: RunMask, line: ArrayLike<number>): RunMask[] =>
  asMasks(cutAlong(spansOfRuns(mask), line));

/** The connected parts (8 neighbours) of a mask in order of their first pixel (row-major). */
export const connectedParts = (mask: RunMask): RunMask[] => asMasks(partsOf(spansOfRuns(mask)));
