import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { micrograph, threeDisks } from './fixtures/micrographs.ts';
import { type TestProgram, testProgram } from './fixtures/program.ts';

let program: TestProgram;
let data: string;
beforeEach(async () => {
  program = testProgram();
  data = path.join(program.folder, 'data');
  mkdirSync(data);
});
afterEach(() => program.remove());

const tag = (wanted: string) => ({ info: { tag: wanted } });
const ask: TestProgram['ask'] = (name, input) => program.ask(name, input);
const lastTold = (event: string) => program.told.findLast((t) => t.event === event)?.payload;

async function project(): Promise<void> {
  await ask('projects.create', { folder: program.folder, name: 'P' });
}

describe('the program', () => {
  it('tells what it is', async () => {
    expect(await ask('program.info', {})).toMatchObject({ version: '0.1.0', host: 'cli', dialogs: false });
    const { formats } = await ask('files.formats', {});
    expect(formats.find((f) => f.id === 'tiff')?.extensions).toContain('tif');
  });

  it('remembers settings by key, over a restart, and forgives a damaged file', async () => {
    await ask('program.saveSettings', { settings: { theme: 'dark', layout: { left: 200 } } });
    await ask('program.saveSettings', { settings: { theme: 'light' } });
    program = await program.restart();
    expect(await ask('program.settings', {})).toEqual({ settings: { theme: 'light', layout: { left: 200 } } });
    writeFileSync(path.join(program.folder, 'config', 'settings.json'), '{ half');
    program = await program.restart();
    expect(await ask('program.settings', {})).toEqual({ settings: {} });
  });

  it('lists folders with what can be read in them', async () => {
    micrograph(data, 'a.tif');
    writeFileSync(path.join(data, 'notes.doc'), '');
    mkdirSync(path.join(data, 'X.morpho'));
    const { entries } = await ask('files.list', { path: data });
    expect(entries.map((e) => [e.name, e.kind, e.readable])).toEqual([
      ['X.morpho', 'project', false],
      ['a.tif', 'file', true],
      ['notes.doc', 'file', false],
    ]);
  });

  it('has system dialogs only where the host has', async () => {
    await expect(ask('files.pick', { purpose: 'open-files', title: 'Open' })).rejects.toMatchObject(tag('unsupported'));
    const other = testProgram(program.folder, { pickFiles: async ({ purpose }) => [`/picked/${purpose}`] });
    expect(await other.ask('files.pick', { purpose: 'open-folder', title: '' })).toEqual({
      paths: ['/picked/open-folder'],
    });
    await other.close();
  });
});

describe('projects', () => {
  it('open, close and are listed', async () => {
    expect(await ask('projects.current', {})).toEqual({ project: null });
    await expect(ask('images.list', {})).rejects.toMatchObject(tag('no-project'));
    await project();
    const made = (await ask('projects.current', {})).project;
    expect(made).toMatchObject({ name: 'P', images: 0, warnings: [], path: path.join(program.folder, 'P.morpho') });
    expect(made?.bytes).toBeGreaterThan(1000);
    expect(lastTold('project.opened')).toEqual({ project: made });
    await ask('projects.create', { folder: program.folder, name: 'Q' });
    expect((await ask('projects.recent', {})).recent.map((r) => [r.name, r.exists])).toEqual([
      ['Q', true],
      ['P', true],
    ]);
    await ask('projects.close', {});
    expect(lastTold('project.opened')).toEqual({ project: null });
    renameSync(path.join(program.folder, 'P.morpho'), path.join(program.folder, 'R.morpho'));
    expect((await ask('projects.recent', {})).recent.map((r) => r.exists)).toEqual([true, false]);
    await ask('projects.forget', { path: path.join(program.folder, 'P.morpho') });
    expect((await ask('projects.recent', {})).recent.map((r) => r.name)).toEqual(['Q']);
    const moved = await ask('projects.open', { path: path.join(program.folder, 'R.morpho') });
    expect(moved).toMatchObject({ name: 'P', uuid: made?.uuid });
  });

  it('stay open when the next one can’t be opened, and open again as they are', async () => {
    await project();
    await ask('samples.create', { name: 'A' });
    await expect(ask('projects.open', { path: data })).rejects.toMatchObject(tag('not-found'));
    expect((await ask('samples.list', {})).samples).toHaveLength(1);
    const again = await ask('projects.open', { path: path.join(program.folder, 'P.morpho', 'project.sqlite') });
    expect(again.samples).toBe(1);
  });

  it('come back at the next start, unless they were closed', async () => {
    await project();
    program = await program.restart();
    await program.openAtStart(undefined);
    expect((await ask('projects.current', {})).project?.name).toBe('P');
    await ask('projects.close', {});
    program = await program.restart();
    await program.openAtStart(undefined);
    expect((await ask('projects.current', {})).project).toBeNull();
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    await program.openAtStart(path.join(program.folder, 'nothing.morpho'));
    expect(said).toHaveBeenCalledWith(expect.stringContaining('There is no project'));
    said.mockRestore();
    expect((await ask('projects.current', {})).project).toBeNull();
  });

  it('pack their files, and are whole elsewhere', async () => {
    await project();
    const file = micrograph(data, 'a.tif');
    await program.done(ask('images.import', { paths: [file], sampleId: null }));
    expect(await program.done(ask('projects.pack', {}))).toEqual({ packed: 1, failed: [] });
    const [image] = (await ask('images.list', {})).images;
    expect(image).toMatchObject({ packed: true, available: true });
    expect(image.path).toMatch(/^blobs\/[0-9a-f]{2}\/[0-9a-f]{64}\/a\.tif$/);
    await ask('projects.close', {});
    renameSync(data, `${data}-away`);
    renameSync(path.join(program.folder, 'P.morpho'), path.join(program.folder, 'Elsewhere.morpho'));
    await ask('projects.open', { path: path.join(program.folder, 'Elsewhere.morpho') });
    expect((await ask('images.list', {})).images[0].available).toBe(true);
    expect(await program.done(ask('projects.pack', {}))).toEqual({ packed: 0, failed: [] });
  });

  it('do not pack a file that is no longer what was imported', async () => {
    await project();
    const file = micrograph(data, 'a.tif');
    await program.done(ask('images.import', { paths: [file], sampleId: null }));
    const bytes = readFileSync(file);
    bytes[200] ^= 1;
    writeFileSync(file, bytes);
    const result = await program.done(ask('projects.pack', {}));
    expect(result).toMatchObject({ packed: 0, failed: [{ path: file, failure: { tag: 'malformed' } }] });
    expect((await ask('images.list', {})).images[0].packed).toBe(false);
  });

  it('go back to a backup while they are open', async () => {
    await project();
    await ask('samples.create', { name: 'A' });
    const [at] = [path.join(program.folder, 'P.morpho')];
    await ask('projects.close', {});
    // As the hourly copy would be.
    const name = 'hourly-v1-20260102T030405006.sqlite';
    copyFileSync(path.join(at, 'project.sqlite'), path.join(at, 'backups', name));
    await ask('projects.open', { path: at });
    await ask('samples.create', { name: 'B' });
    const { backups } = await ask('projects.backups', { path: null });
    expect(backups).toMatchObject([{ name, at: '2026-01-02T03:04:05.006Z', reason: 'hourly' }]);
    expect(await ask('projects.restore', { path: null, backup: name })).toMatchObject({ samples: 1 });
    await expect(ask('projects.restore', { path: null, backup: 'none.sqlite' })).rejects.toMatchObject(
      tag('not-found'),
    );
    expect((await ask('samples.list', {})).samples.map((s) => s.name)).toEqual(['A']);
    expect((await ask('projects.backups', { path: at })).backups.map((b) => b.reason)).toEqual(['set-aside', 'hourly']);
  });

  it('find moved files by their content', async () => {
    await project();
    const [a, b] = [micrograph(data, 'a.tif'), micrograph(data, 'b.tif', [threeDisks], { shade: 3 })];
    await program.done(ask('images.import', { paths: [a, b], sampleId: null }));
    const moved = path.join(program.folder, 'moved', 'deep');
    mkdirSync(moved, { recursive: true });
    renameSync(a, path.join(moved, 'renamed.tif'));
    // Same name and size, other content.
    renameSync(b, path.join(program.folder, 'b-kept.tif'));
    micrograph(moved, 'b.tif', [threeDisks], { shade: 4 });
    const missing = (await ask('projects.missing', {})).images;
    expect(missing.map((m) => m.name)).toEqual(['a', 'b']);
    expect((await ask('projects.current', {})).project?.missing).toBe(2);
    expect(await program.done(ask('projects.relink', { folder: path.join(program.folder, 'moved') }))).toEqual({
      found: 1,
      missing: 1,
    });
    expect((await ask('images.list', {})).images.map((i) => i.available)).toEqual([true, false]);
    expect(await program.done(ask('projects.relink', { folder: program.folder }))).toEqual({ found: 1, missing: 0 });
    expect((await ask('projects.missing', {})).images).toEqual([]);
  });

  it('follow their files when both move', async () => {
    const both = path.join(program.folder, 'both');
    mkdirSync(both);
    await ask('projects.create', { folder: both, name: 'N' });
    await program.done(ask('images.import', { paths: [micrograph(path.join(both, 'data'), 'a.tif')], sampleId: null }));
    expect((await ask('images.list', {})).images[0].path).toBe('../data/a.tif');
    await ask('projects.close', {});
    renameSync(both, path.join(program.folder, 'sent'));
    await ask('projects.open', { path: path.join(program.folder, 'sent', 'N.morpho') });
    expect((await ask('images.list', {})).images[0].available).toBe(true);
  });

  it('have a shipped sample, made once', async () => {
    await expect(ask('projects.openSample', {})).rejects.toMatchObject(tag('not-found'));
    const samples = path.join(program.folder, 'samples');
    micrograph(samples, 'one.tif');
    micrograph(samples, 'two.tif', [threeDisks], { shade: 2 });
    const plan = {
      name: 'Shipped',
      samples: [
        { name: 'A', note: 'first', conditions: [{ name: 'T', value: 80, unit: '°C' }], images: ['one.tif'] },
        { name: 'B', images: ['two.tif', 'absent.tif'] },
      ],
    };
    writeFileSync(path.join(samples, 'sample-project.json'), JSON.stringify(plan));
    await program.openAtStart(undefined);
    const { images } = await ask('images.list', {});
    expect(images.map((i) => [i.name, i.packed])).toEqual([
      ['one', true],
      ['two', true],
    ]);
    expect((await ask('samples.list', {})).samples.map((s) => [s.name, s.note, s.conditions.length])).toEqual([
      ['A', 'first', 1],
      ['B', '', 0],
    ]);
    await ask('projects.close', {});
    const again = await ask('projects.openSample', {});
    expect(again).toMatchObject({ name: 'Shipped', images: 2 });
    expect(existsSync(path.join(program.folder, 'documents', 'Shipped.morpho'))).toBe(true);
    const there = await ask('projects.openSample', { folder: data });
    expect(there).toMatchObject({ images: 2, path: path.join(data, 'Shipped.morpho') });
  });
});

describe('samples', () => {
  it('are made, changed, removed, and undone one by one', async () => {
    await project();
    const a = await ask('samples.create', { name: 'A' });
    const b = await ask('samples.create', { name: 'B' });
    await ask('samples.update', { id: a.id, name: 'A2', conditions: [{ name: 'pH', value: 7, unit: '' }] });
    await program.done(ask('images.import', { paths: [micrograph(data, 'a.tif')], sampleId: a.id }));
    await ask('samples.remove', { id: a.id, moveTo: b.id });
    expect((await ask('images.list', {})).images[0].sampleId).toBe(b.id);
    await ask('samples.remove', { id: b.id, moveTo: null });
    expect((await ask('images.list', {})).images).toEqual([]);
    expect(lastTold('history.changed')).toEqual({ undo: 'Remove sample B', redo: null });

    expect(await ask('history.undo', {})).toMatchObject({ title: 'Remove sample B' });
    expect(await ask('history.undo', {})).toMatchObject({ title: 'Remove sample A2' });
    expect((await ask('images.list', {})).images[0].sampleId).toBe(a.id);
    expect(await ask('history.redo', {})).toMatchObject({ title: 'Remove sample A2' });
    for (let i = 0; i < 4; i++) await ask('history.undo', {});
    expect((await ask('samples.list', {})).samples.map((s) => s.name)).toEqual(['A']);
    const { edits } = await ask('history.list', { limit: 2 });
    expect(edits.map((e) => [e.title, e.undone])).toEqual([
      ['Remove sample B', true],
      ['Remove sample A2', true],
    ]);
    await ask('history.undo', {});
    expect(await ask('history.undo', {})).toMatchObject({ title: null });
    await expect(ask('samples.update', { id: 99, name: 'x' })).rejects.toMatchObject(tag('not-found'));
  });

  it('change their conditions together and are undone together', async () => {
    await project();
    const [a, b] = [await ask('samples.create', { name: 'A' }), await ask('samples.create', { name: 'B' })];
    const pH = (value: number) => [{ name: 'pH', value, unit: '' }];
    await ask('samples.setConditions', {
      changes: [
        { id: a.id, conditions: pH(7) },
        { id: b.id, conditions: pH(8) },
      ],
    });
    const conditions = async () => (await ask('samples.list', {})).samples.map((s) => s.conditions);
    expect(await conditions()).toEqual([pH(7), pH(8)]);
    expect(await ask('history.undo', {})).toMatchObject({ title: 'Change conditions of 2 samples' });
    expect(await conditions()).toEqual([[], []]);
    const changes = [{ id: 99, conditions: [] }];
    await expect(ask('samples.setConditions', { changes })).rejects.toMatchObject(tag('not-found'));
  });

  it('take conditions from CSV', async () => {
    await project();
    const { id } = await ask('samples.create', { name: 'A' });
    await ask('samples.update', { id, conditions: [{ name: 'pH', value: 7, unit: '' }] });
    const csv = 'sample;T (°C)\nA;80,5\nB;60\n';
    const known = await ask('samples.importConditions', { csv, create: false });
    expect(known).toMatchObject({ created: 0, warnings: ['The project has no sample “B”; its line was left out.'] });
    expect(known.samples[0].conditions).toEqual([
      { name: 'pH', value: 7, unit: '' },
      { name: 'T', value: 80.5, unit: '°C' },
    ]);
    expect(await ask('samples.importConditions', { csv, create: true })).toMatchObject({ created: 1, warnings: [] });
    await ask('history.undo', {});
    expect((await ask('samples.list', {})).samples.map((s) => s.name)).toEqual(['A']);
  });
});
