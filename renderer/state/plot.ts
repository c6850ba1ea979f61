import { createStore } from 'zustand/vanilla';
import { freedmanDiaconisBins, type Histogram, histogram } from '../../app/math/histogram.ts';
import { fitNormal, type NormalFit, scaledTo } from '../../app/math/normal.ts';
import { type Summary, summarise } from '../../app/math/summary.ts';
import { finiteValues } from '../../app/math/values.ts';
import { paddedRange } from './plot-axis.ts';

/** How the plot shows samples: all as one, over each other, or one below the other. */
export type Grouping = 'together' | 'overlay' | 'multiples';

export interface PlotSettings {
  readonly kind: 'histogram' | 'scatter';
  /** Column of the horizontal axis. */
  readonly x: string;
  /** Column of the vertical axis of the scatter plot. */
  readonly y: string;
  /** What colours the points say: nothing, the sample, or a column. */
  readonly colour: { readonly by: 'nothing' | 'sample' } | { readonly by: 'column'; readonly column: string };
  readonly grouping: Grouping;
  /** Number of bins; null = by the rule of Freedman and Diaconis. */
  readonly bins: number | null;
  readonly fit: boolean;
}

export interface PlotState extends PlotSettings {
  /** The range of `x` that was dragged out last; null = none. */
  readonly range: readonly [low: number, high: number] | null;
}

export const plotStore = createStore<PlotState>()(() => ({
  kind: 'histogram',
  x: 'equivalent_diameter',
  y: 'circularity',
  colour: { by: 'nothing' },
  grouping: 'together',
  bins: null,
  fit: true,
  range: null,
}));

/** Changes the plot. Another column on the horizontal axis lets the range go. */
export function setPlot(change: Partial<PlotSettings>): void {
  plotStore.setState((s) => ({
    ...change,
    range: change.x === undefined || change.x === s.x ? s.range : null,
  }));
}

export function setRange(range: readonly [number, number] | null): void {
  plotStore.setState({ range: range === null || range[0] <= range[1] ? range : [range[1], range[0]] });
}

/** Rows that count and whose value lies in a range, ascending. */
export function rowsInRange(values: Float64Array, pass: Uint8Array, [low, high]: readonly [number, number]) {
  const rows = new Uint32Array(values.length);
  let n = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (pass[row] === 1 && value >= low && value <= high) rows[n++] = row;
  }
  return rows.slice(0, n);
}

/** One sample, or all of them, in a histogram. */
export interface Series {
  /** Index of the sample; -1 = all together. */
  readonly group: number;
  readonly name: string;
  readonly histogram: Histogram;
  readonly summary: Summary;
  /** The normal curve with the numbers' own mean and s.d., as high as the bars; null when there is none. */
  readonly fit: NormalFit | null;
}

export interface HistogramModel {
  /** The same for all series. */
  readonly edges: Float64Array;
  readonly series: readonly Series[];
}

/** More bins than this can't be told apart on a screen. */
const mostBins = 240;
const mostGroupedBins = 120;

/** 1 for each row that counts and belongs to a group. */
export function rowsOfGroup(pass: Uint8Array, groups: Uint8Array, group: number): Uint8Array {
  const own = new Uint8Array(pass.length);
  for (let row = 0; row < pass.length; row++) own[row] = pass[row] === 1 && groups[row] === group ? 1 : 0;
  return own;
}

/** Bins a sample should not lose its shape in: as many as the narrowest sample asks for over the whole range. */
function groupedBins(values: Float64Array, pass: Uint8Array, groups: Uint8Array, count: number): number {
  const [low, high] = paddedRange(values, pass, 0);
  let most = 1;
  for (let group = 0; group < count; group++) {
    const own = finiteValues(values, rowsOfGroup(pass, groups, group));
    if (own.length > 1) most = Math.max(most, freedmanDiaconisBins(own, [low, high]));
  }
  return Math.min(most, mostGroupedBins);
}

/**
 * Histograms of a column with common bins: of all rows that count, or of each group of them. `groups` holds the group of
 * each row, `names` the name of each group; groups without a number are left out.
 */
export function histogramModel(
  values: Float64Array,
  pass: Uint8Array,
  bins: number | null,
  groups: Uint8Array | null,
  names: readonly string[],
): HistogramModel {
  const asked = bins ?? (groups === null ? undefined : groupedBins(values, pass, groups, names.length));
  const free = histogram(values, { pass, ...(asked === undefined ? {} : { bins: asked }) });
  const whole = free.counts.length > mostBins ? histogram(values, { pass, bins: mostBins }) : free;
  const { edges } = whole;
  const range = [edges[0], edges[edges.length - 1]] as const;
  const seriesOf = (group: number, name: string, own: Uint8Array): Series => {
    const counted = group < 0 ? whole : histogram(values, { pass: own, bins: edges.length - 1, range });
    const summary = summarise(values, own);
    const fit = summary.sd > 0 ? scaledTo(fitNormal(values, own), counted) : null;
    return { group, name, histogram: counted, summary, fit };
  };
  if (groups === null) return { edges, series: [seriesOf(-1, 'All', pass)] };
  const series = names.map((name, group) => seriesOf(group, name, rowsOfGroup(pass, groups, group)));
  return { edges, series: series.filter(({ summary }) => summary.n > 0) };
}

/** The group of each row from that of its span. */
export function groupOfRows(
  spans: readonly { readonly start: number; readonly count: number }[],
  groupOfSpan: Uint8Array,
  rows: number,
): Uint8Array {
  const groups = new Uint8Array(rows).fill(255);
  for (const [i, { start, count }] of spans.entries()) groups.fill(groupOfSpan[i], start, start + count);
  return groups;
}

/** How many selected rows of a group lie in each bin; of all rows without `groups`. */
export function countSelected(
  values: Float64Array,
  selected: Uint32Array,
  edges: Float64Array,
  groups: Uint8Array | null = null,
  group = -1,
): Uint32Array {
  const chosen = new Float64Array(selected.length);
  for (let i = 0; i < selected.length; i++) {
    const row = selected[i];
    chosen[i] = groups === null || groups[row] === group ? values[row] : Number.NaN;
  }
  const range = [edges[0], edges[edges.length - 1]] as const;
  return histogram(chosen, { bins: edges.length - 1, range }).counts;
}
