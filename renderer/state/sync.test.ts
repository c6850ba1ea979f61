import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImageInfo, ProjectInfo } from '../../app/contract/nouns.ts';
import { Failure } from '../../app/domain/failure.ts';
import type { JobInfo } from '../../app/domain/job.ts';
import { type FakeServices, fakeServices } from '../client/fake.ts';
import { setClient } from '../client/session.ts';
import { historyStore } from './history.ts';
import { jobsStore, leadJob } from './jobs.ts';
import { clearLibrary, freshSampleName, importPaths, libraryStore, moveImages } from './library.ts';
import { attempt, clearNotices, noticeStore } from './notices.ts';
import { adoptProject, projectStore } from './project.ts';
import { savingStore } from './saving.ts';
import { clearSelection, selectionStore, showImage } from './selection.ts';
import { coalesced, followEvents, loadProgramAndProject } from './sync.ts';
import { imageOf, projectOf, sampleOf } from './testing.ts';
import { imageView, setImageView, viewStore } from './view.ts';

let images: ImageInfo[];
let project: ProjectInfo | null;
let services: FakeServices;
let quit: () => void;
/** The number of the next import. */
let started = 1;

const settle = () => vi.waitFor(() => expect(libraryStore.getState().images).toHaveLength(images.length));

function job(change: Partial<JobInfo>): JobInfo {
  return {
    id: 1,
    kind: 'import',
    title: 'Import',
    state: 'running',
    progress: 0.5,
    note: '',
    secondsLeft: null,
    started: null,
    ended: null,
    failure: null,
    result: {},
    ...change,
  };
}

beforeEach(() => {
  images = [imageOf({ id: 1 }), imageOf({ id: 2 }), imageOf({ id: 3 })];
  project = projectOf({});
  services = fakeServices({
    'projects.current': () => ({ project }),
    'projects.recent': () => ({ recent: [] }),
    'program.info': () => ({
      version: '1',
      host: 'loopback',
      platform: 'linux',
      devices: [],
      documents: '/d',
      dialogs: false,
    }),
    'files.formats': () => ({ formats: [] }),
    'samples.list': () => ({ samples: [sampleOf({ id: 2, order: 2 }), sampleOf({ id: 1, order: 1 })] }),
    'images.list': () => ({ images }),
    'images.update': () => ({ images: [] }),
    'images.import': () => job({ id: started }),
    'runs.list': () => ({ runs: [] }),
    'recipes.list': () => ({ recipes: [] }),
    'jobs.list': () => ({ jobs: [] }),
    'history.list': () => ({
      edits: [
        { id: 4, title: 'Rename image', at: '', undone: true, frame: null },
        { id: 3, title: 'Move images', at: '', undone: true, frame: null },
        { id: 2, title: 'Calibrate', at: '', undone: false, frame: null },
      ],
    }),
    'watch.list': () => ({ folders: [] }),
  });
  setClient(services.client);
  quit = followEvents();
});

afterEach(() => {
  quit();
  setClient(null);
  adoptProject(null);
  clearLibrary();
  clearSelection();
  clearNotices();
  jobsStore.setState({ jobs: [] });
});

describe('start', () => {
  it('fills the stores and puts the first image on the stage', async () => {
    await loadProgramAndProject();
    await settle();
    expect(projectStore.getState().project?.name).toBe('cubes');
    expect(libraryStore.getState().samples.map(({ id }) => id)).toEqual([1, 2]);
    expect(selectionStore.getState().shown).toEqual({ imageId: 1, frame: 0 });
  });

  it('names what would be undone and redone next', async () => {
    await loadProgramAndProject();
    await vi.waitFor(() => expect(historyStore.getState()).toEqual({ undo: 'Calibrate', redo: 'Move images' }));
  });
});

describe('images that come and go', () => {
  it('give the stage to their neighbour when they leave', async () => {
    await loadProgramAndProject();
    await settle();
    showImage(2);
    images = [images[0], images[2]];
    services.emit('images.changed', {});
    await settle();
    expect(selectionStore.getState().shown?.imageId).toBe(3);
    images = [images[0]];
    services.emit('images.changed', {});
    await settle();
    expect(selectionStore.getState().shown?.imageId).toBe(1);
    images = [];
    services.emit('images.changed', {});
    await settle();
    expect(selectionStore.getState().shown).toBeNull();
  });

  it('are taken out of a selection of many', async () => {
    await loadProgramAndProject();
    await settle();
    selectionStore.setState({ imageIds: [1, 2, 3] });
    images = [images[0], images[1]];
    services.emit('images.changed', {});
    await settle();
    expect(selectionStore.getState().imageIds).toEqual([1, 2]);
  });
});

describe('another project', () => {
  it('starts with nothing of the one before', async () => {
    await loadProgramAndProject();
    await settle();
    setImageView([1], { gamma: 2 });
    adoptProject(projectOf({ path: '/other.morpho', uuid: 'u2' }));
    expect(selectionStore.getState().shown).toBeNull();
    expect(imageView(viewStore.getState(), 1).gamma).toBe(1);
  });

  it('says what is to be minded about it, until the next one', () => {
    adoptProject(projectOf({ path: '/net.morpho', uuid: 'u3', warnings: ['It lies on a network share.'] }));
    expect(noticeStore.getState().notices).toMatchObject([{ place: 'window', text: 'It lies on a network share.' }]);
    adoptProject(projectOf({ path: '/other.morpho', uuid: 'u2' }));
    expect(noticeStore.getState().notices).toEqual([]);
  });

  it('is not the same one told again', async () => {
    await loadProgramAndProject();
    await settle();
    adoptProject(projectOf({ images: 9 }));
    expect(selectionStore.getState().shown?.imageId).toBe(1);
  });
});

describe('jobs', () => {
  it('are kept newest first and told in the line of the one at work', () => {
    services.emit('job.changed', { job: job({ id: 1 }) });
    services.emit('job.changed', { job: job({ id: 2, state: 'queued' }) });
    expect(jobsStore.getState().jobs.map(({ id }) => id)).toEqual([2, 1]);
    expect(leadJob(jobsStore.getState().jobs)?.id).toBe(1);
    services.emit('job.changed', { job: job({ id: 1, state: 'done' }) });
    expect(leadJob(jobsStore.getState().jobs)?.id).toBe(2);
  });

  it('say beside the samples how many files an import could not read', () => {
    const failure = { tag: 'truncated' as const, message: 'Ends early.', remedy: 'Copy it again.' };
    const failed = [{ path: '/a.dm3', failure }];
    services.emit('job.changed', { job: job({ state: 'done', result: { imageIds: [5], skipped: 0, failed } }) });
    expect(noticeStore.getState().notices).toMatchObject([{ place: 'samples', text: 'One file could not be read.' }]);
  });

  it('bring what the person imported to the stage, unless another image was chosen since', async () => {
    await loadProgramAndProject();
    await settle();
    const arrive = (id: number, first: number) => {
      images = [...images, imageOf({ id: first })];
      services.emit('images.changed', {});
      services.emit('job.changed', { job: job({ id, state: 'done', result: { imageIds: [first], failed: [] } }) });
      return settle();
    };
    started = 7;
    await importPaths(['/a.dm3'], null);
    await arrive(7, 5);
    await vi.waitFor(() => expect(selectionStore.getState().shown?.imageId).toBe(5));
    started = 8;
    await importPaths(['/b.dm3'], null);
    showImage(2);
    await arrive(8, 6);
    // a watched folder's
    await arrive(9, 7);
    expect(selectionStore.getState().shown?.imageId).toBe(2);
  });
});

describe('edits', () => {
  it('count as being saved until they are answered', async () => {
    await loadProgramAndProject();
    await settle();
    const moving = moveImages([1, 2], 2);
    expect(savingStore.getState().pending).toBe(1);
    await moving;
    expect(savingStore.getState().pending).toBe(0);
    expect(services.asked.at(-1)).toEqual({ call: 'images.update', input: { ids: [1, 2], sampleId: 2 } });
  });

  it('are not asked for when nothing would change', async () => {
    await loadProgramAndProject();
    await settle();
    const before = services.asked.length;
    await moveImages([1, 2], 1);
    expect(services.asked).toHaveLength(before);
  });
});

describe('attempt', () => {
  it('turns a failure into a notice at its place, and success takes it off again', async () => {
    await attempt('samples', 'x', () => Promise.reject(new Failure('read-only', 'It is read-only.', 'Copy it.')));
    expect(noticeStore.getState().notices).toMatchObject([
      { place: 'samples', kind: 'error', text: 'It is read-only.', remedy: 'Copy it.' },
    ]);
    await attempt('samples', 'x', () => Promise.resolve(1));
    expect(noticeStore.getState().notices).toEqual([]);
  });

  it('does not tell a stop that the person asked for', async () => {
    await attempt('samples', 'x', () => Promise.reject(new Failure('stopped', 'Stopped.', '')));
    expect(noticeStore.getState().notices).toEqual([]);
  });
});

describe('coalesced', () => {
  it('makes one more fetch of all wishes that come during one', async () => {
    const gates: (() => void)[] = [];
    const fetch = coalesced(() => new Promise<void>((go) => gates.push(go)));
    const first = fetch();
    const second = fetch();
    const third = fetch();
    gates[0]();
    await first;
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]();
    await Promise.all([second, third]);
    expect(gates).toHaveLength(2);
  });

  it('rests between fetches, but not before the first', async () => {
    vi.useFakeTimers();
    let n = 0;
    const fetch = coalesced(() => Promise.resolve(void n++), 250);
    await fetch();
    expect(n).toBe(1);
    const second = fetch();
    const third = fetch();
    await vi.advanceTimersByTimeAsync(200);
    expect(n).toBe(1);
    await vi.advanceTimersByTimeAsync(100);
    await Promise.all([second, third]);
    expect(n).toBe(2);
    await vi.advanceTimersByTimeAsync(1000);
    await fetch();
    expect(n).toBe(3);
    vi.useRealTimers();
  });

  it('fetches again after a fetch that failed', async () => {
    let n = 0;
    const fetch = coalesced(() => (n++ === 0 ? Promise.reject(new Error('x')) : Promise.resolve()));
    await expect(fetch()).rejects.toThrow('x');
    await expect(fetch()).resolves.toBeUndefined();
  });
});

describe('freshSampleName', () => {
  it('is one that no sample has', () => {
    expect(freshSampleName([])).toBe('Sample 1');
    expect(freshSampleName([sampleOf({ id: 1, name: 'Sample 2' })])).toBe('Sample 3');
  });
});
