import { z } from 'zod';
import { applyForest, type Forest, trainForest } from '../../clustering/classify/forest.ts';
import { applySvm, crossValidateSvm, type Svm, trainSvm } from '../../clustering/classify/svm.ts';
import { type Points, someRows } from '../../clustering/points.ts';
import type { ClassifierKind } from '../../domain/grouping.ts';
import type { Work } from '../../ports/work.ts';

export interface ClassifierSettings {
  readonly kind: ClassifierKind;
  /** SVM: price of a row on the wrong side. */
  readonly c: number;
  /** SVM: width of the radial kernel; null: 1 / (columns x variance). */
  readonly gamma: number | null;
  /** Forest. */
  readonly trees: number;
  readonly seed: number;
}

export type Classifier = { readonly svm: Svm } | { readonly forest: Forest };

export function trainClassifier(
  points: Points,
  labels: Int32Array,
  classes: number,
  s: ClassifierSettings,
  work: Work,
): Classifier {
  if (s.kind === 'forest')
    return { forest: trainForest(points, labels, classes, work, { trees: s.trees, seed: s.seed }) };
  return { svm: trainSvm(points, labels, classes, { c: s.c, gamma: s.kind === 'linear-svm' ? 0 : s.gamma }, work) };
}

/** Class of each row as a classifier tells it that was trained without the row's part. */
export function crossValidate(
  points: Points,
  labels: Int32Array,
  classes: number,
  partOf: Int32Array,
  parts: number,
  s: ClassifierSettings,
  work: Work,
): Int32Array {
  if (s.kind !== 'forest') {
    const settings = { c: s.c, gamma: s.kind === 'linear-svm' ? 0 : s.gamma };
    return crossValidateSvm(points, labels, classes, partOf, parts, settings, work);
  }
  const found = new Int32Array(points.rows);
  for (let part = 0; part < parts; part++) {
    const inside = Int32Array.from(partOf.keys()).filter((i) => partOf[i] !== part);
    const outside = Int32Array.from(partOf.keys()).filter((i) => partOf[i] === part);
    const own = { ...work, progress: (f: number, note: string) => work.progress((part + f) / parts, note) };
    const known = someRows(points, inside, work.threads);
    const model = trainClassifier(
      known,
      inside.map((i) => labels[i]),
      classes,
      s,
      own,
    );
    const asked = someRows(points, outside, work.threads);
    const { labels: told } = applyClassifier(asked, model, own);
    outside.forEach((row, k) => {
      found[row] = told[k];
    });
    work.threads.release(known.data);
    work.threads.release(asked.data);
  }
  return found;
}

/** Class of each row; `shares` of the trees' votes for a forest, else null. */
export function applyClassifier(
  points: Points,
  model: Classifier,
  work: Work,
): { labels: Int32Array; shares: Float64Array | null } {
  if ('forest' in model) return applyForest(points, model.forest, work);
  return { labels: applySvm(points, model.svm, work), shares: null };
}

const numbers = z.array(z.number());

/** A classifier as a file keeps it, frozen with the scaling of its columns. */
export const ClassifierFile = z.object({
  format: z.literal('morphoscope-classifier'),
  version: z.literal(1),
  program: z.string(),
  kind: z.string(),
  classes: z.array(z.string()).min(1),
  /** Headers of the columns in order, and what is taken off and what the rest is divided by. */
  columns: z.array(z.object({ name: z.string(), centre: z.number(), spread: z.number() })).min(1),
  accuracy: z.object({ crossValidated: z.number().nullable(), held: z.number().nullable() }),
  model: z.union([
    z.object({
      svm: z.object({ gamma: z.number(), c: z.number(), vectors: numbers, weights: numbers, offsets: numbers }),
    }),
    z.object({
      forest: z.object({
        starts: numbers,
        feature: numbers,
        threshold: numbers,
        left: numbers,
        shares: numbers,
        importance: numbers,
      }),
    }),
  ]),
});
export type ClassifierFile = z.infer<typeof ClassifierFile>;

/** The numbers of a classifier for its file. */
export function frozen(model: Classifier): ClassifierFile['model'] {
  if ('svm' in model) {
    const { gamma, c, vectors, weights, offsets } = model.svm;
    return { svm: { gamma, c, vectors: [...vectors], weights: [...weights], offsets: [...offsets] } };
  }
  const { starts, feature, threshold, left, shares, importance } = model.forest;
  return {
    forest: {
      starts: [...starts],
      feature: [...feature],
      threshold: [...threshold],
      left: [...left],
      shares: Array.from(shares, (v) => Number(v.toPrecision(7))),
      importance: [...importance],
    },
  };
}

/** The classifier of a file, or what is wrong with it. */
export function thawed({ model, classes, columns }: ClassifierFile): Classifier | string {
  const [groups, dims] = [classes.length, columns.length];
  if ('svm' in model) {
    const { gamma, c, vectors, weights, offsets } = model.svm;
    const pairs = (groups * (groups - 1)) / 2;
    const count = vectors.length / dims;
    if (offsets.length !== pairs || !Number.isInteger(count) || weights.length !== pairs * count)
      return 'its machines do not fit its classes and columns';
    const float = (values: readonly number[]) => Float64Array.from(values);
    return {
      svm: {
        classes: groups,
        dims,
        gamma,
        c,
        vectors: float(vectors),
        weights: float(weights),
        offsets: float(offsets),
      },
    };
  }
  const { starts, feature, threshold, left, shares, importance } = model.forest;
  const nodes = feature.length;
  const fits =
    threshold.length === nodes &&
    left.length === nodes &&
    shares.length === nodes * groups &&
    starts.at(-1) === nodes &&
    // Children stand after their parent, so that every way ends.
    feature.every((f, k) => f === -1 || (f >= 0 && f < dims && left[k] > k && left[k] + 1 < nodes));
  if (!fits) return 'its trees do not fit its classes and columns';
  return {
    forest: {
      classes: groups,
      dims,
      starts: Int32Array.from(starts),
      feature: Int32Array.from(feature),
      threshold: Float64Array.from(threshold),
      left: Int32Array.from(left),
      shares: Float32Array.from(shares),
      importance: Float64Array.from(importance),
    },
  };
}
