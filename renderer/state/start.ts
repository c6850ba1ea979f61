import { createStore } from 'zustand/vanilla';

/** What the start screen shows besides the recent projects. */
export const startStore = createStore<{ readonly creating: boolean }>()(() => ({ creating: false }));

/** Opens or closes the form for a new project. */
export function setCreating(creating: boolean): void {
  startStore.setState({ creating });
}
