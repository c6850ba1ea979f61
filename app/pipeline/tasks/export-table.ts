import type { ParticleRows } from '../../domain/particle-rows.ts';
import { particlesCsv } from '../../formats/csv/particles.ts';
import { particlesParquet } from '../../formats/parquet/particles.ts';
import { task } from '../../ports/task.ts';

/** A file in pieces, one after the other. */
export interface FilePieces {
  readonly pieces: readonly Uint8Array[];
}

/** The header line of a table, and its rows without it, so that long tables are written in several goes. */
export const csvTask = task('export-csv', (rows: ParticleRows, { work }): { header: string } & FilePieces => {
  const encoder = new TextEncoder();
  const none = { ...rows, spans: rows.spans.map((span) => ({ ...span, count: 0 })) };
  const header = [...particlesCsv(none)].join('');
  const pieces: Uint8Array[] = [];
  let first = true;
  for (const text of particlesCsv(rows)) {
    work.check();
    pieces.push(encoder.encode(first ? text.slice(header.length) : text));
    first = false;
  }
  return { header, pieces };
});

/** A table as a Parquet file. */
export const parquetTask = task(
  'export-parquet',
  ({ rows, program }: { readonly rows: ParticleRows; readonly program: string }, { work }): FilePieces => {
    const pieces: Uint8Array[] = [];
    for (const piece of particlesParquet(rows, program)) {
      work.check();
      pieces.push(piece);
    }
    return { pieces };
  },
);
