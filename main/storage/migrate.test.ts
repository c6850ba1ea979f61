import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp, backupsOf, snapshot } from './backups.ts';
import { openPlain, openWriter, type Writer } from './connection.ts';
import { createDatabase, openDatabase } from './database.ts';
import { temporaryFolder } from './fixtures/material.ts';
import { databaseFile, layoutOf } from './layout.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/list.ts';
import type { Migration } from './migrations/migration.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Layouts of a made-up program, each with its own mark. */
const made: Migration[] = [1, 2, 3, 4, 5, 6, 7, 8].map((to) => ({
  to,
  title: `layout ${to}`,
  script: to === 1 ? 'CREATE TABLE t (a INTEGER)' : `ALTER TABLE t ADD COLUMN c${to} TEXT DEFAULT 'new in ${to}'`,
}));

function withWriter<R>(body: (writer: Writer) => R): R {
  const writer = openWriter(path.join(folder, 'project.sqlite'), true);
  try {
    return body(writer);
  } finally {
    writer.close();
  }
}

describe('migrations', () => {
  it('are numbered without a gap', () => {
    expect(migrations.map((m) => m.to)).toEqual(migrations.map((_, i) => i + 1));
  });

  it.each(made.map((m) => m.to))('lead from layout %i to the newest with nothing lost', (from) => {
    withWriter((writer) => {
      migrate(writer, folder, made.slice(0, from));
      writer.script('INSERT INTO t (a) VALUES (41), (42)');
      const backup = migrate(writer, folder, made);
      expect(layoutOf(writer)).toBe(8);
      expect(writer.all<{ a: number }>('SELECT a FROM t').map((r) => r.a)).toEqual([41, 42]);
      expect(backup === null).toBe(from === 8);
    });
  });

  it('keep a copy of how it was, the newest five', () => {
    withWriter((writer) => {
      migrate(writer, folder, made.slice(0, 1));
      writer.script('INSERT INTO t (a) VALUES (7)');
      migrate(writer, folder, made);
    });
    const backups = backupsOf(folder);
    expect(backups.map((name) => /v(\d)/.exec(name)?.[1])).toEqual(['7', '6', '5', '4', '3']);
    const copy = openPlain(path.join(folder, 'backups', backups[4]), 0);
    expect(layoutOf(copy)).toBe(3);
    expect(copy.all('SELECT * FROM t')).toEqual([{ a: 7, c2: 'new in 2', c3: 'new in 3' }]);
    copy.close();
  });

  it('that break off leave the layout before', () => {
    withWriter((writer) => {
      migrate(writer, folder, made.slice(0, 2));
      const bad = { to: 3, title: 'bad', script: 'ALTER TABLE t ADD COLUMN half TEXT; SELECT nonsense FROM nowhere' };
      expect(() => migrate(writer, folder, [...made.slice(0, 2), bad])).toThrow();
      expect(layoutOf(writer)).toBe(2);
      expect(writer.all<{ name: string }>('PRAGMA table_info(t)').map((c) => c.name)).toEqual(['a', 'c2']);
    });
  });

  it('that would leave dangling rows are not done', () => {
    withWriter((writer) => {
      const first = {
        to: 1,
        title: 'two tables',
        script:
          'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id)); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)',
      };
      migrate(writer, folder, [first]);
      writer.script('PRAGMA foreign_keys = OFF');
      expect(() => migrate(writer, folder, [first, { to: 2, title: 'careless', script: 'DELETE FROM p' }])).toThrow(
        'dangling',
      );
      expect(writer.value('SELECT count(*) FROM p')).toBe(1);
    });
  });

  it('refuse what is newer than they know', () => {
    withWriter((writer) => {
      migrate(writer, folder, made);
      expect(() => migrate(writer, folder, made.slice(0, 4))).toThrow('newer version');
      expect(layoutOf(writer)).toBe(8);
    });
  });
});

describe('every layout that was released', () => {
  it.each(migrations.map((m) => m.to))('opens: layout %i', (layout) => {
    const database = createDatabase(folder, 'P', '0.1.0');
    database.close();
    rmSync(databaseFile(database.folder));
    const old = openWriter(databaseFile(database.folder), true);
    migrate(old, database.folder, migrations.slice(0, layout));
    old.script("PRAGMA application_id = 1297240136; INSERT INTO meta VALUES ('uuid', 'u'), ('settled', '1')");
    old.close();
    const opened = openDatabase(database.folder, '0.2.0');
    expect(layoutOf(opened.writer)).toBe(migrations.length);
    expect(opened.warnings.some((w) => w.includes('upgraded'))).toBe(layout < migrations.length);
    opened.close();
  });
});

describe('backups', () => {
  it('are whole copies, also while the project is written', async () => {
    const writer = openWriter(path.join(folder, 'project.sqlite'), true);
    writer.script('CREATE TABLE t (a TEXT)');
    for (let i = 0; i < 2000; i++) writer.run('INSERT INTO t VALUES (?)', 'x'.repeat(2000));
    const copying = snapshot(writer, folder, 1);
    let more = 0;
    const writing = (async () => {
      for (; more < 50; more++) {
        writer.run('INSERT INTO t VALUES (?)', 'y');
        await new Promise(setImmediate);
      }
    })();
    const [file] = await Promise.all([copying, writing]);
    const copy = openPlain(file, 0);
    expect(copy.value('PRAGMA integrity_check')).toBe('ok');
    expect(copy.value('SELECT count(*) FROM t WHERE a LIKE ?', 'x%')).toBe(2000);
    copy.close();
    writer.close();
  });

  it('of one kind do not push out those of another', async () => {
    mkdirSync(path.join(folder, 'backups'));
    await withWriterAsync(async (writer) => {
      writer.script('CREATE TABLE t (a TEXT)');
      backUp(writer, folder, 1);
      for (let i = 0; i < 5; i++) {
        await snapshot(writer, folder, 1);
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    });
    expect(backupsOf(folder, 'hourly')).toHaveLength(3);
    expect(backupsOf(folder, 'before-upgrade')).toHaveLength(1);
    expect(readdirSync(path.join(folder, 'backups')).every((name) => name.endsWith('.sqlite'))).toBe(true);
  });
});

async function withWriterAsync(body: (writer: Writer) => Promise<void>): Promise<void> {
  const writer = openWriter(path.join(folder, 'project.sqlite'), true);
  try {
    await body(writer);
  } finally {
    writer.close();
  }
}
