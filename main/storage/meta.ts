import type { ProjectSummary } from '../../app/ports/stored.ts';
import type { Reader, Writer } from './connection.ts';

/** What the project knows about itself. */
export type MetaKey =
  | 'uuid'
  | 'name'
  | 'created'
  /** Program version that wrote last. */
  | 'program'
  /** '1' when the project was closed properly, '0' while it is open. */
  | 'settled'
  /** When the database was last checked as a whole, ISO 8601. */
  | 'checked';

export function meta(reader: Reader, key: MetaKey): string | null {
  return reader.value<string>('SELECT value FROM meta WHERE key = ?', key) ?? null;
}

export function setMeta(writer: Writer, key: MetaKey, value: string): void {
  writer.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );
}

export function summaryReads(reader: Reader) {
  const count = (sql: string) => reader.value<number>(sql) ?? 0;
  return {
    summary: (): ProjectSummary => ({
      uuid: meta(reader, 'uuid') ?? '',
      name: meta(reader, 'name') ?? '',
      created: meta(reader, 'created') ?? '',
      schemaVersion: count('PRAGMA user_version'),
      images: count('SELECT count(*) FROM images WHERE removed = 0'),
      samples: count('SELECT count(*) FROM samples WHERE removed = 0'),
      runs: count('SELECT count(*) FROM runs WHERE removed = 0'),
      particles: count(
        `SELECT coalesce(sum(c.particles), 0) FROM results r JOIN computations c ON c.id = r.computation_id
         JOIN images i ON i.id = r.image_id AND i.removed = 0
         WHERE r.run_id = (SELECT max(n.run_id) FROM results n JOIN runs ON runs.id = n.run_id AND runs.removed = 0
                           WHERE n.image_id = r.image_id)`,
      ),
    }),
  };
}
