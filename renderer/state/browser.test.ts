import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DirectoryEntry } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import { fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import {
  browserStore,
  cancelPick,
  changeBrowser,
  chooseAllFiles,
  chooseEntry,
  confirmPick,
  openFolder,
  type PickPurpose,
  pickedPaths,
  pickPaths,
  visibleEntries,
} from './browser.ts';
import { changeLayout } from './layout.ts';
import { programStore } from './program.ts';

const entry = (name: string, kind: DirectoryEntry['kind'], readable = true): DirectoryEntry => ({
  name,
  path: `/data/${name}`,
  kind,
  bytes: 1,
  modified: '',
  readable,
});

const entries = [
  entry('raw', 'folder'),
  entry('cubes.morpho', 'project'),
  entry('a.dm3', 'file'),
  entry('b.dm3', 'file'),
  entry('notes.doc', 'file', false),
];

const asked: (string | null)[] = [];

beforeEach(() => {
  asked.length = 0;
  changeLayout({ folders: {} });
  const services = fakeServices({
    'files.list': ({ path }) => {
      asked.push(path);
      if (path === '/gone') throw new Failure('not-found', '/gone is not there.', 'Choose another.');
      return { path: path ?? '/data', parent: '/', roots: [], entries };
    },
    'files.pick': () => ({ paths: ['/from/dialog'] }),
  });
  setClient(services.client);
});

afterEach(() => {
  cancelPick();
  setClient(null);
  programStore.setState({ info: null });
});

async function begin(purpose: PickPurpose): Promise<{ picked: Promise<string[]> }> {
  const picked = pickPaths({ purpose, title: 't', confirm: 'c', suggestedName: 'out.csv' });
  await vi.waitFor(() => expect(browserStore.getState().listing).not.toBeNull());
  return { picked };
}
const names = () => visibleEntries(browserStore.getState()).map(({ name }) => name);
const picked = () => pickedPaths(browserStore.getState());

describe('file browser', () => {
  it('shows files that can be read, and all on request', async () => {
    await begin('open-files');
    expect(names()).toEqual(['raw', 'a.dm3', 'b.dm3']);
    changeBrowser({ everything: true });
    expect(names()).toContain('notes.doc');
    changeBrowser({ filter: 'B.D' });
    expect(names()).toEqual(['b.dm3']);
  });

  it('shows projects only where one is to be opened', async () => {
    await begin('open-project');
    expect(names()).toEqual(['raw', 'cubes.morpho']);
    chooseEntry(0, 'alone');
    expect(picked()).toEqual([]);
    chooseEntry(1, 'alone');
    expect(picked()).toEqual(['/data/cubes.morpho']);
  });

  it('chooses several files, by single marks, ranges and all', async () => {
    const { picked: result } = await begin('open-files');
    chooseEntry(1, 'alone');
    chooseEntry(2, 'range');
    expect(picked()).toEqual(['/data/a.dm3', '/data/b.dm3']);
    chooseEntry(1, 'toggle');
    expect(picked()).toEqual(['/data/b.dm3']);
    chooseAllFiles();
    expect(picked()).toEqual(['/data/a.dm3', '/data/b.dm3']);
    confirmPick();
    expect(await result).toEqual(['/data/a.dm3', '/data/b.dm3']);
    expect(browserStore.getState().request).toBeNull();
  });

  it('gives the folder itself when none inside is chosen', async () => {
    await begin('open-folder');
    expect(picked()).toEqual(['/data']);
    chooseEntry(0, 'alone');
    expect(picked()).toEqual(['/data/raw']);
  });

  it('joins folder and name for saving and refuses a name with a folder in it', async () => {
    await begin('save-file');
    expect(picked()).toEqual(['/data/out.csv']);
    changeBrowser({ name: '../x' });
    expect(picked()).toEqual([]);
  });

  it('gives nothing when the person thought better of it, or asks anew', async () => {
    const first = await begin('open-files');
    const second = await begin('open-folder');
    expect(await first.picked).toEqual([]);
    cancelPick();
    expect(await second.picked).toEqual([]);
  });

  it('begins where it was last for the same purpose, or at home when that is gone', async () => {
    changeLayout({ folders: { 'open-files': '/data/raw', 'open-folder': '/gone' } });
    await begin('open-files');
    expect(asked).toEqual(['/data/raw']);
    asked.length = 0;
    await begin('open-folder');
    expect(asked).toEqual(['/gone', null]);
  });

  it('tells why a folder can’t be shown and keeps the one before', async () => {
    await begin('open-files');
    await openFolder('/gone');
    expect(browserStore.getState()).toMatchObject({ listing: { path: '/data' }, failure: { tag: 'not-found' } });
  });

  it('leaves it to the system where that has dialogs', async () => {
    const info = { version: '1', host: 'electron' as const, platform: 'x', devices: [], documents: '', dialogs: true };
    programStore.setState({ info });
    expect(await pickPaths({ purpose: 'open-files', title: 't', confirm: 'c' })).toEqual(['/from/dialog']);
    expect(browserStore.getState().request).toBeNull();
  });
});
