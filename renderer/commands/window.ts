import { changeLayout, layoutStore, toggleRegion, toggleStageOnly } from '../state/layout.ts';
import { projectStore } from '../state/project.ts';
import { openPrompt } from '../state/prompt.ts';
import { currentRoom, enterRoom, roomStore } from '../state/room.ts';
import type { Command } from './command.ts';

const isOpen = () => projectStore.getState().project !== null;

/** One command for each room of the flow. */
export function roomCommands(): readonly Command[] {
  return roomStore.getState().rooms.map((room) => ({
    id: `rooms.${room.id}`,
    title: `Go to ${room.title}`,
    group: 'Rooms',
    shortcuts: [room.shortcut, `Alt+${room.shortcut}`],
    when: isOpen,
    run: () => enterRoom(room.id),
  }));
}

export const windowCommands: readonly Command[] = [
  {
    id: 'window.stageOnly',
    plainTitle: 'Stage only, and back',
    title: () => (layoutStore.getState().stageOnly ? 'Show all regions' : 'Show the stage only'),
    group: 'Window',
    shortcuts: ['F'],
    when: isOpen,
    run: toggleStageOnly,
  },
  {
    id: 'window.samples',
    title: 'Show or hide samples',
    group: 'Window',
    shortcuts: ['Mod+B'],
    when: isOpen,
    whileTyping: true,
    run: () => toggleRegion('samplesOpen'),
  },
  {
    id: 'window.inspector',
    title: 'Show or hide the inspector',
    group: 'Window',
    shortcuts: ['Mod+Alt+B'],
    when: isOpen,
    whileTyping: true,
    run: () => toggleRegion('inspectorOpen'),
  },
  {
    id: 'window.lower',
    plainTitle: 'Show or hide the lower panel',
    title: () => `Show or hide ${currentRoom(roomStore.getState())?.lower?.toLowerCase() ?? 'the lower panel'}`,
    group: 'Window',
    shortcuts: ['Mod+Shift+L'],
    when: () => isOpen() && (currentRoom(roomStore.getState())?.lower ?? null) !== null,
    run: () => toggleRegion('lowerOpen'),
  },
  {
    id: 'window.jobs',
    title: 'Show or hide all jobs',
    group: 'Window',
    shortcuts: ['Mod+J'],
    when: isOpen,
    whileTyping: true,
    run: () => toggleRegion('jobsOpen'),
  },
  {
    id: 'window.theme',
    title: () => (layoutStore.getState().theme === 'light' ? 'Use the dark theme' : 'Use the light theme'),
    group: 'Window',
    run: () => changeLayout({ theme: layoutStore.getState().theme === 'light' ? 'dark' : 'light' }),
  },
  {
    id: 'window.systemTheme',
    title: 'Use the system’s theme',
    group: 'Window',
    when: () => layoutStore.getState().theme !== 'system',
    run: () => changeLayout({ theme: 'system' }),
  },
  {
    id: 'help.palette',
    title: 'All commands',
    group: 'Help',
    shortcuts: ['Mod+K'],
    whileTyping: true,
    keyOnly: true,
    run: () => openPrompt('palette'),
  },
  {
    id: 'help.keys',
    title: 'Keyboard shortcuts',
    group: 'Help',
    shortcuts: ['?'],
    run: () => openPrompt('keys'),
  },
];
