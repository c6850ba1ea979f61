import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../../../app/domain/failure.ts';
import { decodeLabelEdit, type LabelEdit } from '../../../app/domain/labels/label-edit.ts';
import type { LabelFrame } from './document.ts';
import { EditQueue, labelQueueStore } from './edit-queue.ts';

const a: LabelFrame = { setId: 1, imageId: 1, frame: 0 };
const b: LabelFrame = { setId: 1, imageId: 2, frame: 0 };
const editOf = (y: number): LabelEdit => ({ classes: [{ y, from: 0, to: 5, value: 1 }], changed: [], removed: [] });

/** A project that keeps edits a frame and refuses such as were made upon another version. */
function fakeProject() {
  const stored = new Map<LabelFrame, number[]>([
    [a, []],
    [b, []],
  ]);
  const state = { fail: [] as ('disconnected' | 'disk-full' | 'answer lost')[], bases: [] as number[] };
  const versionOf = (ref: LabelFrame) => stored.get(ref)!.length;
  return {
    state,
    stored: (ref: LabelFrame) => stored.get(ref)!,
    storage: {
      version: async (ref: LabelFrame) => versionOf(ref),
      write: async ({ ref, bytes }: { ref: LabelFrame; bytes: Uint8Array }, base: number) => {
        await Promise.resolve();
        const trouble = state.fail.shift();
        if (trouble === 'disconnected' || trouble === 'disk-full') throw new Failure(trouble, trouble, '');
        state.bases.push(base);
        if (base !== versionOf(ref)) throw new Failure('invalid-input', 'The labels changed.', '');
        stored.get(ref)!.push(decodeLabelEdit(bytes).classes[0].y);
        if (trouble === 'answer lost') throw new Failure('disconnected', trouble, '');
        return versionOf(ref);
      },
    },
  };
}

describe('EditQueue', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    labelQueueStore.setState({ pending: 0, failure: null });
  });

  it('stores edits in order, each upon the version before it, and says when all is stored', async () => {
    const project = fakeProject();
    const queue = new EditQueue(project.storage, () => undefined);
    for (let y = 0; y < 5; y++) queue.push(y % 2 === 0 ? a : b, 'Paint', editOf(y));
    expect(labelQueueStore.getState().pending).toBe(5);
    expect(queue.holds(a)).toBe(true);
    await queue.flush();
    expect(project.stored(a)).toEqual([0, 2, 4]);
    expect(project.stored(b)).toEqual([1, 3]);
    expect(queue.version(a)).toBe(3);
    expect(labelQueueStore.getState()).toEqual({ pending: 0, failure: null });
    expect(queue.holds(a)).toBe(false);
  });

  it('keeps edits through a lost connection or a full disk and tries again', async () => {
    const project = fakeProject();
    project.state.fail = ['disk-full', 'disconnected'];
    const queue = new EditQueue(project.storage, () => undefined);
    queue.push(a, 'Paint', editOf(1));
    queue.push(a, 'Paint', editOf(2));
    await vi.advanceTimersByTimeAsync(1);
    expect(labelQueueStore.getState()).toMatchObject({ pending: 2, failure: { tag: 'disk-full' } });
    queue.push(a, 'Paint', editOf(3));
    await vi.advanceTimersByTimeAsync(260);
    expect(labelQueueStore.getState().failure?.tag).toBe('disconnected');
    queue.resume();
    await queue.flush();
    expect(project.stored(a)).toEqual([1, 2, 3]);
    expect(labelQueueStore.getState().failure).toBeNull();
  });

  it('does not lose what follows an edit whose answer was lost', async () => {
    const project = fakeProject();
    project.state.fail = ['answer lost'];
    const queue = new EditQueue(project.storage, () => expect.unreachable());
    queue.push(a, 'Paint', editOf(1));
    queue.push(a, 'Paint', editOf(2));
    await vi.advanceTimersByTimeAsync(300);
    await queue.flush();
    // stored twice with the same outcome, rather than once and the next refused
    expect(project.stored(a)).toEqual([1, 1, 2]);
  });

  it('drops what the project refuses with all that was built upon it, and goes on with other frames', async () => {
    const project = fakeProject();
    project.stored(a).push(99);
    const refused: [LabelFrame, string][] = [];
    const queue = new EditQueue(project.storage, (ref, { tag }) => refused.push([ref, tag]));
    queue.push(a, 'Paint', editOf(1));
    queue.push(b, 'Paint', editOf(2));
    queue.push(a, 'Paint', editOf(3));
    await queue.flush();
    expect(refused).toEqual([[a, 'invalid-input']]);
    expect(project.stored(a)).toEqual([99]);
    expect(project.stored(b)).toEqual([2]);
  });

  it('stores what was made before a work before it, and what was made later upon its version', async () => {
    const project = fakeProject();
    const queue = new EditQueue(project.storage, () => expect.unreachable());
    const undo = async () => {
      await Promise.resolve();
      project.stored(a).push(-1);
      queue.setVersion(a, project.stored(a).length);
    };
    queue.push(a, 'Paint', editOf(1));
    const first = queue.hold(undo);
    queue.push(a, 'Paint', editOf(2));
    const second = queue.hold(undo);
    queue.push(a, 'Paint', editOf(3));
    expect(queue.held).toBe(true);
    expect(queue.of(a).map(({ classes }) => classes[0].y)).toEqual([1, 2, 3]);
    await Promise.all([first, second]);
    await queue.flush();
    expect(project.stored(a)).toEqual([1, -1, 2, -1, 3]);
    expect(queue.held).toBe(false);
  });

  it('goes on after a work that failed', async () => {
    const project = fakeProject();
    const queue = new EditQueue(project.storage, () => expect.unreachable());
    const failed = queue.hold(() => Promise.reject(new Failure('invalid-input', 'Nothing to undo.', '')));
    queue.push(a, 'Paint', editOf(1));
    await expect(failed).rejects.toThrow('Nothing to undo.');
    await queue.flush();
    expect(project.stored(a)).toEqual([1]);
  });
});
