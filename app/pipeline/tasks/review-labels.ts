import { decodeLabelled } from '../../domain/labels/labelled-instance.ts';
import type { PixelBox } from '../../domain/run-mask.ts';
import { disagreements } from '../../particles/disagreement.ts';
import { task } from '../../ports/task.ts';
import { outlying } from '../../statistics/outlying.ts';
import { countedParticles, type RunParticles } from './label-frames.ts';

/** Something to look at in a frame. */
export interface FrameIssue {
  readonly kind: 'missing' | 'extra' | 'shape';
  readonly instanceId: number | null;
  /** Index of the run's particle in the frame, or null. */
  readonly index: number | null;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly score: number;
  readonly reviewed: boolean;
}

export interface FrameIssues {
  readonly issues: readonly FrameIssue[];
  /** 1 = labels and run agree, 0 = they share nothing. */
  readonly agreement: number;
  readonly counts: { readonly missing: number; readonly extra: number; readonly shape: number };
}

interface LabelsAndRun {
  readonly labelled: Uint8Array;
  readonly run: RunParticles;
  /** Places where a person found the labels right. */
  readonly checked: readonly PixelBox[];
  readonly most: number;
}

/** From this overlap of boxes on, what is asked about now is what was looked at before: a later run draws it a little differently. */
const sameBoxFrom = 0.5;

/** Whether a person has looked at a place; by the boxes' intersection over union. */
export function isChecked(box: PixelBox, checked: readonly PixelBox[]): boolean {
  return checked.some((one) => {
    const width = Math.min(box.x + box.width, one.x + one.width) - Math.max(box.x, one.x);
    const height = Math.min(box.y + box.height, one.y + one.height) - Math.max(box.y, one.y);
    if (width <= 0 || height <= 0) return false;
    const both = width * height;
    return both / (box.width * box.height + one.width * one.height - both) >= sameBoxFrom;
  });
}

/** Where the labels of a frame and a run differ, the worst first; at most `most`. */
export const compareLabelsTask = task('compare-labels', ({ labelled, run, checked, most }: LabelsAndRun) => {
  const labels = decodeLabelled(labelled);
  const counted = countedParticles(run);
  const found = counted.map(({ instance }) => instance);
  const { items, agreement } = disagreements(labels, found);
  const count = (kind: FrameIssue['kind']) => items.filter((item) => item.kind === kind).length;
  return {
    agreement,
    counts: { missing: count('missing'), extra: count('extra'), shape: count('shape') },
    issues: items.slice(0, most).map(({ kind, label, found: f, score }): FrameIssue => {
      const { x, y, width, height } = (label === null ? found[f ?? 0] : labels[label]).mask;
      return {
        kind,
        instanceId: label === null ? null : labels[label].id,
        index: f === null ? null : counted[f].index,
        box: { x, y, width, height },
        score,
        reviewed: label === null ? isChecked({ x, y, width, height }, checked) : labels[label].reviewed,
      };
    }),
  } satisfies FrameIssues;
});

export interface UncertainRows {
  /** How unsure the run was of each row, 0..1, where it says so. */
  readonly uncertainty: Float64Array | null;
  /** Measures of the rows, for runs that do not. */
  readonly columns: readonly Float64Array[];
  /** 1 for each row that counts. */
  readonly pass: Uint8Array;
  /** Stretches of rows, one a frame. */
  readonly spans: readonly { readonly start: number; readonly count: number }[];
  /** `frames`: the worst row of each span; `particles`: the worst of all. */
  readonly unit: 'frames' | 'particles';
  readonly most: number;
}

/** A row to look at: its score 0..1, and the column in which it differs from the rest (-1: none). */
export interface UncertainRow {
  readonly row: number;
  readonly score: number;
  readonly column: number;
}

/** A particle this many robust standard deviations from the rest gets half of the largest score. */
const halfScoreAt = 3.5;

function worstRow(score: Float64Array, pass: Uint8Array, start: number, count: number): number {
  let worst = -1;
  for (let row = start; row < start + count; row++)
    if (pass[row] === 1 && score[row] >= 0 && (worst < 0 || score[row] > score[worst])) worst = row;
  return worst;
}

/** The rows of a run's table of which it was least sure, else those farthest from the rest (`outlying`), the worst first. */
export const uncertainRowsTask = task(
  'uncertain-rows',
  ({ uncertainty, columns, pass, spans, unit, most }: UncertainRows) => {
    const far = uncertainty === null ? outlying(columns) : null;
    const score = uncertainty ?? far?.distance.map((d) => d / (d + halfScoreAt)) ?? new Float64Array(pass.length);
    const all =
      unit === 'frames'
        ? spans.map(({ start, count }) => worstRow(score, pass, start, count)).filter((row) => row >= 0)
        : Array.from(pass.keys()).filter((row) => pass[row] === 1 && score[row] >= 0);
    all.sort((a, b) => score[b] - score[a] || a - b);
    const rows = all.slice(0, most).map(
      (row): UncertainRow => ({
        row,
        score: Math.min(1, score[row]),
        column: far?.column[row] ?? -1,
      }),
    );
    return { rows, total: all.length, medians: far?.medians ?? [] };
  },
);
