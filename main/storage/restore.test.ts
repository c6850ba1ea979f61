import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describedBackups, snapshot } from './backups.ts';
import { createDatabase, openDatabase } from './database.ts';
import { temporaryFolder } from './fixtures/material.ts';
import { inlineStore } from './inline-store.ts';
import { databaseFile } from './layout.ts';
import { projectEdits, projectReads } from './session.ts';
import { projectStore } from './store.ts';

let folder: string;
let project: string;
beforeEach(async () => {
  folder = temporaryFolder();
  const database = createDatabase(folder, 'P', '0.1.0');
  project = database.folder;
  const edits = projectEdits(database.writer, project);
  edits.createSample('before');
  await snapshot(database.writer, project, 1);
  edits.createSample('after');
  database.close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function samples(): string[] {
  const database = openDatabase(project, '0.1.0');
  const names = projectReads(database.writer, project)
    .samples()
    .map((s) => s.name);
  database.close();
  return names;
}

const tag = (wanted: string) => ({ info: { tag: wanted } });

describe.each([
  ['in this thread', inlineStore('0.1.0')],
  ['in a thread of its own', projectStore({ program: '0.1.0', networkShareAt: async () => null })],
])('going back to a backup %s', (_, store) => {
  it('brings back what it holds, and can be taken back itself', async () => {
    const [backup] = await store.backups(project);
    expect(backup).toMatchObject({ reason: 'hourly', bytes: expect.any(Number) });
    expect(Date.now() - Date.parse(backup.at)).toBeLessThan(60_000);
    await store.restore(project, backup.name);
    expect(samples()).toEqual(['before']);
    const aside = describedBackups(project).find((b) => b.reason === 'set-aside');
    await store.restore(project, aside?.name ?? '');
    expect(samples()).toEqual(['before', 'after']);
  });

  it('works on a damaged project', async () => {
    truncateSync(databaseFile(project), 20_000);
    const [backup] = await store.backups(project);
    await store.restore(project, backup.name);
    expect(samples()).toEqual(['before']);
  });

  it('is refused for what is no sound backup, and while the project is open', async () => {
    const [backup] = await store.backups(project);
    await expect(store.restore(project, '../project.sqlite')).rejects.toMatchObject(tag('not-found'));
    writeFileSync(path.join(project, 'backups', 'hourly-v1-20200101T000000000.sqlite'), 'nonsense');
    await expect(store.restore(project, 'hourly-v1-20200101T000000000.sqlite')).rejects.toMatchObject(
      tag('project-damaged'),
    );
    const open = openDatabase(project, '0.1.0');
    await expect(store.restore(project, backup.name)).rejects.toMatchObject(tag('project-locked'));
    open.close();
    expect(samples()).toEqual(['before', 'after']);
    expect((await store.backups(project)).filter((b) => b.reason === 'set-aside')).toEqual([]);
  });
});
