import { historyStore, redo, undo } from '../state/history.ts';
import { attempt } from '../state/notices.ts';
import type { Command } from './command.ts';

/** "Undo" with what it undoes: "Undo rename image". */
export function undoTitle(verb: 'Undo' | 'Redo', edit: string | null): string {
  if (edit === null) return verb;
  // The edit's own first letter is lowered, unless it begins with a name or a formula.
  const second = edit.charAt(1);
  const lowered = second === second.toLowerCase() ? edit.charAt(0).toLowerCase() + edit.slice(1) : edit;
  return `${verb} ${lowered}`;
}

export const editCommands: readonly Command[] = [
  {
    id: 'edit.undo',
    title: () => undoTitle('Undo', historyStore.getState().undo),
    plainTitle: 'Undo',
    group: 'Edit',
    shortcuts: ['Mod+Z'],
    when: () => historyStore.getState().undo !== null,
    run: async () => {
      await attempt('window', 'undo', () => undo());
    },
  },
  {
    id: 'edit.redo',
    title: () => undoTitle('Redo', historyStore.getState().redo),
    plainTitle: 'Redo',
    group: 'Edit',
    shortcuts: ['Mod+Shift+Z', 'Mod+Y'],
    when: () => historyStore.getState().redo !== null,
    run: async () => {
      await attempt('window', 'undo', () => redo());
    },
  },
];
