import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import {
  browserStore,
  cancelPick,
  changeBrowser,
  confirmPick,
  openFolder,
  pickedPaths,
  visibleEntries,
} from '../../state/browser.ts';
import { programStore } from '../../state/program.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { count } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { FileList } from './file-list.tsx';

const Frame = styled('section')({
  flex: '1 1 0',
  minHeight: 0,
  minWidth: 0,
  display: 'flex',
  flexDirection: 'column',
  backgroundColor: colour.panel,
  containerType: 'inline-size',
});
const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: 40,
  padding: '0 6px 0 12px',
  fontWeight: 600,
});
const Title = styled('h2')({ flex: '1 1 auto', fontWeight: 600 });
const Bar = styled('div')({ flex: 'none', display: 'flex', alignItems: 'center', gap: 6, padding: '0 12px 8px' });
const Body = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  display: 'flex',
  borderTop: `1px solid ${colour.line}`,
});
const Places = styled('nav')({
  flex: 'none',
  width: 168,
  overflow: 'auto',
  padding: 8,
  borderRight: `1px solid ${colour.line}`,
  '@container (max-width: 620px)': { display: 'none' },
});
const Place = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  width: '100%',
  height: 28,
  padding: '0 8px',
  border: 0,
  borderRadius: 4,
  background: 'none',
  textAlign: 'left',
  '& svg': { color: colour.muted },
  '& span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-current="true"]': { backgroundColor: colour.selectedQuiet },
});
const Foot = styled('div')({
  flex: 'none',
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  padding: '8px 12px',
  borderTop: `1px solid ${colour.line}`,
});
const Space = styled('div')({ flex: '1 1 0' });
const Muted = styled('span')({ color: colour.muted });

/** What was typed is gone to when the field is left or Enter is pressed; it stays until that folder is there. */
function PathField({ path }: { readonly path: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  // A folder that comes while the field has the focus must not change the text under the hands.
  const [held, setHeld] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const before = useRef(path);
  useEffect(() => {
    // The first folder may come while somebody types already.
    if (before.current !== '') setTyped(null);
    before.current = path;
  }, [path]);
  const go = async () => {
    const wanted = (typed ?? path).trim();
    await openFolder(wanted === '' ? null : wanted);
    if (browserStore.getState().failure === null) setTyped(null);
  };
  const enter = () => {
    if (typed === null) void go();
    // Gives the focus up: the list takes it when the folder is there.
    field.current?.blur();
  };
  return (
    <TextField
      aria-label="Folder"
      ref={field}
      value={typed ?? held ?? path}
      onText={setTyped}
      onEnter={enter}
      onFocus={() => setHeld(path)}
      onBlur={() => {
        setHeld(null);
        if (typed !== null) void go();
      }}
    />
  );
}

function Chosen() {
  const state = useStore(browserStore);
  const { request, chosen } = state;
  if (request?.purpose === 'save-file') {
    return (
      <TextField
        aria-label="File name"
        style={{ maxWidth: 320 }}
        value={state.name}
        onText={(name) => changeBrowser({ name })}
        onEnter={confirmPick}
      />
    );
  }
  if (request?.purpose !== 'open-files') return null;
  return <Muted>{chosen.size === 0 ? 'Nothing chosen' : `${count(chosen.size, 'item')} chosen`}</Muted>;
}

/** What the confirming button says now: "Import 3 items", "Use this folder". */
function confirmTitle(confirm: string, purpose: string, chosen: number): string {
  if (purpose === 'open-files' && chosen > 1) return `${confirm} ${chosen} items`;
  return confirm;
}

/** The folders and files of this computer, inside the window: for hosts without dialogs of their own. */
export function FileBrowser() {
  const state = useStore(browserStore);
  const formats = useStore(programStore, (s) => s.formats);
  const filter = useRef<HTMLInputElement>(null);
  const { request, listing, loading, failure } = state;
  if (request === null) return null;
  // Never a folder other than the one that the field names.
  const usable = !loading && failure === null && pickedPaths(state).length > 0;
  const hidden = (listing?.entries.length ?? 0) - visibleEntries({ ...state, filter: '' }).length;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    cancelPick();
  };
  return (
    <Frame aria-label={request.title} onKeyDown={onKeyDown}>
      <Head>
        <Title>{request.title}</Title>
        <IconButton icon="close" label="Cancel" shortcut="Escape" onClick={cancelPick} />
      </Head>
      <Bar>
        <IconButton
          icon="up"
          label="Folder above"
          shortcut="Backspace"
          look="plain"
          disabled={listing === null || listing.parent === null}
          onClick={() => void openFolder(listing?.parent ?? null)}
        />
        <PathField path={listing?.path ?? ''} />
        <TextField
          ref={filter}
          type="search"
          aria-label="Filter by name"
          placeholder="Filter"
          style={{ maxWidth: 180 }}
          value={state.filter}
          onText={(text) => changeBrowser({ filter: text })}
        />
      </Bar>
      {failure === null ? null : (
        <NoticeBox
          kind="error"
          text={failure.message}
          remedy={failure.remedy}
          action={{ title: 'Home folder', run: () => void openFolder(null) }}
        />
      )}
      <Body>
        <Places aria-label="Places">
          {listing?.roots.map((root) => (
            <Place
              key={root.path}
              type="button"
              title={root.path}
              aria-current={root.path === listing.path}
              onClick={() => void openFolder(root.path)}
            >
              <Icon name="folder" size={14} />
              <span>{root.name}</span>
            </Place>
          ))}
        </Places>
        <FileList onType={() => filter.current?.focus()} />
      </Body>
      {loading ? <Progress value={null} label="Reading the folder" /> : null}
      <Foot>
        {request.purpose === 'open-files' ? (
          <Checkbox
            label={
              <span title={formats.map((format) => format.title).join(', ')}>
                Show all files
                {state.everything || hidden === 0 ? null : <Muted>{` (${hidden} of other kinds)`}</Muted>}
              </span>
            }
            checked={state.everything}
            onCheck={(everything) => changeBrowser({ everything })}
          />
        ) : null}
        <Space />
        <Chosen />
        <Button onClick={cancelPick}>Cancel</Button>
        <Button look="primary" disabled={!usable} onClick={confirmPick}>
          {confirmTitle(request.confirm, request.purpose, state.chosen.size)}
        </Button>
      </Foot>
    </Frame>
  );
}
