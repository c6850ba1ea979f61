/** The part of a KeyboardEvent that says which keys are down. */
export interface Keys {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Stroke {
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Lower case for letters, as in KeyboardEvent.key for the rest. */
  readonly key: string;
}

const modifiers = ['Mod', 'Alt', 'Shift'];

/** 'Mod+Shift+K' as its parts. Throws on anything else: a wrong shortcut is a mistake of the program. */
export function parseStroke(shortcut: string): Stroke {
  const parts =
    shortcut === '+'
      ? ['+']
      : shortcut.endsWith('++')
        ? [...shortcut.slice(0, -2).split('+'), '+']
        : shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const held = parts.slice(0, -1);
  if (key === '' || held.some((part) => !modifiers.includes(part)) || new Set(held).size !== held.length) {
    throw new Error(`Not a shortcut: ${shortcut}`);
  }
  return {
    mod: held.includes('Mod'),
    alt: held.includes('Alt'),
    shift: held.includes('Shift'),
    key: key.length === 1 ? key.toLowerCase() : key,
  };
}

const isSymbol = (key: string) => key.length === 1 && !/[a-z0-9 ]/i.test(key);

/**
 * True when the keys that are down are the stroke. Letters and digits are also known by their place on the keyboard,
 * so that Ctrl+K works on a Cyrillic layout and Alt+2 where Alt makes other characters; symbols by what they type,
 * whatever Shift that takes.
 */
export function matches(shortcut: string, keys: Keys, mac: boolean): boolean {
  const stroke = parseStroke(shortcut);
  const mod = mac ? keys.metaKey : keys.ctrlKey;
  const otherMod = mac ? keys.ctrlKey : keys.metaKey;
  if (otherMod || mod !== stroke.mod || keys.altKey !== stroke.alt) return false;
  if (isSymbol(stroke.key)) return keys.key === stroke.key;
  if (keys.shiftKey !== stroke.shift) return false;
  const typed = keys.key.length === 1 ? keys.key.toLowerCase() : keys.key;
  if (typed === stroke.key) return true;
  // The place only counts where the layout itself has no such letter there.
  const foreign = stroke.alt || !/^[a-z0-9]$/.test(typed);
  if (/^[a-z]$/.test(stroke.key)) return foreign && keys.code === `Key${stroke.key.toUpperCase()}`;
  if (/^[0-9]$/.test(stroke.key)) {
    return (foreign && keys.code === `Digit${stroke.key}`) || keys.code === `Numpad${stroke.key}`;
  }
  return false;
}

const macNames: Readonly<Record<string, string>> = { Mod: '⌘', Alt: '⌥', Shift: '⇧' };
const names: Readonly<Record<string, string>> = {
  Mod: 'Ctrl',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
  ' ': 'Space',
};

/** A shortcut's keys as they are printed on the keyboard, in order: ['Ctrl', 'K'] or ['⌘', 'K']. */
export function keyNames(shortcut: string, mac: boolean): string[] {
  const { mod, alt, shift, key } = parseStroke(shortcut);
  const held = [...(mod ? ['Mod'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : [])];
  return [
    ...held.map((name) => (mac ? (macNames[name] ?? name) : (names[name] ?? name))),
    names[key] ?? (key.length === 1 ? key.toUpperCase() : key),
  ];
}

/** A shortcut in one piece: 'Ctrl+K' or '⌘K'. */
export function shortcutText(shortcut: string, mac: boolean): string {
  return keyNames(shortcut, mac).join(mac ? '' : '+');
}
