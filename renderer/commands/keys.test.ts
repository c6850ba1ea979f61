import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { commandFor, type KeyContext } from './dispatch.ts';
import { type Keys, matches, parseStroke } from './shortcut.ts';

const press = (key: string, change: Partial<Keys> = {}): Keys => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : /^\d$/.test(key) ? `Digit${key}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
});

describe('strokes', () => {
  it('are read with their modifiers', () => {
    expect(parseStroke('Mod+Shift+K')).toEqual({ mod: true, alt: false, shift: true, key: 'k' });
    expect(parseStroke('Mod++')).toEqual({ mod: true, alt: false, shift: false, key: '+' });
  });
  it.each(['', 'Ctrl+K', 'Mod+', 'Mod+Mod+K'])('refuse %j', (shortcut) => {
    expect(() => parseStroke(shortcut)).toThrow();
  });
});

describe('matching', () => {
  it('takes Ctrl on a PC and Cmd on a Mac, and not the other', () => {
    expect(matches('Mod+K', press('k', { ctrlKey: true }), false)).toBe(true);
    expect(matches('Mod+K', press('k', { ctrlKey: true }), true)).toBe(false);
    expect(matches('Mod+K', press('k', { metaKey: true }), true)).toBe(true);
    expect(matches('Mod+K', press('k', { metaKey: true }), false)).toBe(false);
    expect(matches('K', press('k', { ctrlKey: true }), false)).toBe(false);
  });

  it('minds Shift for letters, also with caps lock', () => {
    expect(matches('O', press('O'), false)).toBe(true);
    expect(matches('O', press('O', { shiftKey: true }), false)).toBe(false);
    expect(matches('Shift+O', press('O', { shiftKey: true }), false)).toBe(true);
  });

  it('takes a symbol however the layout types it', () => {
    expect(matches('?', press('?', { shiftKey: true, code: 'Slash' }), false)).toBe(true);
    expect(matches('/', press('/', { shiftKey: true, code: 'Digit7' }), false)).toBe(true);
    expect(matches('[', press('[', { code: 'BracketLeft' }), false)).toBe(true);
  });

  it('finds letters by place where the layout has others', () => {
    expect(matches('Mod+K', press('л', { code: 'KeyK', ctrlKey: true }), false)).toBe(true);
    expect(matches('A', press('q', { code: 'KeyA' }), false)).toBe(false);
  });

  it('takes digits from both places, and under Alt', () => {
    expect(matches('2', press('2', { code: 'Numpad2' }), false)).toBe(true);
    expect(matches('Alt+2', press('™', { code: 'Digit2', altKey: true }), true)).toBe(true);
    expect(matches('2', press('é', { code: 'Digit2' }), false)).toBe(true);
  });
});

const command = (id: string, change: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Stage',
  shortcuts: ['1'],
  run: () => undefined,
  ...change,
});
const context = (change: Partial<KeyContext> = {}): KeyContext => ({
  typing: false,
  scopes: [],
  roomId: 'images',
  mac: false,
  ...change,
});

describe('dispatch', () => {
  const anywhere = command('room');
  const onStage = command('one to one', { scope: 'stage' });
  const commands = [anywhere, onStage];

  it('prefers what belongs to where the focus is', () => {
    expect(commandFor(commands, press('1'), context())).toBe(anywhere);
    expect(commandFor(commands, press('1'), context({ scopes: ['stage'] }))).toBe(onStage);
    expect(commandFor(commands, press('1'), context({ scopes: ['samples'] }))).toBe(anywhere);
  });

  it('passes over what is not offered now', () => {
    const off = { ...onStage, when: () => false };
    expect(commandFor([anywhere, off], press('1'), context({ scopes: ['stage'] }))).toBe(anywhere);
    expect(commandFor([command('x', { room: 'segment' })], press('1'), context())).toBeNull();
  });

  it('leaves letters to whoever types', () => {
    expect(commandFor(commands, press('1'), context({ typing: true }))).toBeNull();
    const palette = command('palette', { shortcuts: ['Mod+K'], whileTyping: true });
    expect(commandFor([palette], press('k', { ctrlKey: true }), context({ typing: true }))).toBe(palette);
  });

  it('knows nothing of other keys', () => {
    expect(commandFor(commands, press('9'), context())).toBeNull();
  });
});
