import { createStore } from 'zustand/vanilla';
import { Failure, type FailureInfo } from '../../app/domain/failure.ts';

/** Where in the window a notice stands: beside the thing it is about. */
export type NoticePlace = 'window' | 'start' | 'samples' | 'inspector' | 'stage' | 'lower' | 'browser';

export interface Notice {
  /** One notice a key and place: a newer one replaces it. */
  readonly key: string;
  readonly place: NoticePlace;
  readonly kind: 'error' | 'suspect' | 'info';
  readonly text: string;
  /** What to do, in one sentence; empty when the text says it. */
  readonly remedy: string;
  readonly action?: { readonly title: string; readonly run: () => void };
}

export const noticeStore = createStore<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }));

export function showNotice(notice: Notice): void {
  noticeStore.setState(({ notices }) => ({ notices: [...without(notices, notice.place, notice.key), notice] }));
}

export function dismissNotice(place: NoticePlace, key: string): void {
  noticeStore.setState((s) => {
    const notices = without(s.notices, place, key);
    return notices.length === s.notices.length ? s : { notices };
  });
}

/** Takes every notice of a place off, as when what it was about is gone. */
export function clearNotices(place?: NoticePlace): void {
  noticeStore.setState(({ notices }) => ({
    notices: place === undefined ? [] : notices.filter((notice) => notice.place !== place),
  }));
}

/** Says a failure at its place. A stop that the person asked for is not told. */
export function showFailure(place: NoticePlace, key: string, failure: FailureInfo, action?: Notice['action']): void {
  if (failure.tag === 'stopped') return;
  showNotice({
    key,
    place,
    kind: 'error',
    text: failure.message,
    remedy: failure.remedy,
    ...(action === undefined ? {} : { action }),
  });
}

/**
 * Runs `work`; a failure becomes a notice at `place` instead of an exception, a success takes an older notice of
 * the same key away. Resolves with the result, or undefined after a failure.
 */
export async function attempt<T>(
  place: NoticePlace,
  key: string,
  work: () => Promise<T>,
  action?: Notice['action'],
): Promise<T | undefined> {
  try {
    const result = await work();
    dismissNotice(place, key);
    return result;
  } catch (thrown) {
    showFailure(place, key, Failure.from(thrown).info, action);
    return undefined;
  }
}

function without(notices: readonly Notice[], place: NoticePlace, key: string): readonly Notice[] {
  return notices.filter((notice) => notice.place !== place || notice.key !== key);
}
