import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { DirectoryEntry } from '../../../app/contract/nouns.ts';
import {
  browserStore,
  changeBrowser,
  choosable,
  chooseAllFiles,
  chooseEntry,
  confirmPick,
  openFolder,
  visibleEntries,
} from '../../state/browser.ts';
import { Icon } from '../../ui/icons.tsx';
import { bytes, dateTime, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';

const rowHeight = 28;

const Column = styled('div')({ flex: '1 1 0', minWidth: 0, display: 'flex', flexDirection: 'column' });
const cells = {
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) 64px 120px',
  columnGap: 12,
  padding: '0 12px',
  '@container (max-width: 460px)': {
    gridTemplateColumns: 'minmax(0, 1fr) 64px',
    '& > :nth-of-type(3)': { display: 'none' },
  },
};
const Heads = styled('div')({
  ...cells,
  flex: 'none',
  height: 28,
  alignItems: 'center',
  color: colour.muted,
  fontSize: 12,
  borderBottom: `1px solid ${colour.line}`,
  '& > :not(:first-of-type)': { textAlign: 'right' },
});
const Scroll = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  overflow: 'auto',
  position: 'relative',
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
  '&:focus-visible [data-lead="true"]': { boxShadow: `inset 0 0 0 1px ${colour.accent}` },
});
const Row = styled('div')({
  ...cells,
  position: 'absolute',
  left: 0,
  right: 0,
  height: rowHeight,
  alignItems: 'center',
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
  '&[aria-disabled="true"]': { opacity: 0.6 },
});
const Name = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  minWidth: 0,
  '& svg': { color: colour.muted },
  '& span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});
const Fact = styled('div')({ color: colour.muted, fontSize: 12, textAlign: 'right', whiteSpace: 'nowrap' });
const Nothing = styled('p')({ padding: '16px 12px', color: colour.muted });

function open(entry: DirectoryEntry): void {
  if (entry.kind === 'folder') void openFolder(entry.path);
  else if (choosable(browserStore.getState(), entry)) confirmPick();
}

/** The entries of a folder. Arrows move, Space marks, Enter opens, Backspace goes up, letters filter. */
export function FileList({ onType }: { readonly onType: () => void }) {
  const state = useStore(browserStore);
  const entries = visibleEntries(state);
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useRows(scroll, entries.length, () => rowHeight);
  const path = state.listing?.path;
  useEffect(() => {
    // Not away from somebody who types a path or a filter.
    if (path !== undefined && !(document.activeElement instanceof HTMLInputElement)) scroll.current?.focus();
    scroll.current?.scrollTo({ top: 0 });
  }, [path]);

  const several = state.request?.purpose === 'open-files';
  const lead = Math.min(state.lead, entries.length - 1);

  const move = (to: number, how: 'alone' | 'range') => {
    const index = Math.max(0, Math.min(entries.length - 1, to));
    chooseEntry(index, several ? how : 'alone');
    rows.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const how = event.shiftKey ? 'range' : 'alone';
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight) - 1);
    if (event.key === 'ArrowDown') move(state.chosen.size === 0 && lead === 0 ? 0 : lead + 1, how);
    else if (event.key === 'ArrowUp') move(lead - 1, how);
    else if (event.key === 'PageDown') move(lead + page, how);
    else if (event.key === 'PageUp') move(lead - page, how);
    else if (event.key === 'Home') move(0, how);
    else if (event.key === 'End') move(entries.length - 1, how);
    else if (event.key === ' ') chooseEntry(lead, 'toggle');
    else if (event.key === 'Enter' && entries[lead] !== undefined) open(entries[lead]);
    else if (event.key === 'Backspace') void openFolder(state.listing?.parent ?? null);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) chooseAllFiles();
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // The field takes the focus before the letter arrives, so it lands there.
      onType();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Column>
      <Heads aria-hidden="true">
        <span>Name</span>
        <span>Size</span>
        <span>Modified</span>
      </Heads>
      <Scroll
        ref={scroll}
        role="listbox"
        tabIndex={0}
        aria-label="Files and folders"
        aria-multiselectable={several}
        aria-activedescendant={entries.length === 0 ? undefined : `entry-${lead}`}
        onKeyDown={onKeyDown}
      >
        {entries.length === 0 && state.listing !== null ? (
          <Nothing>{state.filter === '' ? 'Nothing here that can be opened.' : 'No name has these letters.'}</Nothing>
        ) : null}
        <div style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start }) => {
            const entry = entries[index];
            return (
              <Row
                key={entry.path}
                id={`entry-${index}`}
                role="option"
                aria-selected={state.chosen.has(entry.path)}
                aria-disabled={entry.kind !== 'folder' && !choosable(state, entry)}
                data-lead={index === lead}
                style={{ transform: `translateY(${start}px)` }}
                onClick={(event) => {
                  if (!choosable(state, entry) && entry.kind !== 'folder') return;
                  changeBrowser({ lead: state.lead });
                  chooseEntry(index, event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'alone');
                }}
                onDoubleClick={() => open(entry)}
              >
                <Name title={entry.name}>
                  <Icon
                    name={entry.kind === 'folder' ? 'folder' : entry.kind === 'project' ? 'project' : 'image'}
                    size={14}
                  />
                  <span>{entry.name}</span>
                </Name>
                <Fact>{entry.kind === 'file' ? Object.values(bytes(entry.bytes)).join(thinSpace) : ''}</Fact>
                <Fact>{dateTime(entry.modified)}</Fact>
              </Row>
            );
          })}
        </div>
      </Scroll>
    </Column>
  );
}
