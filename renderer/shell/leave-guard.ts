import { savingStore } from '../state/saving.ts';

/** Asks before the window goes while edits wait to be stored. Returns the way to stop. */
export function guardLeaving(target: EventTarget): () => void {
  const ask = (event: Event) => {
    if (savingStore.getState().pending > 0) event.preventDefault();
  };
  target.addEventListener('beforeunload', ask);
  return () => target.removeEventListener('beforeunload', ask);
}
