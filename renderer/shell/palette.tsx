import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type Command, groups, isOffered, titleOf } from '../commands/command.ts';
import { allCommands, runCommand } from '../commands/list.ts';
import { fuzzy } from '../commands/search.ts';
import { closePrompt } from '../state/prompt.ts';
import { roomStore } from '../state/room.ts';
import { Keys } from '../ui/keys.tsx';
import { colour } from '../ui/tokens.ts';
import { Overlay } from './overlay.tsx';

const Field = styled('input')({
  flex: 'none',
  height: 44,
  padding: '0 16px',
  border: 0,
  borderBottom: `1px solid ${colour.line}`,
  background: 'none',
  fontSize: 15,
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
});
const List = styled('div')({ overflow: 'auto', padding: 4, maxHeight: 400 });
const Item = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 12,
  minHeight: 30,
  padding: '0 8px 0 12px',
  borderRadius: 4,
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
  '& mark': { background: 'none', color: colour.accent, fontWeight: 600 },
});
const Title = styled('span')({ flex: '1 1 auto' });
const Group = styled('span')({ color: colour.muted, fontSize: 12 });
const Nothing = styled('p')({ padding: '12px 16px', color: colour.muted });

function Marked({ text, at }: { readonly text: string; readonly at: readonly number[] }) {
  const marked = new Set(at);
  const parts: { text: string; hit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const hit = marked.has(i);
    const last = parts.at(-1);
    if (last !== undefined && last.hit === hit) last.text += text[i];
    else parts.push({ text: text[i], hit });
  }
  return parts.map((part, i) => (part.hit ? <mark key={i}>{part.text}</mark> : <span key={i}>{part.text}</span>));
}

function offered(): readonly Command[] {
  const { roomId } = roomStore.getState();
  return allCommands()
    .filter((command) => command.keyOnly !== true && isOffered(command, roomId))
    .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group));
}

/** Every command that can be used now, by its name. */
export function Palette() {
  const [commands] = useState(offered);
  const [query, setQuery] = useState('');
  const [lead, setLead] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = useMemo(() => fuzzy(query, commands, titleOf), [query, commands]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });

  const run = (command: Command) => {
    closePrompt();
    runCommand(command);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const last = found.length - 1;
    if (event.key === 'ArrowDown') setLead(lead >= last ? 0 : lead + 1);
    else if (event.key === 'ArrowUp') setLead(lead <= 0 ? last : lead - 1);
    else if (event.key === 'Enter' && found[lead] !== undefined) run(found[lead].item);
    else return;
    event.preventDefault();
  };
  return (
    <Overlay label="All commands" width={560} top={12}>
      <Field
        autoFocus
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length === 0 ? undefined : `palette-${lead}`}
        aria-label="Search commands"
        placeholder="What do you want to do?"
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setLead(0);
        }}
        onKeyDown={onKeyDown}
      />
      <List ref={list} id="palette-list" role="listbox" aria-label="Commands">
        {found.length === 0 ? <Nothing>No command has these letters.</Nothing> : null}
        {found.map(({ item, at }, i) => (
          <Item
            key={item.id}
            id={`palette-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === lead}
            onPointerMove={() => setLead(i)}
            onClick={() => run(item)}
            onKeyDown={onKeyDown}
          >
            <Title>
              <Marked text={titleOf(item)} at={at} />
            </Title>
            <Group>{item.group}</Group>
            {item.shortcuts === undefined ? null : <Keys shortcut={item.shortcuts[0]} />}
          </Item>
        ))}
      </List>
    </Overlay>
  );
}
