import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDisk } from './local-disk.ts';

const disk = localDisk();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'morpho-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(...names: string[]): void {
  for (const name of names) {
    const full = path.join(folder, name);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, name);
  }
}

async function below(start: string, signal?: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of disk.filesBelow(start, signal)) names.push(path.relative(folder, entry.path));
  return names;
}

describe('a folder listing', () => {
  it('has folders first and numbers in their order', async () => {
    put('frame 10.tif', 'frame 2.tif', 'Zeta/x', 'alpha/x', '.hidden');
    symlinkSync(path.join(folder, 'nowhere'), path.join(folder, 'broken'));
    const listing = await disk.list(folder, false);
    expect(listing.entries.map((e) => e.name)).toEqual(['alpha', 'Zeta', 'frame 2.tif', 'frame 10.tif']);
    expect(listing.entries[2]).toMatchObject({ kind: 'file', bytes: 11, path: path.join(folder, 'frame 2.tif') });
    expect(listing.parent).toBe(path.dirname(folder));
    expect((await disk.list(folder, true)).entries.map((e) => e.name)).toContain('.hidden');
  });

  it('starts at home and offers places to start from', async () => {
    const listing = await disk.list(null, false);
    expect(listing.path).toBe(homedir());
    expect(listing.roots[0]).toEqual({ name: 'Home', path: homedir() });
    expect((await disk.list(path.parse(folder).root, false)).parent).toBeNull();
  });

  it('fails by name for what is not a folder', async () => {
    put('file');
    await expect(disk.list(path.join(folder, 'none'), false)).rejects.toMatchObject({ info: { tag: 'not-found' } });
    await expect(disk.list(path.join(folder, 'file'), false)).rejects.toMatchObject({ info: { tag: 'not-found' } });
  });
});

describe('files below a folder', () => {
  it('come in a stable order, hidden ones left out', async () => {
    put('b/10.tif', 'b/9.tif', 'a.tif', '.git/config', 'c/.x', 'c/d/e.tif');
    expect(await below(folder)).toEqual(
      ['a.tif', 'b/9.tif', 'b/10.tif', 'c/d/e.tif'].map((name) => path.normalize(name)),
    );
    expect(await below(path.join(folder, 'a.tif'))).toEqual(['a.tif']);
  });

  it('end in spite of links that go round', async () => {
    put('a/x.tif');
    symlinkSync(folder, path.join(folder, 'a', 'round'), 'dir');
    expect(await below(folder)).toEqual([path.normalize('a/x.tif')]);
  });

  it('stop when asked to', async () => {
    put('1', '2', '3');
    const abort = new AbortController();
    const names: string[] = [];
    for await (const entry of disk.filesBelow(folder, abort.signal)) {
      names.push(entry.name);
      abort.abort();
    }
    expect(names).toEqual(['1']);
  });

  it('are summed up', async () => {
    put('abc', 'd/efgh');
    expect(await disk.bytesBelow(folder)).toBe('abc'.length + 'd/efgh'.length);
    expect(await disk.bytesBelow(path.join(folder, 'none'))).toBe(0);
  });
});

describe('looking and reading', () => {
  it('tells files from folders from nothing', async () => {
    put('a/b.txt');
    expect(await disk.look(path.join(folder, 'a'))).toEqual({ kind: 'folder', bytes: 0 });
    expect(await disk.look(path.join(folder, 'a', 'b.txt'))).toEqual({ kind: 'file', bytes: 7 });
    expect(await disk.look(path.join(folder, 'a', 'b.txt', 'c'))).toBeNull();
    expect(await disk.readText(path.join(folder, 'a', 'b.txt'))).toBe('a/b.txt');
    expect(await disk.readText(path.join(folder, 'none'))).toBeNull();
    await expect(disk.readText(path.join(folder, 'a', 'b.txt'), 3)).rejects.toMatchObject({
      info: { tag: 'too-large' },
    });
  });

  it('reads and removes whole files, and says which one is too long or a folder', async () => {
    put('m/model.onnx');
    const file = path.join(folder, 'm', 'model.onnx');
    expect(await disk.readBytes(file)).toEqual(new TextEncoder().encode('m/model.onnx'));
    await expect(disk.readBytes(file, 3)).rejects.toMatchObject({ info: { tag: 'too-large', subject: file } });
    await expect(disk.readBytes(path.dirname(file))).rejects.toMatchObject({ info: { tag: 'invalid-input' } });
    await disk.remove(file);
    await disk.remove(file);
    expect(await disk.readBytes(file)).toBeNull();
  });
});
