import { type Contour, contourCentroid, type Point } from '../../math/contour.ts';
import { RadialChords, rays } from './radial-chords.ts';

/** Tips of a core, and values a tip: theta = -59 .. 60 degrees about it. */
export const tips = 3;
export const tipRays = rays / tips;

/** A core and what grew on it: all outlines of patches, those of their holes among them; px. */
export interface PatchyParticle {
  readonly core: Contour;
  readonly patches: readonly Contour[];
}

export interface TipPatch {
  /** d(theta), theta = -59 .. 60 degrees about the tip: how much of each ray lies inside patches; 120 values. */
  readonly fingerprint: Float64Array;
  /** Degrees of the window with patch on them. */
  readonly coverage: number;
  /** (right - left) / (right + left) of the two halves of the window before it was mirrored, -1..1; 0 without patch. */
  readonly asymmetry: number;
}

export interface PatchFingerprint {
  readonly centre: Point;
  /** Direction of the first tip, degrees 1..120. */
  readonly tip: number;
  /** Degrees of the whole core with patch on them, 0..360. */
  readonly coverage: number;
  /** In the order of theta. */
  readonly tips: readonly TipPatch[];
}

/** Degrees to either side over which tips are smoothed, so that the middle of a blunt one is found. */
const bluntness = 10;

/** The direction of the first of three tips a third of a turn apart: where rays about them are longest. Degrees 1..120. */
function tipOf(core: Float64Array): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < tipRays; k++) {
    let sum = 0;
    for (let d = -bluntness; d <= bluntness; d++)
      for (let t = 0; t < tips; t++) sum += (bluntness + 1 - Math.abs(d)) * core[(k + d + t * tipRays + rays) % rays];
    if (sum > most) {
      most = sum;
      best = k;
    }
  }
  return best + 1;
}

/**
 * Patch fingerprints about the centroid of a threefold core (Yao et al., Nanoscale 2022), one a tip. `mirror`: where the hand does
 * not matter each window is turned over so that its right half holds more.
 */
export function patchFingerprint(
  { core, patches }: PatchyParticle,
  mirror: boolean,
  pixelSize: number | null,
): PatchFingerprint {
  const centre = contourCentroid(core);
  const chords = new RadialChords();
  const own = new Float64Array(rays);
  chords.measure(core, 0, core.length, centre.x, centre.y, own, 0);
  const tip = tipOf(own);
  const all = new Float64Array(rays);
  chords.begin();
  for (const patch of patches) chords.add(patch, 0, patch.length, centre.x, centre.y);
  chords.finish(all, 0);
  const unit = pixelSize ?? 1;
  const found = Array.from({ length: tips }, (_, t): TipPatch => {
    // theta = tip - 59 .. tip + 60; index k of `all` is theta = k + 1.
    const start = tip - 1 + t * tipRays - (tipRays / 2 - 1);
    const window = Float64Array.from({ length: tipRays }, (__, k) => unit * all[(start + k + rays) % rays]);
    const [left, right] = [sum(window, 0, tipRays / 2), sum(window, tipRays / 2, tipRays)];
    return {
      fingerprint: mirror && left > right ? window.toReversed() : window,
      coverage: window.reduce((n, v) => n + (v > 0 ? 1 : 0), 0),
      asymmetry: left + right > 0 ? (right - left) / (right + left) : 0,
    };
  });
  return { centre, tip, coverage: all.reduce((n, v) => n + (v > 0 ? 1 : 0), 0), tips: found };
}

function sum(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let k = from; k < to; k++) total += values[k];
  return total;
}

/** The name of a pattern from the groups of its tips: the same whichever tip comes first and whichever way round. */
export function tipCombination(groups: readonly number[]): string {
  const ways = groups.flatMap((_, i) => {
    const turned = [...groups.slice(i), ...groups.slice(0, i)];
    return [turned, turned.toReversed()];
  });
  const keyed = ways.sort((a, b) => a.map((v, i) => v - b[i]).find((d) => d !== 0) ?? 0);
  return (keyed[0] ?? []).join('-');
}
