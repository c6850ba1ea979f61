import { beforeEach, describe, expect, it } from 'vitest';
import { changeLabelLayout } from '../state/layout.ts';
import { clearLibrary, libraryStore } from '../state/library.ts';
import { adoptProject } from '../state/project.ts';
import { setRooms } from '../state/room.ts';
import { clearSelection, selectImages, selectSample } from '../state/selection.ts';
import { imageOf, projectOf, sampleOf } from '../state/testing.ts';
import { type Command, groups, isOffered, titleOf } from './command.ts';
import { undoTitle } from './edit.ts';
import { allCommands, commandById } from './list.ts';
import { parseStroke, shortcutText } from './shortcut.ts';

beforeEach(() => {
  adoptProject(null);
  clearLibrary();
  clearSelection();
  setRooms([
    { id: 'images', title: 'Images', shortcut: '1', lower: 'Conditions' },
    { id: 'segment', title: 'Segment', shortcut: '2', lower: null },
  ]);
});

describe('the list of commands', () => {
  it('has each id once, in dotted lower case', () => {
    const ids = allCommands().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(\.[a-zA-Z-]+)+$/);
  });

  it('has each title once, in sentence case, under a known heading', () => {
    const titles = allCommands().map(titleOf);
    expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
    for (const title of titles) expect(title).toMatch(/^[A-Z]/);
    for (const { group } of allCommands()) expect(groups).toContain(group);
  });

  it('gives each key in each place to one command', () => {
    const owners = new Map<string, Command[]>();
    const clashes: string[] = [];
    for (const command of allCommands()) {
      for (const shortcut of command.shortcuts ?? []) {
        const key = `${command.scope ?? 'anywhere'} ${JSON.stringify(parseStroke(shortcut))}`;
        const others = owners.get(key) ?? [];
        // A key that means one thing in all rooms must not mean another in one of them.
        const apart = (a: Command, b: Command) =>
          (a.room !== undefined && b.room !== undefined && a.room !== b.room) ||
          (a.room !== undefined && a.room === b.notIn) ||
          (b.room !== undefined && b.room === a.notIn);
        const clash = others.find((other) => !apart(other, command));
        if (clash !== undefined) clashes.push(`${shortcut}: ${clash.id}, ${command.id}`);
        owners.set(key, [...others, command]);
      }
    }
    expect(clashes).toEqual([]);
  });

  it.each(['right', 'left'] as const)('keeps keys apart for the %s hand', (hand) => {
    changeLabelLayout({ hand });
    const keys = allCommands()
      .filter(({ room, notIn, scope }) => scope === undefined && notIn !== 'label' && (room ?? 'label') === 'label')
      .flatMap(({ shortcuts }) => (shortcuts ?? []).map((shortcut) => JSON.stringify(parseStroke(shortcut))));
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
    changeLabelLayout({ hand: 'right' });
  });

  it('has no key that would type a letter act while somebody types', () => {
    for (const { id, shortcuts, whileTyping } of allCommands()) {
      if (whileTyping !== true) continue;
      for (const shortcut of shortcuts ?? []) expect(`${id} ${parseStroke(shortcut).mod}`).toBe(`${id} true`);
    }
  });

  it('lets a held key be let go', () => {
    const peek = commandById('stage.peek');
    expect(peek.release).toBeTypeOf('function');
    expect(peek.keyOnly).toBe(true);
  });

  it('throws for an id that no command has', () => {
    expect(() => commandById('no.such')).toThrow('no.such');
  });
});

describe('when commands are offered', () => {
  const offered = (id: string) => isOffered(commandById(id), 'images');

  it('only what makes sense without a project', () => {
    expect(offered('project.open')).toBe(true);
    for (const id of ['images.import', 'project.close', 'rooms.segment', 'stage.fit', 'images.remove']) {
      expect([id, offered(id)]).toEqual([id, false]);
    }
  });

  it('what can be done with what is chosen', () => {
    adoptProject(projectOf({}));
    const images = [imageOf({ id: 1 }), imageOf({ id: 2 })];
    const samples = [sampleOf({ id: 1, name: 'Cubes' })];
    libraryStore.setState({
      samples,
      images,
      imageById: new Map(images.map((image) => [image.id, image])),
      sampleById: new Map(samples.map((sample) => [sample.id, sample])),
      loaded: true,
    });
    expect(offered('images.remove')).toBe(false);
    selectImages([1, 2], 1);
    expect(titleOf(commandById('images.remove'))).toBe('Remove 2 images from the project');
    expect(offered('stage.fit')).toBe(true);
    expect(offered('stage.nextFrame')).toBe(false);
    selectSample(1);
    expect(titleOf(commandById('images.remove'))).toBe('Remove sample Cubes');
  });

  it('a room’s own commands only there', () => {
    adoptProject(projectOf({}));
    expect(isOffered({ ...commandById('window.stageOnly'), room: 'segment' }, 'images')).toBe(false);
    expect(isOffered({ ...commandById('window.stageOnly'), room: 'images' }, 'images')).toBe(true);
  });
});

describe('undoTitle', () => {
  it('names the edit in the middle of the sentence', () => {
    expect(undoTitle('Undo', 'Rename image cubes')).toBe('Undo rename image cubes');
    expect(undoTitle('Redo', null)).toBe('Redo');
  });
  it('leaves names and abbreviations as they are', () => {
    expect(undoTitle('Undo', 'FFT filter')).toBe('Undo FFT filter');
  });
});

describe('shortcuts as text', () => {
  it('follow the keyboard of the machine', () => {
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(shortcutText('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(shortcutText('Delete', false)).toBe('Del');
    expect(shortcutText('?', false)).toBe('?');
    expect(shortcutText('+', false)).toBe('+');
  });
});
