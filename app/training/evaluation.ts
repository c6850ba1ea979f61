import type { LabelMap } from '../domain/plane.ts';
import { addCurve, type CurveCounts, curveStep, emptyCurve } from './curves.ts';
import { diameters, sizeGroup, territories } from './territories.ts';

/** Counts of a model's answers on labelled images, from which all scores follow. Plain arrays; images add up. */
export interface EvaluationCounts {
  readonly classes: number;
  /** Pixels by true class (row) and most probable class (column), K x K. */
  readonly confusion: Float64Array;
  /** Sum over pixels of the probability of each class (column), by true class (row), K x K. */
  readonly soft: Float64Array;
  /** One a class: against all others. */
  readonly curves: readonly CurveCounts[];
  /** The sum of the probabilities of all classes that are part of a particle, against the rest. */
  readonly particle: CurveCounts;
  /** Borders between groups of particle sizes, ascending; one group more than borders. */
  readonly edges: readonly number[];
  /** The particle curve by size: every pixel belongs to the particle that it is nearest to. */
  readonly bySize: readonly CurveCounts[];
  /** The particle curve by sample. */
  readonly bySample: readonly { readonly sample: string; readonly curve: CurveCounts }[];
}

export function emptyEvaluation(classes: number, edges: readonly number[] = []): EvaluationCounts {
  return {
    classes,
    confusion: new Float64Array(classes * classes),
    soft: new Float64Array(classes * classes),
    curves: Array.from({ length: classes }, emptyCurve),
    particle: emptyCurve(),
    edges,
    bySize: Array.from({ length: edges.length + 1 }, emptyCurve),
    bySample: [],
  };
}

export interface Answered {
  readonly width: number;
  readonly height: number;
  /** [K, height, width]. */
  readonly probabilities: Float32Array;
  /** True class index of each pixel; -1 takes no part. */
  readonly labels: Int32Array;
  /** Indexes of the classes that are part of a particle. */
  readonly particleClasses: readonly number[];
  /** The true particles, for scores by size; null leaves those out. */
  readonly particles: LabelMap | null;
  /** nm a pixel, or 1 when sizes are counted in px. */
  readonly pixelSize: number;
  readonly sample: string;
}

/** The counts of one image. */
export function evaluateImage(answered: Answered, classes: number, edges: readonly number[] = []): EvaluationCounts {
  const { probabilities, labels, particleClasses, particles, sample } = answered;
  const made = emptyEvaluation(classes, edges);
  const { confusion, soft, curves, particle, bySize } = made;
  const pixels = labels.length;
  const isParticle = Uint8Array.from({ length: classes }, (_, k) => (particleClasses.includes(k) ? 1 : 0));
  const group = particles === null || particles.count === 0 ? null : groupsOf(particles, answered.pixelSize, edges);
  for (let i = 0; i < pixels; i++) {
    const truth = labels[i];
    if (truth < 0 || truth >= classes) continue;
    let [best, most, together] = [0, Number.NEGATIVE_INFINITY, 0];
    for (let k = 0; k < classes; k++) {
      const p = probabilities[k * pixels + i];
      soft[truth * classes + k] += p;
      if (p > most) {
        most = p;
        best = k;
      }
      if (isParticle[k] === 1) together += p;
      const side = k === truth ? curves[k].positives : curves[k].negatives;
      side[curveStep(p)]++;
    }
    confusion[truth * classes + best]++;
    const step = curveStep(together);
    const there = isParticle[truth] === 1;
    (there ? particle.positives : particle.negatives)[step]++;
    if (group === null) continue;
    const sized = bySize[group[i]];
    (there ? sized.positives : sized.negatives)[step]++;
  }
  const own = emptyCurve();
  addCurve(own, particle);
  return { ...made, bySample: [{ sample, curve: own }] };
}

/** The size group of the particle that each pixel is nearest to. */
function groupsOf(particles: LabelMap, pixelSize: number, edges: readonly number[]): Uint8Array {
  const groups = Uint8Array.from(diameters(particles, pixelSize), (size) => sizeGroup(size, edges));
  return Uint8Array.from(territories(particles), (label) => groups[label]);
}

/** The counts of several images together. All must have the same classes and size groups. */
export function mergeEvaluations(parts: readonly EvaluationCounts[]): EvaluationCounts {
  const [first] = parts;
  const sum = emptyEvaluation(first.classes, first.edges);
  const samples = new Map<string, CurveCounts>();
  for (const part of parts) {
    for (let i = 0; i < sum.confusion.length; i++) {
      sum.confusion[i] += part.confusion[i];
      sum.soft[i] += part.soft[i];
    }
    for (const [k, curve] of sum.curves.entries()) addCurve(curve, part.curves[k]);
    for (const [k, curve] of sum.bySize.entries()) addCurve(curve, part.bySize[k]);
    addCurve(sum.particle, part.particle);
    for (const { sample, curve } of part.bySample) {
      const known = samples.get(sample) ?? emptyCurve();
      addCurve(known, curve);
      samples.set(sample, known);
    }
  }
  return { ...sum, bySample: [...samples].map(([sample, curve]) => ({ sample, curve })) };
}

/**
 * Soft Dice of each true class (row) with each found one (column), K x K: 2 sum t_i p_j / (sum t_i + sum p_j), with t the truth and p
 * the probabilities. A perfect model has 1 along the diagonal and 0 elsewhere. NaN where neither is there.
 */
export function softDice({ classes, soft }: Pick<EvaluationCounts, 'classes' | 'soft'>): Float64Array<ArrayBuffer> {
  const out = new Float64Array(classes * classes);
  const truth = new Float64Array(classes);
  const found = new Float64Array(classes);
  for (let i = 0; i < classes; i++)
    for (let j = 0; j < classes; j++) {
      // probabilities of a pixel sum to 1, so a row sums to the pixels of its class
      truth[i] += soft[i * classes + j];
      found[j] += soft[i * classes + j];
    }
  for (let i = 0; i < classes; i++)
    for (let j = 0; j < classes; j++) out[i * classes + j] = (2 * soft[i * classes + j]) / (truth[i] + found[j]);
  return out;
}
