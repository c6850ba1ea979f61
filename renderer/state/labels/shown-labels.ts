import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { fetchClasses, fetchLabelled, putLabelEdit, windowToken } from '../../client/label-bytes.ts';
import { showNotice } from '../notices.ts';
import { saving } from '../saving.ts';
import { LabelDocument, type LabelFrame } from './document.ts';
import { EditQueue, frameKey } from './edit-queue.ts';
import { clearLabels, labelStore } from './label-store.ts';

/** What 'labels.changed' tells. `null` lists mean everything. */
export interface LabelNews extends LabelFrame {
  readonly version: number;
  readonly tiles: readonly number[] | null;
  readonly instances: readonly number[] | null;
  /** The window that did it; null: nobody's. */
  readonly window: string | null;
}

const queue = new EditQueue(
  {
    write: ({ ref, title, bytes }, base) => putLabelEdit(ref, base, title, bytes),
    version: async (ref) => (await fetchLabelled(ref, [])).version,
  },
  refused,
);

/** The frame that should be shown; the document follows when it has come. */
let wanted: LabelFrame | null = null;
let loading: AbortController | null = null;
/** The newest version that the project told of or gave; -1 while nothing is shown. */
let heard = -1;
/** What changed in the project and has not been read. */
let unread: 'everything' | { readonly tiles: Set<number>; readonly instances: Set<number> } = nothingUnread();
let reading: Promise<void> | null = null;

function nothingUnread(): { readonly tiles: Set<number>; readonly instances: Set<number> } {
  return { tiles: new Set(), instances: new Set() };
}

/** Shows the labels of a frame in the label set in use, or none. Edits of it that are on their way are waited for. */
export function showLabels(plane: { readonly imageId: number; readonly frame: number } | null): void {
  const { setId } = labelStore.getState();
  const ref = plane === null || setId === null ? null : { setId, imageId: plane.imageId, frame: plane.frame };
  if (wanted !== null && ref !== null && frameKey(wanted) === frameKey(ref)) return;
  wanted = ref;
  heard = -1;
  loading?.abort();
  loading = null;
  labelStore.getState().document?.cancel();
  labelStore.setState({ document: null, loading: ref !== null, failure: null, selected: [], hovered: null });
  if (ref !== null) void load(ref);
}

/** Reads the labels of the shown frame again. */
export function reloadLabels(): void {
  const ref = wanted;
  if (ref === null) return;
  labelStore.getState().document?.cancel();
  void load(ref);
}

/** Resolves when the project holds every edit made so far. */
export function flushLabels(): Promise<void> {
  return queue.flush();
}

/**
 * Undoes or redoes (`ask`), which makes a version of its own: strokes that are painted meanwhile are stored upon it. What is known to come of it
 * (`step` on the shown labels, false when it is not) is shown at once; the project has the last word. `title`: what the history says comes next.
 */
export function stepHistory<T extends { readonly frame: LabelFrame | null }>(
  step: (document: LabelDocument, title: string | null) => boolean,
  title: string | null,
  ask: () => Promise<T>,
): Promise<T> {
  const { document } = labelStore.getState();
  // While something is on its way the history does not tell of it yet; what was done last is what is meant.
  const sure = document !== null && (queue.held || queue.holds(document.ref));
  const guessed = document !== null && (sure || title !== null) && step(document, sure ? null : title);
  return queue.hold(async () => {
    try {
      const answer = await ask();
      const here = answer.frame !== null && wanted !== null && frameKey(answer.frame) === frameKey(wanted);
      if (here) await newsRead();
      else if (guessed) reloadLabels();
      return answer;
    } catch (thrown) {
      if (guessed) reloadLabels();
      throw thrown;
    }
  });
}

/** Resolves when what the project told last has been taken over; it tells of a change before it answers. */
async function newsRead(): Promise<void> {
  while (reading !== null) await reading;
}

/** The connection came back: stores what waits and reads what is shown anew. */
export function resumeLabels(): void {
  queue.resume();
  if (wanted !== null) void queue.flush().then(() => reloadLabels());
}

/** Forgets what is shown and what waits, as when another project opens. */
export function leaveLabels(): void {
  wanted = null;
  heard = -1;
  loading?.abort();
  loading = null;
  queue.clear();
  clearLabels();
}

async function load(ref: LabelFrame): Promise<void> {
  loading?.abort();
  const controller = new AbortController();
  loading = controller;
  try {
    if (queue.holds(ref)) await queue.flush();
    const { signal } = controller;
    const [classes, labelled] = await Promise.all([
      fetchClasses(ref, null, { signal }),
      fetchLabelled(ref, null, { signal }),
    ]);
    if (loading !== controller) return;
    if (classes.version !== labelled.version || queue.holds(ref)) {
      void load(ref);
      return;
    }
    queue.setVersion(ref, classes.version);
    if (heard <= classes.version) unread = nothingUnread();
    heard = Math.max(heard, classes.version);
    const made = new LabelDocument(ref, classes, (title, edit) => {
      void saving(() => {
        queue.push(ref, title, edit);
        return queue.flush();
      });
    });
    made.adopt({ tiles: classes.tiles, instances: labelled.instances, removed: [], nextId: labelled.nextId });
    made.protect = labelStore.getState().protect;
    made.onChange(({ settled }) => {
      if (settled) labelStore.setState((s) => (s.document === made ? { settled: s.settled + 1 } : s));
    });
    labelStore.setState((s) => ({
      document: made,
      loading: false,
      failure: null,
      settled: s.settled + 1,
      selected: s.selected.filter((id) => made.instances.has(id)),
    }));
    startReading();
  } catch (thrown) {
    if (loading !== controller) return;
    labelStore.setState({ document: null, loading: false, failure: Failure.from(thrown).info });
  }
}

/** Hears what changed in the project and takes it over, reading only that. */
export function noteLabelsChanged(news: LabelNews): void {
  if (wanted === null || frameKey(wanted) !== frameKey(news) || news.version <= heard) return;
  const missed = heard >= 0 && news.version > heard + 1;
  heard = news.version;
  // This window's own edits are in its document already.
  if (news.window === windowToken && !missed) return;
  if (missed || news.tiles === null || news.instances === null) unread = 'everything';
  else if (unread !== 'everything') {
    for (const tile of news.tiles) unread.tiles.add(tile);
    for (const id of news.instances) unread.instances.add(id);
  }
  startReading();
}

function startReading(): void {
  reading ??= readNews().finally(() => {
    reading = null;
  });
}

async function readNews(): Promise<void> {
  try {
    const { document } = labelStore.getState();
    while (document !== null && document === labelStore.getState().document) {
      const news = unread;
      if (news === 'everything') {
        await waitForStroke(document);
        reloadLabels();
        return;
      }
      if (news.tiles.size === 0 && news.instances.size === 0) return;
      unread = nothingUnread();
      if (!(await adoptNews(document, [...news.tiles], [...news.instances]))) unread = 'everything';
    }
  } catch (thrown) {
    labelStore.setState({ failure: Failure.from(thrown).info });
  }
}

/** False when it could not be done piece by piece. */
async function adoptNews(document: LabelDocument, tiles: number[], ids: number[]): Promise<boolean> {
  const [classes, labelled] = await Promise.all([
    tiles.length === 0 ? null : fetchClasses(document.ref, tiles),
    fetchLabelled(document.ref, ids),
  ]);
  if (classes !== null && classes.version !== labelled.version) return false;
  const there = new Set(labelled.instances.map(({ id }) => id));
  queue.setVersion(document.ref, labelled.version);
  document.adopt({
    tiles: classes?.tiles ?? [],
    instances: labelled.instances,
    removed: ids.filter((id) => !there.has(id)),
    nextId: labelled.nextId,
  });
  // What was painted meanwhile lies on top of it, here as in the project.
  for (const edit of queue.of(document.ref)) document.reapply(edit);
  return true;
}

/** A stroke under way is finished first; the project will refuse it, and say so. */
function waitForStroke(document: LabelDocument | null): Promise<void> {
  if (document === null || document.editing === null) return Promise.resolve();
  return new Promise((resolve) => {
    const quit = document.onChange(({ settled }) => {
      if (!settled) return;
      quit();
      resolve();
    });
  });
}

function refused(ref: LabelFrame, failure: FailureInfo): void {
  showNotice({
    key: 'labels refused',
    place: 'stage',
    kind: 'error',
    text: `Your last change was not stored: ${failure.message}`,
    remedy: 'The labels are shown as the project has them now; repeat what is missing.',
  });
  if (wanted !== null && frameKey(wanted) === frameKey(ref)) reloadLabels();
}
