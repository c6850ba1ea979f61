import { Failure } from '../../app/domain/failure.ts';
import { ask, on } from '../client/session.ts';
import { annotationStore, type Distance, nextAnnotationId, planeKey, setDistances } from './annotations.ts';
import { showFailure } from './notices.ts';
import { edit } from './saving.ts';
import { type PlaneRef, selectionStore } from './selection.ts';

/** A distance that is being drawn or pulled is kept when it has rested for so long. */
const restMs = 300;

const placesOf = (list: readonly Distance[]) =>
  list.map(({ a, b }) => [a.x, a.y, b.x, b.y] as [number, number, number, number]);

const planeOf = (key: string): PlaneRef => {
  const [imageId, frame] = key.split('/').map(Number);
  return { imageId, frame };
};

/** Keeps the distances measured on the stage in the project, and shows those that are there. Returns the way to stop. */
export function keepDistances(): () => void {
  /** What the project has, by plane. */
  const kept = new Map<string, string>();
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();

  const load = async (plane: PlaneRef) => {
    const key = planeKey(plane);
    const { distances } = await ask('images.distances', plane);
    const text = JSON.stringify(distances);
    if (waiting.has(key) || kept.get(key) === text) return;
    kept.set(key, text);
    const list = distances.map(([ax, ay, bx, by]) => ({
      id: nextAnnotationId(),
      a: { x: ax, y: ay },
      b: { x: bx, y: by },
    }));
    setDistances(plane, list, null);
  };

  const save = async (key: string) => {
    waiting.delete(key);
    const distances = placesOf(annotationStore.getState().distances.get(key) ?? []);
    const text = JSON.stringify(distances);
    if (text === (kept.get(key) ?? '[]')) return;
    kept.set(key, text);
    try {
      await edit('images.setDistances', { ...planeOf(key), distances });
    } catch (thrown) {
      kept.delete(key);
      showFailure('stage', 'distances', Failure.from(thrown).info);
    }
  };

  const forget = () => {
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
    kept.clear();
  };

  const bring = () => {
    const { shown } = selectionStore.getState();
    // An image that is gone has none to show.
    if (shown !== null) load({ imageId: shown.imageId, frame: shown.frame }).catch(() => undefined);
  };

  const quits = [
    selectionStore.subscribe((now, before) => {
      if (now.shown?.imageId !== before.shown?.imageId || now.shown?.frame !== before.shown?.frame) bring();
    }),
    annotationStore.subscribe((now, before) => {
      if (now.distances.size === 0) forget();
      for (const [key, list] of now.distances) {
        if (before.distances.get(key) === list) continue;
        clearTimeout(waiting.get(key));
        waiting.delete(key);
        if (JSON.stringify(placesOf(list)) === (kept.get(key) ?? '[]')) continue;
        waiting.set(
          key,
          setTimeout(() => void save(key), restMs),
        );
      }
    }),
    on('history.changed', bring),
  ];
  bring();
  return () => {
    forget();
    for (const quit of quits) quit();
  };
}
