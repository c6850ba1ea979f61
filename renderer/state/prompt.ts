import { createStore } from 'zustand/vanilla';

/** What lies over the window for a moment: at most one thing, so that nothing ever stacks. */
export type Prompt = 'none' | 'palette' | 'keys' | 'backups';

export const promptStore = createStore<{ readonly prompt: Prompt }>()(() => ({ prompt: 'none' }));

export function openPrompt(prompt: Prompt): void {
  promptStore.setState({ prompt });
}

export function closePrompt(): void {
  promptStore.setState({ prompt: 'none' });
}
