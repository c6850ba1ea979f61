import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPlain } from './connection.ts';
import { newFile, newImage, newResult, recipe, temporaryFolder } from './fixtures/material.ts';
import { inlineStore } from './inline-store.ts';
import { databaseFile } from './layout.ts';
import { projectStore } from './store.ts';

const store = inlineStore('0.1.0');
let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tag = (wanted: string) => ({ info: { tag: wanted } });

describe('a project', () => {
  it('is a folder that keeps what it was given', async () => {
    const made = await store.create(folder, 'Gold rods');
    const sample = await made.edits.createSample('A');
    const [imageId] = await made.edits.addImages({ key: 'k', title: 'Import a' }, sample.id, newFile('a'), [
      newImage('a'),
    ]);
    const runId = await made.keeping.startRun({ title: 'Run', recipe, imageIds: [imageId], frames: 'all', planned: 2 });
    await made.keeping.addResult(newResult({ runId, imageId, frame: 0 }, [3, 4, 5], 0.5));
    await made.keeping.setRunState(runId, 'complete');
    const before = await made.reads.summary();
    expect(before).toMatchObject({ name: 'Gold rods', images: 1, samples: 1, runs: 1, particles: 3, schemaVersion: 5 });
    await made.close();
    expect(made.path).toBe(path.join(folder, 'Gold rods.morpho'));
    expect(readdirSync(made.path).sort()).toEqual(['backups', 'blobs', 'project.lock', 'project.sqlite']);

    const again = await store.open(made.path);
    expect(again.warnings).toEqual([]);
    expect(await again.reads.summary()).toEqual(before);
    expect(await again.reads.metadata(imageId)).toEqual({
      image: { exposure: 0.1 },
      file: { microscope: 'made up', nested: { kV: 200 } },
    });
    await again.close();
  });

  it('is refused where there is none', async () => {
    await expect(store.open(path.join(folder, 'none.morpho'))).rejects.toMatchObject(tag('not-found'));
    mkdirSync(path.join(folder, 'empty.morpho'));
    await expect(store.open(path.join(folder, 'empty.morpho'))).rejects.toMatchObject(tag('not-found'));
  });

  it('is not made over another one or under a name that no system takes', async () => {
    await (await store.create(folder, 'A')).close();
    await expect(store.create(folder, 'A')).rejects.toMatchObject(tag('invalid-input'));
    for (const name of ['a/b', 'a\\b', 'con', 'x:', 'dot.', ' space', 'new\nline', '..'])
      await expect(store.create(folder, name)).rejects.toMatchObject(tag('invalid-input'));
    expect(readdirSync(folder)).toEqual(['A.morpho']);
  });

  it('is refused while it is open, and free again afterwards', async () => {
    const first = await store.create(folder, 'A');
    await expect(store.open(first.path)).rejects.toMatchObject(tag('project-locked'));
    await expect(store.open(first.path)).rejects.toThrow(`process ${process.pid}`);
    await first.close();
    await (await store.open(first.path)).close();
  });

  it('says that it was not closed properly, and is checked', async () => {
    const project = await store.create(folder, 'A');
    await project.close();
    const plain = openPlain(databaseFile(project.path), 0);
    plain.script("UPDATE meta SET value = '0' WHERE key = 'settled'");
    plain.close();
    const again = await store.open(project.path);
    expect(again.warnings.join()).toContain('not closed properly');
    await again.close();
    const third = await store.open(project.path);
    expect(third.warnings).toEqual([]);
    await third.close();
  });

  it('from a newer program is refused and left alone', async () => {
    const project = await store.create(folder, 'A');
    await project.close();
    const plain = openPlain(databaseFile(project.path), 0);
    plain.script('PRAGMA user_version = 99');
    plain.close();
    await expect(store.open(project.path)).rejects.toMatchObject(tag('project-newer'));
    expect(readdirSync(path.join(project.path, 'backups'))).toEqual([]);
  });

  it('with a foreign or empty database is refused', async () => {
    const project = await store.create(folder, 'A');
    await project.close();
    writeFileSync(databaseFile(project.path), 'not a database at all, but long enough to look at'.repeat(9));
    await expect(store.open(project.path)).rejects.toMatchObject(tag('project-damaged'));
    writeFileSync(databaseFile(project.path), '');
    await expect(store.open(project.path)).rejects.toMatchObject(tag('project-damaged'));
    rmSync(databaseFile(project.path));
    const stranger = openPlain(databaseFile(project.path), 0);
    stranger.script('CREATE TABLE t (a)');
    stranger.close();
    await expect(store.open(project.path)).rejects.toMatchObject(tag('not-found'));
  });

  it('with a damaged page is refused with the way to its newest backup', async () => {
    const project = await store.create(folder, 'A');
    for (let i = 0; i < 200; i++) await project.edits.createSample(`Sample ${i} ${'x'.repeat(200)}`);
    await project.close();
    writeFileSync(path.join(project.path, 'backups', 'before-upgrade-v1-20260101T101010000.sqlite'), '');
    writeFileSync(path.join(project.path, 'backups', 'hourly-v1-20260301T101010000.sqlite'), '');
    const { size } = statSync(databaseFile(project.path));
    const plain = openPlain(databaseFile(project.path), 0);
    plain.script("UPDATE meta SET value = '0' WHERE key = 'settled'");
    plain.close();
    const handle = openSync(databaseFile(project.path), 'r+');
    for (let at = 8192 * 2; at < size; at += 8192) writeSync(handle, Buffer.alloc(4000, 0xa5), 0, 4000, at);
    closeSync(handle);
    await expect(store.open(project.path)).rejects.toMatchObject({
      info: { tag: 'project-damaged', remedy: expect.stringContaining('hourly-v1-20260301T101010000.sqlite') },
    });
  });

  it.skipIf(process.platform === 'win32')('that may not be written is refused', async () => {
    const project = await store.create(folder, 'A');
    await project.close();
    chmodSync(databaseFile(project.path), 0o444);
    chmodSync(project.path, 0o555);
    try {
      // Who may do everything is not stopped by permissions; become somebody else for this.
      if (process.getuid?.() === 0) {
        chmodSync(folder, 0o755);
        process.seteuid?.(65534);
      }
      await expect(store.open(project.path)).rejects.toMatchObject(tag('read-only'));
      await expect(store.create(project.path, 'B')).rejects.toMatchObject(tag('read-only'));
    } finally {
      process.seteuid?.(0);
      chmodSync(project.path, 0o755);
    }
  });
});

describe('the threads of a project', () => {
  const threaded = projectStore({
    program: '0.1.0',
    networkShareAt: async (place) => (place.includes('share') ? 'SMB share //server/data' : null),
  });

  it('answer like the store itself, and give failures as failures', async () => {
    const project = await threaded.create(folder, 'T');
    expect(await project.edits.createSample('A')).toMatchObject({ id: 1, name: 'A' });
    expect(await project.reads.samples()).toHaveLength(1);
    await expect(project.reads.image(7)).rejects.toMatchObject(tag('not-found'));
    await expect(project.edits.renameRun(3, 'x')).rejects.toMatchObject(tag('not-found'));
    await expect(threaded.open(project.path)).rejects.toMatchObject(tag('project-locked'));
    await project.close();
    await project.close();
    await expect(project.reads.samples()).rejects.toMatchObject(tag('no-project'));
    expect(existsSync(`${databaseFile(project.path)}-wal`)).toBe(false);
  });

  it('move columns of results in and out', async () => {
    const project = await threaded.create(folder, 'T');
    const { id } = await project.edits.createSample('A');
    const [imageId] = await project.edits.addImages({ key: 'k', title: 't' }, id, newFile('a'), [newImage('a')]);
    const runId = await project.keeping.startRun({
      title: 'R',
      recipe,
      imageIds: [imageId],
      frames: 'all',
      planned: 2,
    });
    await project.keeping.addResult(newResult({ runId, imageId, frame: 0 }, [3, 4], 0.5));
    await project.keeping.addResult(newResult({ runId, imageId, frame: 1 }, [5], 0.5));
    expect([...(await project.reads.column(runId, 'length'))]).toEqual([1.5, 2, 2.5]);
    expect([...(await project.reads.flags(runId, 'border'))]).toEqual([1, 0, 1]);
    await project.close();
  });

  it('are not started on a network share', async () => {
    const share = path.join(folder, 'share');
    mkdirSync(share);
    await expect(threaded.create(share, 'N')).rejects.toMatchObject({
      info: { tag: 'network-share', message: expect.stringContaining('//server/data') },
    });
    await expect(threaded.open(path.join(share, 'N.morpho'))).rejects.toMatchObject(tag('network-share'));
    expect(readdirSync(share)).toEqual([]);
  });
});
