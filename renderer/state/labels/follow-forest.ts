import type { CallInput } from '../../../app/contract/list.ts';
import { Failure } from '../../../app/domain/failure.ts';
import { fetchForest } from '../../client/forest-bytes.ts';
import { ask } from '../../client/session.ts';
import { type Region, stageStore } from '../stage.ts';
import { clearForest, forestStore } from './forest.ts';
import { ForestMap } from './forest-map.ts';
import { frameKey, labelSetsStore } from './label-sets.ts';
import { labelStore } from './label-store.ts';
import { flushLabels } from './shown-labels.ts';

type Question = Omit<CallInput<'forest.live'>, 'part'>;

/** Side of the parts of a frame that are asked for after what is seen, samples. */
const restSide = 1024;
/** Milliseconds without a change before they are. */
const restPause = 250;

/** What is wished for now, with a name for all that the forest depends on; null = nothing. */
function wish(): { readonly question: Question; readonly forest: string } | null {
  const { on, settings } = forestStore.getState();
  const { document, settled, classes } = labelStore.getState();
  const { sight } = stageStore.getState();
  if (!on || document === null || sight === null) return null;
  const { imageId, frame, setId } = document.ref;
  if (sight.imageId !== imageId || sight.frame !== frame) return null;
  const others = [...labelSetsStore.getState().frames.values()].filter(
    (one) => frameKey(one) !== frameKey(document.ref),
  );
  const versions = others.map((one) => `${frameKey(one)} ${one.version}`);
  const ids = classes.map(({ id, role }) => `${id} ${role}`);
  return {
    question: { setId, imageId, frame, settings, region: sight.region, level: levelOf(sight.zoom) },
    forest: JSON.stringify([document.ref, settled, settings, ids, versions]),
  };
}

/** Of more samples than this a coarser answer, of a quarter of them, is given first. */
const quickSamples = 400_000;

/** The levels at which what is seen is told, one after the other. */
export function levelsOf({ region, level }: Pick<Question, 'region' | 'level'>): number[] {
  const samples = (region.width * region.height) / 4 ** level;
  return samples > quickSamples && level < 4 ? [level + 1, level] : [level];
}

/** About a sample a screen px. */
export function levelOf(zoom: number): number {
  return Math.min(4, Math.max(0, Math.round(Math.log2(1 / zoom))));
}

/** Parts of a frame, the nearest to what is seen first. */
export function restParts(frame: { width: number; height: number }, seen: Region, level: number): Region[] {
  const side = restSide * 2 ** level;
  const parts: Region[] = [];
  for (let y = 0; y < frame.height; y += side)
    for (let x = 0; x < frame.width; x += side)
      parts.push({ x, y, width: Math.min(side, frame.width - x), height: Math.min(side, frame.height - y) });
  const [cx, cy] = [seen.x + seen.width / 2, seen.y + seen.height / 2];
  const away = (part: Region) => Math.hypot(part.x + part.width / 2 - cx, part.y + part.height / 2 - cy);
  return parts.sort((a, b) => away(a) - away(b));
}

/**
 * Keeps what the forest says true to the labels and to what is seen, until the returned function is called: what is seen first, then,
 * when nothing changes for a moment, the rest of the frame. A newer question stops an older one.
 */
export function followForest(): () => void {
  let asking: AbortController | null = null;
  let forest = '';
  let serial = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = () => {
    clearTimeout(timer);
    asking?.abort();
    asking = null;
  };

  const hear = async (question: Question, part: 'sight' | 'rest', signal: AbortSignal): Promise<boolean> => {
    const answer = await ask('forest.live', { ...question, part }, { signal });
    if (signal.aborted) return false;
    if (answer.state === 'needs-classes') {
      forestStore.setState({ learned: answer.learned, told: null, map: null, failure: null });
      return false;
    }
    const size = answer.tiles.length * 2 * answer.side ** 2;
    const bytes = await fetchForest(answer.url, size, { signal });
    const { document } = labelStore.getState();
    if (signal.aborted || document === null) return false;
    const before = forestStore.getState().map;
    const map =
      before !== null && frameKey(before.ref) === frameKey(document.ref)
        ? before
        : new ForestMap(document.ref, document);
    map.lay(answer, bytes);
    serial = answer.serial;
    forestStore.setState({ map, told: answer, learned: answer.learned, failure: null });
    return true;
  };

  const tellRest = async (question: Question, signal: AbortSignal) => {
    const { map } = forestStore.getState();
    if (map === null) return;
    for (const region of restParts(map, question.region, question.level)) {
      if (signal.aborted) return;
      if (map.covers(region, question.level, serial)) continue;
      if (!(await hear({ ...question, region }, 'rest', signal))) return;
    }
  };

  const answer = async (question: Question, signal: AbortSignal) => {
    const begin = performance.now();
    forestStore.setState({ computing: true });
    try {
      await flushLabels();
      if (signal.aborted) return;
      let told = false;
      for (const level of levelsOf(question)) {
        told = await hear({ ...question, level }, 'sight', signal);
        if (signal.aborted) return;
        if (!told) break;
        if (forestStore.getState().computing)
          forestStore.setState({ computing: false, took: performance.now() - begin });
      }
      if (!told) forestStore.setState({ computing: false, took: null });
      if (told) timer = setTimeout(() => guarded(() => tellRest(question, signal), signal), restPause);
    } catch (thrown) {
      fail(thrown, signal);
    }
  };

  const fail = (thrown: unknown, signal: AbortSignal) => {
    const { info } = Failure.from(thrown);
    if (!signal.aborted && info.tag !== 'stopped') forestStore.setState({ computing: false, failure: info });
  };
  const guarded = (run: () => Promise<void>, signal: AbortSignal) =>
    void run().catch((thrown: unknown) => fail(thrown, signal));

  const follow = () => {
    const now = wish();
    if (now === null) {
      if (forest === '') return;
      stop();
      forest = '';
      serial = -1;
      clearForest();
      return;
    }
    const same = now.forest === forest;
    if (
      same &&
      asking !== null &&
      forestStore.getState().map?.covers(now.question.region, now.question.level, serial) === true
    )
      return;
    stop();
    forest = now.forest;
    asking = new AbortController();
    void answer(now.question, asking.signal);
  };

  const quits = [
    labelStore.subscribe((now, before) => {
      if (now.document !== before.document) clearForest();
      if (now.document !== before.document || now.settled !== before.settled || now.classes !== before.classes)
        follow();
    }),
    stageStore.subscribe((now, before) => {
      if (now.sight !== before.sight) follow();
    }),
    forestStore.subscribe((now, before) => {
      if (now.on !== before.on || now.settings !== before.settings) follow();
    }),
    labelSetsStore.subscribe((now, before) => {
      if (now.frames !== before.frames && wish()?.forest !== forest) follow();
    }),
  ];
  follow();
  return () => {
    for (const quit of quits) quit();
    stop();
    clearForest();
  };
}
