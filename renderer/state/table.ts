import { createStore } from 'zustand/vanilla';
import { bytesPath } from '../../app/contract/bytes.ts';
import type { TableLayout } from '../../app/contract/particles.ts';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';
import { applyFilter, type ParticleFilter } from '../../app/domain/filter.ts';
import { fetchColumn, fetchFlags } from '../client/bytes.ts';
import { ask, on } from '../client/session.ts';
import { type PlaneRef, selectionStore } from './selection.ts';

/** The particles of a run, row by row, as the window needs them at once; columns are fetched when somebody shows them. */
export interface RunTable {
  readonly layout: TableLayout;
  /** 1 = touches the image border. */
  readonly border: Uint8Array;
  /** 1 = rejected by a person. */
  readonly rejected: Uint8Array;
  /** 1 = passes the filter and is not rejected. */
  readonly pass: Uint8Array;
  readonly counts: FilterCounts;
}

/** What the filter of a table does, in particles. Each rule is counted on its own: one particle may fail several. */
export interface FilterCounts {
  readonly kept: number;
  readonly rejected: number;
  readonly droppedByBorder: number;
  /** In the order of the filter's rules. */
  readonly droppedByRule: readonly number[];
}

export interface Tables {
  /** Tables of the chosen run and the one compared with it. */
  readonly tables: ReadonlyMap<number, RunTable>;
  /** Why a table could not be read, by run. */
  readonly failures: ReadonlyMap<number, FailureInfo>;
}

export const tableStore = createStore<Tables>()(() => ({ tables: new Map(), failures: new Map() }));

type Span = TableLayout['spans'][number];

/** The rows of a plane; undefined when the run has no result there. */
export function spanOf(layout: TableLayout, plane: PlaneRef): Span | undefined {
  return layout.spans.find((span) => span.imageId === plane.imageId && span.frame === plane.frame);
}

/** The row of instance `id` (1-based) of a span, or null when it has none. */
export function rowOf(span: Span, id: number): number | null {
  return id >= 1 && id <= span.count ? span.start + id - 1 : null;
}

/** The instance ids (1-based) of those ascending `rows` that lie in the span. */
export function idsIn(span: Span, rows: Uint32Array): Uint32Array {
  const from = lowerBound(rows, span.start);
  const to = lowerBound(rows, span.start + span.count);
  return rows.slice(from, to).map((row) => row - span.start + 1);
}

/** Plane and instance id of a row, or null when no span holds it. */
export function placeOf(layout: TableLayout, row: number): (PlaneRef & { readonly id: number }) | null {
  let low = 0;
  let high = layout.spans.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const span = layout.spans[middle];
    if (row < span.start) high = middle - 1;
    else if (row >= span.start + span.count) low = middle + 1;
    else return { imageId: span.imageId, frame: span.frame, id: row - span.start + 1 };
  }
  return null;
}

function lowerBound(rows: Uint32Array, value: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One column of a run's table, fetched once. Throws `Failure`. */
export function readColumn(layout: TableLayout, columnId: string): Promise<Float64Array> {
  const column = layout.columns.find((c) => c.id === columnId);
  if (column === undefined) {
    throw new Failure('not-found', `This run measured no column "${columnId}".`, 'Choose another column.');
  }
  return fetchColumn(column.url, layout.rows);
}

/** Filters that are being tried: shown, but not kept yet. By run. */
const drafts = new Map<number, ParticleFilter>();

async function filtered(
  kept: TableLayout,
  border: Uint8Array,
  rejected: Uint8Array,
): Promise<Pick<RunTable, 'layout' | 'pass' | 'counts'>> {
  const filter = drafts.get(kept.runId) ?? kept.filter;
  const layout = filter === kept.filter ? kept : { ...kept, filter };
  const columns = filter.rules.flatMap((rule) => layout.columns.find((column) => column.id === rule.column) ?? []);
  const values = await Promise.all(columns.map((column) => readColumn(layout, column.id)));
  const { pass, ...counts } = applyFilter(filter, { rows: layout.rows, columns, values }, border, rejected);
  return { layout, pass, counts };
}

async function readTable(runId: number): Promise<RunTable> {
  const layout = await ask('particles.table', { runId });
  const [border, rejected] = await Promise.all([
    fetchFlags(bytesPath.flags(runId, 'border'), layout.rows),
    fetchFlags(bytesPath.flags(runId, 'rejected'), layout.rows),
  ]);
  return { border, rejected, ...(await filtered(layout, border, rejected)) };
}

/**
 * Shows the particles of a run through `filter` at once, before it is kept, however often the table is read meanwhile;
 * null ends the trial and leaves what is shown.
 */
export async function tryFilter(runId: number, filter: ParticleFilter | null): Promise<void> {
  if (filter === null) {
    drafts.delete(runId);
    return;
  }
  drafts.set(runId, filter);
  const table = tableStore.getState().tables.get(runId);
  if (table === undefined) return;
  const next = { ...table, ...(await filtered(table.layout, table.border, table.rejected)) };
  // A newer trial, or a table read since then, knows better.
  if (drafts.get(runId) !== filter || tableStore.getState().tables.get(runId)?.rejected !== table.rejected) return;
  tableStore.setState((s) => ({ tables: new Map(s.tables).set(runId, next) }));
}

const asked = new Map<number, number>();

/** Reads a run's table anew; a later wish for the same run makes an earlier answer void. */
export async function loadTable(runId: number): Promise<void> {
  const turn = (asked.get(runId) ?? 0) + 1;
  asked.set(runId, turn);
  try {
    const table = await readTable(runId);
    if (asked.get(runId) !== turn || !isWanted(runId)) return;
    tableStore.setState((s) => ({
      tables: new Map(s.tables).set(runId, table),
      failures: without(s.failures, runId),
    }));
  } catch (thrown) {
    const { info } = Failure.from(thrown);
    if (asked.get(runId) !== turn || info.tag === 'stopped') return;
    tableStore.setState((s) => ({ failures: new Map(s.failures).set(runId, info) }));
  }
}

function wantedRuns(): number[] {
  const { runId, otherRunId } = selectionStore.getState();
  return [runId, otherRunId].filter((id) => id !== null);
}

const isWanted = (runId: number) => wantedRuns().includes(runId);

function without<V>(map: ReadonlyMap<number, V>, key: number): ReadonlyMap<number, V> {
  const copy = new Map(map);
  copy.delete(key);
  return copy;
}

/** Keeps the tables of the chosen runs in the store and true to the services. Returns the way to stop. */
export function followTables(): () => void {
  const bring = () => {
    const wanted = wantedRuns();
    const { tables } = tableStore.getState();
    if ([...tables.keys()].some((id) => !wanted.includes(id))) {
      tableStore.setState({ tables: new Map([...tables].filter(([id]) => wanted.includes(id))), failures: new Map() });
    }
    for (const id of wanted) if (!tables.has(id)) void loadTable(id);
  };
  const refresh = (runId: number | null) => {
    for (const id of wantedRuns()) if (runId === null || id === runId) void loadTable(id);
  };
  bring();
  const quits = [
    selectionStore.subscribe((now, before) => {
      if (now.runId !== before.runId || now.otherRunId !== before.otherRunId) bring();
    }),
    on('particles.changed', ({ runId }) => refresh(runId)),
    on('runs.changed', ({ runId }) => refresh(runId)),
  ];
  return () => {
    for (const quit of quits) quit();
  };
}
