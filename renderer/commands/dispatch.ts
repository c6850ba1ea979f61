import { type Command, isOffered, type Scope } from './command.ts';
import { type Keys, matches } from './shortcut.ts';

/** Where a key was pressed. */
export interface KeyContext {
  /** The focus is in something that takes text or has keys of its own (a field, a menu). */
  readonly typing: boolean;
  /** Scopes around the focus, innermost first. */
  readonly scopes: readonly Scope[];
  readonly roomId: string;
  readonly mac: boolean;
}

/**
 * The command that a key press means: one whose scope is around the focus before one without a scope, the innermost
 * scope first. While typing only commands that say so.
 */
export function commandFor(commands: readonly Command[], keys: Keys, context: KeyContext): Command | null {
  let found: Command | null = null;
  let foundRank = Number.POSITIVE_INFINITY;
  for (const command of commands) {
    if (context.typing && command.whileTyping !== true) continue;
    const rank = command.scope === undefined ? context.scopes.length : context.scopes.indexOf(command.scope);
    if (rank < 0 || rank >= foundRank) continue;
    if (command.shortcuts?.some((shortcut) => matches(shortcut, keys, context.mac)) !== true) continue;
    if (!isOffered(command, context.roomId)) continue;
    found = command;
    foundRank = rank;
  }
  return found;
}

const typingRoles = new Set([
  'textbox',
  'searchbox',
  'combobox',
  'spinbutton',
  'listbox',
  'option',
  'menu',
  'menuitem',
]);

/** What commands may act on a key pressed in `element`. */
export function keyContext(element: Element | null, roomId: string, mac: boolean): KeyContext {
  const scopes: Scope[] = [];
  for (
    let at = element?.closest('[data-scope]') ?? null;
    at !== null;
    at = at.parentElement?.closest('[data-scope]') ?? null
  ) {
    scopes.push(at.getAttribute('data-scope') as Scope);
  }
  return { typing: element !== null && takesText(element), scopes, roomId, mac };
}

function takesText(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !['button', 'checkbox', 'radio', 'range'].includes(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  // a list of things on the stage has a few keys of its own and leaves the rest to the room
  if (element.getAttribute('data-keys') === 'shared') return false;
  return typingRoles.has(element.getAttribute('role') ?? '');
}

export function isMac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}

/**
 * Listens to the keyboard of the whole window. `commands` is asked at every key, so that the list may grow.
 * Returns the way to stop.
 */
export function listenToKeys(
  target: Window,
  commands: () => readonly Command[],
  roomId: () => string,
  run: (command: Command) => void,
): () => void {
  const mac = isMac(target.navigator.platform);
  let held: { command: Command; code: string } | null = null;
  const letGo = () => {
    held?.command.release?.();
    held = null;
  };
  const down = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const element = event.target instanceof Element ? event.target : null;
    // What lies over the window has its own keys.
    if (element?.closest('[role="dialog"]') !== null && element !== null && !event.ctrlKey && !event.metaKey) return;
    const command = commandFor(commands(), event, keyContext(element, roomId(), mac));
    if (command === null) return;
    event.preventDefault();
    if (command.release !== undefined) {
      if (event.repeat || held !== null) return;
      held = { command, code: event.code };
    }
    run(command);
  };
  const up = (event: KeyboardEvent) => {
    if (held !== null && event.code === held.code) letGo();
  };
  target.addEventListener('keydown', down);
  target.addEventListener('keyup', up);
  target.addEventListener('blur', letGo);
  return () => {
    target.removeEventListener('keydown', down);
    target.removeEventListener('keyup', up);
    target.removeEventListener('blur', letGo);
  };
}
