import type { LabelMap, ParticleMaps } from '../domain/plane.ts';
import type { Work } from '../ports/work.ts';
import { squaredDistance } from './distance.ts';

/** What speaks for or against each particle of a look; element `label` of every list, element 0 unused. */
export interface ParticleFacts {
  readonly count: number;
  /** px of the maps. */
  readonly area: Int32Array;
  /** Mean probability of its pixels. */
  readonly sure: Float64Array;
  /** Greatest depth that the network gave. */
  readonly peak: Float64Array;
  /** 1 where the depth of the network is that of the outline that came out of it: sum of differences over sum of maxima, from 1. */
  readonly agreement: Float64Array;
  /** Radius of the largest disc inside, px of the maps. */
  readonly inner: Float64Array;
}

/** 1 in particles but where another one is beside or below: what distances to their outlines are measured in. */
function parted({ width, height, data }: LabelMap, { threads }: Work): Uint8Array {
  const out = threads.allocate('uint8', width * height);
  for (let y = 0; y < height; y++) {
    const stop = (y + 1) * width;
    for (let i = y * width; i < stop; i++) {
      const label = data[i];
      if (label === 0) continue;
      const right = i + 1 < stop ? data[i + 1] : label;
      const below = y + 1 < height ? data[i + width] : label;
      out[i] = (right !== label && right !== 0) || (below !== label && below !== 0) ? 0 : 1;
    }
  }
  return out;
}

export function particleFacts(labels: LabelMap, { particle, depth }: ParticleMaps, work: Work): ParticleFacts {
  const { width, height, count, data } = labels;
  const inside = parted(labels, work);
  const squares = squaredDistance({ width, height, data: inside }, work).data;
  const area = new Int32Array(count + 1);
  const [sure, peak, inner, apart, most] = Array.from({ length: 5 }, () => new Float64Array(count + 1));
  for (let i = 0; i < data.length; i++) {
    const label = data[i];
    if (label === 0) continue;
    area[label]++;
    sure[label] += particle[i];
    if (depth[i] > peak[label]) peak[label] = depth[i];
    if (squares[i] > inner[label]) inner[label] = squares[i];
  }
  for (let i = 0; i < data.length; i++) {
    const label = data[i];
    if (label === 0) continue;
    const own = Math.sqrt(squares[i] / Math.max(1, inner[label]));
    apart[label] += Math.abs(own - depth[i]);
    most[label] += Math.max(own, depth[i]);
  }
  work.threads.release(squares);
  work.threads.release(inside);
  const agreement = apart.map((sum, label) => 1 - sum / (most[label] || 1));
  for (let label = 1; label <= count; label++) {
    sure[label] /= Math.max(1, area[label]);
    inner[label] = Math.sqrt(Math.max(1, inner[label]));
  }
  return { count, area, sure, peak, agreement, inner };
}

/** Diameter of the disk of the particle's area, px of the maps. */
export const diameterOf = ({ area }: ParticleFacts, label: number): number => Math.sqrt((4 * area[label]) / Math.PI);

/** Diameter such that half of the summed diameters are larger, px of the maps; 0 without particles. */
export function typicalDiameter(facts: ParticleFacts): number {
  const diameters = Float64Array.from({ length: facts.count }, (_, i) => diameterOf(facts, i + 1)).sort();
  const half = diameters.reduce((a, b) => a + b, 0) / 2;
  let sum = 0;
  for (const diameter of diameters) {
    sum += diameter;
    if (sum >= half) return diameter;
  }
  return 0;
}

/**
 * What a judge weighs for each particle: 1, certainty, agreement, depth, size against the size that the network was taught, size
 * against its neighbours', roundness, whether the look was flattened. Each about 0 in the middle of its range, so that weights compare.
 * @param taught diameter at which the network was taught particles, px of the maps
 */
export function evidence(
  facts: ParticleFacts,
  label: number,
  flat: boolean,
  taught: number,
  typical: number,
): number[] {
  const sure = 10 * (facts.sure[label] - 0.85);
  const size = Math.log(diameterOf(facts, label) / taught);
  const relative = Math.log(diameterOf(facts, label) / (typical || 1));
  const thin = Math.log(facts.area[label] / (Math.PI * facts.inner[label] ** 2));
  return [
    1,
    sure,
    Math.max(0, sure - 0.5),
    10 * (facts.agreement[label] - 0.65),
    10 * (facts.peak[label] - 0.65),
    size,
    size * size,
    size * sure,
    relative,
    relative * relative,
    thin,
    thin * thin,
    flat ? 1 : 0,
    flat ? size : 0,
  ];
}

/** Probability that each particle is one that a person would draw: logistic in the evidence. Element 0 is 0. */
export function likelihoods(
  facts: ParticleFacts,
  flat: boolean,
  judge: readonly number[],
  taught: number,
): Float64Array {
  const typical = typicalDiameter(facts);
  return Float64Array.from({ length: facts.count + 1 }, (_, label) => {
    if (label === 0) return 0;
    const score = evidence(facts, label, flat, taught, typical).reduce((sum, value, k) => sum + value * judge[k], 0);
    return 1 / (1 + Math.exp(-score));
  });
}
