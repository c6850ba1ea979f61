import { random } from '../../math/random.ts';

/** Parts of rows so that each class is spread evenly over them: part of each row, 0..parts - 1. */
export function stratified(labels: Int32Array, parts: number, seed: number): Int32Array {
  const dice = random(seed + 31);
  const out = new Int32Array(labels.length);
  const rows = Int32Array.from(labels.keys());
  for (let i = rows.length - 1; i > 0; i--) {
    const j = dice.integer(0, i);
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  const next = new Map<number, number>();
  let begin = 0;
  for (const row of rows) {
    // Each class begins one part further, so that small classes do not all fill the first parts.
    const at = next.get(labels[row]) ?? begin++;
    out[row] = at % parts;
    next.set(labels[row], at + 1);
  }
  return out;
}

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rows: number;
}

export interface Judgement {
  readonly accuracy: number;
  /** Mean of the classes' recall. */
  readonly balancedAccuracy: number;
  /** confusion[true][told], rows. */
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly ClassScores[];
}

/** How well classes were told. */
export function judge(truth: ArrayLike<number>, told: ArrayLike<number>, classes: number): Judgement {
  const confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let i = 0; i < truth.length; i++) confusion[truth[i]][told[i]]++;
  const scores = confusion.map((row, g): ClassScores => {
    const rows = row.reduce((a, b) => a + b, 0);
    const called = confusion.reduce((sum, other) => sum + other[g], 0);
    const hit = confusion[g][g];
    return {
      precision: called > 0 ? hit / called : Number.NaN,
      recall: rows > 0 ? hit / rows : Number.NaN,
      f1: rows + called > 0 ? (2 * hit) / (rows + called) : Number.NaN,
      rows,
    };
  });
  const hits = confusion.reduce((sum, row, g) => sum + row[g], 0);
  const there = scores.filter(({ rows }) => rows > 0);
  return {
    accuracy: truth.length > 0 ? hits / truth.length : Number.NaN,
    balancedAccuracy: there.reduce((sum, { recall }) => sum + recall, 0) / there.length,
    confusion,
    classes: scores,
  };
}
