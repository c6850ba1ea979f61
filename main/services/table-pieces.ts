import type { ParticleRows, ParticleSpan } from '../../app/domain/particle-rows.ts';
import { csvTask } from '../../app/pipeline/tasks/export-table.ts';
import type { JobHandle } from '../../app/ports/job-board.ts';
import type { TaskRunner } from '../../app/ports/task.ts';

/** Rows that one call of a worker puts into text: some megabytes. */
const rowsAtOnce = 20_000;

/** Part of a span, by its number. */
interface Stretch {
  readonly span: number;
  readonly start: number;
  readonly count: number;
}

/** A typed array, of which rows are taken. */
interface Rows {
  subarray(start: number, end: number): ArrayLike<number>;
}

/** The rows of all spans in groups of at most `limit`. */
export function* stretches(spans: readonly ParticleSpan[], limit: number): Generator<Stretch[]> {
  let group: Stretch[] = [];
  let room = limit;
  for (const [span, { start, count }] of spans.entries()) {
    for (let done = 0; done < count; ) {
      const take = Math.min(room, count - done);
      group.push({ span, start: start + done, count: take });
      done += take;
      room -= take;
      if (room > 0) continue;
      yield group;
      group = [];
      room = limit;
    }
  }
  if (group.length > 0) yield group;
}

/** The rows of a group with arrays of their own. All spans stay, empty ones too, so that every piece has the same columns. */
export function piece(rows: ParticleRows, group: readonly Stretch[]): ParticleRows {
  const length = group.reduce((sum, { count }) => sum + count, 0);
  const gather = <A extends Float64Array | Int32Array | Uint8Array>(from: ArrayLike<number> & Rows, into: A): A => {
    let at = 0;
    for (const { start, count } of group) {
      into.set(from.subarray(start, start + count), at);
      at += count;
    }
    return into;
  };
  const spans = rows.spans.map((span) => ({ ...span, start: 0, count: 0 }));
  let at = 0;
  for (const { span, count } of group) {
    spans[span] = { ...spans[span], start: at, count };
    at += count;
  }
  return {
    table: {
      rows: length,
      columns: rows.table.columns,
      values: rows.table.values.map((values) => gather(values, new Float64Array(length))),
    },
    spans,
    ids: gather(rows.ids, new Int32Array(length)),
    ...(rows.pass === undefined ? {} : { pass: gather(rows.pass, new Uint8Array(length)) }),
  };
}

/** A table as CSV, made in worker threads a piece at a time, so that a long one takes little memory. */
export async function* csvPieces(tasks: TaskRunner, rows: ParticleRows, job: JobHandle): AsyncGenerator<Uint8Array> {
  const empty = await tasks.run(csvTask, piece(rows, []), { signal: job.signal });
  yield new TextEncoder().encode(empty.header);
  let done = 0;
  for (const group of stretches(rows.spans, rowsAtOnce)) {
    const { pieces } = await tasks.run(csvTask, piece(rows, group), { signal: job.signal });
    yield* pieces;
    for (const { count } of group) done += count;
    job.progress(done / rows.table.rows, `${done.toLocaleString('en-US')} particles`);
  }
}
