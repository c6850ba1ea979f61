import { canonicalJson } from '../../app/domain/canonical-json.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { FeatureColumn } from '../../app/domain/feature-table.ts';
import { encodedBorderFlags, encodedCount } from '../../app/domain/instance-codec.ts';
import type { NewResult } from '../../app/ports/stored.ts';
import type { Writer } from './connection.ts';

/** The id under which a column is kept. The same measurement in nm and in px are two columns. */
function columnId(writer: Writer, column: FeatureColumn, position: number): number {
  const known = writer.one<{ id: number; definition: string; position: number }>(
    'SELECT id, definition, position FROM feature_columns WHERE key = ? AND unit = ?',
    column.id,
    column.unit,
  );
  const definition = canonicalJson(column);
  if (known === undefined)
    return writer.run(
      'INSERT INTO feature_columns (key, unit, position, definition) VALUES (?, ?, ?, ?)',
      column.id,
      column.unit,
      position,
      definition,
    ).id;
  if (known.definition !== definition || known.position !== position)
    writer.run('UPDATE feature_columns SET definition = ?, position = ? WHERE id = ?', definition, position, known.id);
  return known.id;
}

/** The bytes of an array, copied only where SQLite could not see other threads write into them. */
function bytesOf(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return values.buffer instanceof ArrayBuffer ? bytes : Uint8Array.from(bytes);
}

function insertComputation(writer: Writer, result: NewResult): number {
  const particles = encodedCount(result.instances);
  if (result.values.length !== result.columns.length || result.values.some((v) => v.length !== particles))
    throw new Failure('internal', 'A result has columns of unequal length.', 'Please report this.');
  const { id } = writer.run(
    `INSERT INTO computations (key, particles, seconds, width, height, pixel_size, created, provenance, border)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    result.key,
    particles,
    result.seconds,
    result.width,
    result.height,
    result.provenance.pixelSize,
    new Date().toISOString(),
    canonicalJson(result.provenance),
    encodedBorderFlags(result.instances),
  );
  writer.run('INSERT INTO instance_blobs (computation_id, bytes) VALUES (?, ?)', id, result.instances);
  result.columns.forEach((column, i) => {
    writer.run(
      'INSERT INTO feature_chunks (computation_id, column_id, bytes) VALUES (?, ?, ?)',
      id,
      columnId(writer, column, i),
      bytesOf(result.values[i]),
    );
  });
  return id;
}

function takeIn(writer: Writer, runId: number, imageId: number, frame: number, computation: number): void {
  const before = writer.one<{ id: number; computation_id: number }>(
    'SELECT id, computation_id FROM results WHERE run_id = ? AND image_id = ? AND frame = ?',
    runId,
    imageId,
    frame,
  );
  if (before?.computation_id === computation) return;
  if (before !== undefined) {
    writer.run('DELETE FROM results WHERE id = ?', before.id);
    writer.run(
      'DELETE FROM computations WHERE id = ? AND id NOT IN (SELECT computation_id FROM results)',
      before.computation_id,
    );
  }
  writer.run(
    'INSERT INTO results (run_id, image_id, frame, computation_id) VALUES (?, ?, ?, ?)',
    runId,
    imageId,
    frame,
    computation,
  );
}

export function resultKeeping(writer: Writer) {
  const computed = (key: string) => writer.value<number>('SELECT id FROM computations WHERE key = ?', key);
  return {
    addResult: (result: NewResult): void => {
      writer.transaction(() => {
        const id = computed(result.key) ?? insertComputation(writer, result);
        takeIn(writer, result.runId, result.imageId, result.frame, id);
      });
    },
    reuseResult: (runId: number, imageId: number, frame: number, key: string): boolean =>
      writer.transaction(() => {
        const id = computed(key);
        if (id !== undefined) takeIn(writer, runId, imageId, frame, id);
        return id !== undefined;
      }),
  };
}
