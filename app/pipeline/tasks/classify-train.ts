import { judge, stratified } from '../../clustering/classify/judge.ts';
import { type Points, pointsOf, someRows } from '../../clustering/points.ts';
import { scaled, scaleOf } from '../../clustering/scale.ts';
import { Failure } from '../../domain/failure.ts';
import { readTextTable, type TextTable } from '../../formats/csv/read-table.ts';
import { random } from '../../math/random.ts';
import { task } from '../../ports/task.ts';
import type { Work } from '../../ports/work.ts';
import {
  applyClassifier,
  type Classifier,
  type ClassifierFile,
  type ClassifierSettings,
  crossValidate,
  frozen,
  trainClassifier,
} from '../groups/classifier.ts';
import { chooseColumns, columnNamed } from '../groups/columns.ts';

export interface ClassifyTrainRequest extends ClassifierSettings {
  readonly path: string;
  /** Header of the column with the classes; rows without one are left out. */
  readonly label: string;
  readonly columns: readonly string[] | null;
  /** Share of rows held back for the test, 0..0.9. */
  readonly held: number;
  /** Parts of the cross-validation on the others; 0: none. */
  readonly folds: number;
  readonly program: string;
}

export interface ClassifyTrainResult {
  readonly model: Uint8Array;
  readonly report: Uint8Array;
  readonly rows: number;
  readonly skipped: number;
  readonly classes: readonly string[];
  readonly heldAccuracy: number | null;
  readonly crossValidated: number | null;
}

/** Trains a classifier on a table with classes, judges it by cross-validation and on rows held back, and freezes it. */
export const classifyTrainTask = task(
  'classify-train',
  (asked: ClassifyTrainRequest, { open, work }): ClassifyTrainResult => {
    const { threads } = work;
    const source = open(asked.path);
    const table = readTextTable(source, () => work.check());
    const { rows, labels, classes, chosen } = classified(table, source.name, asked);
    const partOf = asked.held > 0 ? stratified(labels, Math.max(2, Math.round(1 / asked.held)), asked.seed) : null;
    const inside = Int32Array.from(labels.keys()).filter((i) => partOf === null || partOf[i] !== 0);
    const outside = Int32Array.from(labels.keys()).filter((i) => partOf !== null && partOf[i] === 0);
    const raw = pointsOf(chosen.values, rows, threads);
    const known = someRows(raw, inside, threads);
    // The scaling knows nothing of the rows that are held back.
    const scale = scaleOf(known, 'zscore');
    const points = scaled(known, scale, threads);
    const truth = inside.map((i) => labels[i]);
    const k = classes.length;
    const part = (from: number, share: number): Work => ({
      ...work,
      progress: (f, note) => work.progress(from + share * f, note),
    });
    const folds = Math.min(asked.folds, inside.length);
    const parts = stratified(truth, Math.max(1, folds), asked.seed + 1);
    const told = folds > 1 ? crossValidate(points, truth, k, parts, folds, asked, part(0, 0.7)) : null;
    const model = trainClassifier(points, truth, k, asked, part(0.7, 0.2));
    const test = scaled(someRows(raw, outside, threads), scale, threads);
    const testTruth = outside.map((i) => labels[i]);
    const held = outside.length > 0 ? judge(testTruth, applyClassifier(test, model, work).labels, k) : null;
    const crossed = told === null ? null : judge(truth, told, k);
    const byFold = told === null ? [] : foldAccuracies(truth, told, parts, folds);
    const importance = importances(
      outside.length > 0 ? test : points,
      outside.length > 0 ? testTruth : truth,
      k,
      model,
      part(0.9, 0.1),
      asked.seed,
    );
    const accuracy = { crossValidated: crossed?.accuracy ?? null, held: held?.accuracy ?? null };
    const file: ClassifierFile = {
      format: 'morphoscope-classifier',
      version: 1,
      program: asked.program,
      kind: asked.kind,
      classes: [...classes],
      columns: chosen.names.map((name, c) => ({ name, centre: scale.centre[c], spread: scale.spread[c] })),
      accuracy,
      model: frozen(model),
    };
    const report = {
      program: asked.program,
      table: source.name,
      label: asked.label,
      classes,
      rows: { used: rows.length, training: inside.length, held: outside.length, skipped: table.rows - rows.length },
      columns: chosen.names,
      leftOut: chosen.leftOut,
      classifier: settingsOf(asked, model),
      seed: asked.seed,
      crossValidation: crossed === null ? null : { folds, byFold, ...spread(byFold), ...crossed },
      test: held,
      importance: chosen.names
        .map((column, c) => ({
          column,
          permutation: importance[c],
          impurity: 'forest' in model ? model.forest.importance[c] : null,
        }))
        .toSorted((a, b) => b.permutation - a.permutation),
    };
    const encode = (content: unknown, gap: number) =>
      new TextEncoder().encode(`${JSON.stringify(content, null, gap)}\n`);
    return {
      model: encode(file, 0),
      report: encode(report, 1),
      rows: rows.length,
      skipped: table.rows - rows.length,
      classes,
      heldAccuracy: accuracy.held,
      crossValidated: accuracy.crossValidated,
    };
  },
);

function settingsOf({ kind, c, trees }: ClassifierSettings, model: Classifier) {
  if ('forest' in model) return { kind, trees };
  const { gamma, vectors, dims } = model.svm;
  return { kind, c, ...(kind === 'svm' ? { gamma } : {}), supportVectors: vectors.length / dims };
}

/** Rows with a class and all numbers, the class of each, and the names of the classes in order. */
function classified(table: TextTable, file: string, { label, columns }: ClassifyTrainRequest) {
  const column = columnNamed(table, file, label);
  const name = (row: number) =>
    column.values === null
      ? (column.text?.[row] ?? '')
      : Number.isNaN(column.values[row])
        ? ''
        : String(column.values[row]);
  const others = { ...table, columns: table.columns.filter((c) => c !== column) };
  const chosen = chooseColumns(others, file, columns);
  const rows = chosen.rows.filter((row) => name(row) !== '');
  const classes = [...new Set(Array.from(rows, name))].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (classes.length < 2 || classes.length > 200) {
    throw new Failure(
      'invalid-input',
      `Column “${column.name}” of ${file} holds ${classes.length === 1 ? 'one class' : `${classes.length} classes`}.`,
      'Name the column that holds from 2 to 200 classes with --label.',
      column.name,
    );
  }
  const numberOf = new Map(classes.map((c, g) => [c, g]));
  const labels = Int32Array.from(rows, (row) => numberOf.get(name(row)) ?? 0);
  return { rows, labels, classes, chosen };
}

function foldAccuracies(truth: Int32Array, told: Int32Array, parts: Int32Array, folds: number): number[] {
  return Array.from({ length: folds }, (_, f) => {
    const own = [...parts.keys()].filter((i) => parts[i] === f);
    return own.filter((i) => truth[i] === told[i]).length / own.length;
  });
}

function spread(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return { mean, sd: Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, values.length - 1)) };
}

/** Rows that permutation importance looks at. */
const mostAsked = 4000;

/** How much accuracy falls when one column is shuffled (Breiman 2001), column by column. */
function importances(
  points: Points,
  truth: Int32Array,
  classes: number,
  model: Classifier,
  work: Work,
  seed: number,
): Float64Array {
  const { threads } = work;
  const rows = Int32Array.from({ length: Math.min(mostAsked, points.rows) }, (_, i) =>
    Math.floor((i * points.rows) / Math.min(mostAsked, points.rows)),
  );
  const own = someRows(points, rows, threads);
  const right = rows.map((i) => truth[i]);
  const accuracy = (asked: Points): number =>
    judge(right, applyClassifier(asked, model, work).labels, classes).accuracy;
  const whole = accuracy(own);
  const dice = random(seed + 7);
  return Float64Array.from({ length: own.dims }, (_, c) => {
    work.check();
    work.progress(c / own.dims, 'Importance of columns');
    const kept = Float64Array.from({ length: own.rows }, (__, i) => own.data[i * own.dims + c]);
    const shuffled = kept.slice();
    for (let i = own.rows - 1; i > 0; i--) {
      const j = dice.integer(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
    }
    const put = (values: Float64Array) => {
      for (let i = 0; i < own.rows; i++) own.data[i * own.dims + c] = values[i];
    };
    put(shuffled);
    const fall = whole - accuracy(own);
    put(kept);
    return fall;
  });
}
