import Database from 'better-sqlite3';

export type SqlValue = string | number | null | Uint8Array;

/** A connection that can only ask. Handed to everything that answers questions, so that no question can change anything. */
export interface Reader {
  /** All rows. */
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
  /** The first row, or undefined. */
  one<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined;
  /** The first column of the first row, or undefined. */
  value<V>(sql: string, ...values: readonly SqlValue[]): V | undefined;
  close(): void;
}

/** A connection that can also change. There is one a project. */
export interface Writer extends Reader {
  /** One statement; the rows that changed and the id of a row that it inserted. */
  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly id: number };
  /** Statements without parameters. */
  script(sql: string): void;
  /** `body` as a whole or not at all. Within a transaction it joins it. */
  transaction<R>(body: () => R): R;
  /** Copies the settled database into a new file. */
  copyInto(file: string): void;
  /** Copies the database into a new file a few pages at a time, so that others get their turn. */
  snapshot(file: string): Promise<void>;
  /** Writes the journal back into the database file. */
  checkpoint(): void;
}

const busyMs = 5000;

/** Opens a database for asking. */
export function openReader(file: string): Reader {
  const database = new Database(file, { readonly: true, fileMustExist: true, timeout: busyMs });
  database.pragma('query_only = ON');
  return readerOf(database);
}

/** Opens (or, with `create`, makes) a database for changing, in WAL mode. */
export function openWriter(file: string, create: boolean): Writer {
  const database = new Database(file, { fileMustExist: !create, timeout: busyMs });
  try {
    if (create) {
      // Must stand before the first table.
      database.pragma('page_size = 8192');
      database.pragma('auto_vacuum = INCREMENTAL');
    }
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    database.pragma('cache_size = -32000');
    return writerOf(database);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

/** Opens a database in the classic journal mode and leaves it as it is: for the lock file and for a look at a header. */
export function openPlain(file: string, waitMs: number): Writer {
  return writerOf(new Database(file, { timeout: waitMs }));
}

/** Prepares each statement once. */
function preparing(prepare: (sql: string) => Database.Statement): (sql: string) => Database.Statement {
  const prepared = new Map<string, Database.Statement>();
  return (sql) => {
    const found = prepared.get(sql) ?? prepare(sql);
    prepared.set(sql, found);
    return found;
  };
}

function readerOf(database: Database.Database): Reader {
  const rows = preparing((sql) => database.prepare(sql));
  const cells = preparing((sql) => database.prepare(sql).pluck());
  return {
    all: <Row>(sql: string, ...values: readonly SqlValue[]) => rows(sql).all(...values) as Row[],
    one: <Row>(sql: string, ...values: readonly SqlValue[]) => rows(sql).get(...values) as Row | undefined,
    value: <V>(sql: string, ...values: readonly SqlValue[]) => cells(sql).get(...values) as V | undefined,
    close: () => void database.close(),
  };
}

function writerOf(database: Database.Database): Writer {
  const statement = preparing((sql) => database.prepare(sql));
  return {
    ...readerOf(database),
    run: (sql, ...values) => {
      const { changes, lastInsertRowid } = statement(sql).run(...values);
      return { changes, id: Number(lastInsertRowid) };
    },
    script: (sql) => void database.exec(sql),
    transaction: (body) => (database.inTransaction ? body() : database.transaction(body).immediate()),
    copyInto: (file) => void database.prepare('VACUUM INTO ?').run(file),
    snapshot: async (file) => void (await database.backup(file, { progress: () => 200 })),
    checkpoint: () => void database.pragma('wal_checkpoint(TRUNCATE)'),
  };
}
