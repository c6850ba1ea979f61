/** Parts of the window that may have keys of their own; a command with a scope wins while the focus is inside. */
export type Scope = 'samples' | 'stage' | 'inspector' | 'lower';

/** Headings of the palette and the cheat sheet, in their order. */
export const groups = [
  'Project',
  'Edit',
  'Images',
  'Stage',
  'Label tools',
  'Label',
  'Review',
  'Train',
  'Segment',
  'Particles',
  'Rooms',
  'Window',
  'Help',
] as const;
export type Group = (typeof groups)[number];

/** One thing that a person can do, by whatever way: key, button, menu or palette. */
export interface Command {
  /** Stable, dotted: 'images.import'. */
  readonly id: string;
  /** What it does now, in the imperative; a function where it depends on what is chosen ("Undo rename image"). */
  readonly title: string | (() => string);
  /** The title in the cheat sheet, where `title` speaks of what is chosen now. */
  readonly plainTitle?: string;
  readonly group: Group;
  /**
   * Strokes such as 'Mod+K', 'F2', '[' or 'Shift+ArrowUp'; the first is shown. Mod is Cmd on a Mac, Ctrl elsewhere.
   * A symbol is named as it is typed, without Shift: '?'.
   */
  readonly shortcuts?: readonly string[];
  readonly scope?: Scope;
  /** Room it belongs to; absent = all rooms. */
  readonly room?: string;
  /** Room that has something of its own under the key: there the command is not offered. */
  readonly notIn?: string;
  /** False: the command does nothing now and is shown nowhere. */
  readonly when?: () => boolean;
  readonly run: () => void | Promise<void>;
  /** For keys that act while they are held: what happens when they are let go. */
  readonly release?: () => void;
  /** Acts even while the person types into a field. */
  readonly whileTyping?: boolean;
  /** Left out of the palette (it makes no sense there), but shown in the cheat sheet. */
  readonly keyOnly?: boolean;
}

export function titleOf(command: Command): string {
  return typeof command.title === 'function' ? command.title() : command.title;
}

export function isOffered(command: Command, roomId: string): boolean {
  if (command.room !== undefined && command.room !== roomId) return false;
  return command.notIn !== roomId && (command.when?.() ?? true);
}
