import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { requestFocus } from '../../commands/focus.ts';
import { runById } from '../../commands/list.ts';
import { libraryStore } from '../../state/library.ts';
import { selectionStore } from '../../state/selection.ts';
import { search, treeRows, treeStore } from '../../state/tree.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { NoticeBox, Notices } from '../../ui/notices.tsx';
import { count, grouped } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { SampleTree } from './sample-tree.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  height: 40,
  padding: '0 6px 0 12px',
});
const Title = styled('h2')({
  flex: '1 1 auto',
  fontWeight: 600,
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
});
const Search = styled('div')({
  position: 'relative',
  flex: 'none',
  padding: '0 8px 8px',
  '& > svg': { position: 'absolute', left: 16, top: 7, color: colour.muted, pointerEvents: 'none' },
  '& input': { paddingLeft: 28 },
});
const Foot = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  height: 28,
  padding: '0 12px',
  color: colour.muted,
  fontSize: 12,
  borderTop: `1px solid ${colour.line}`,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
});

function Missing() {
  const missing = useStore(libraryStore, (s) => s.images.filter((image) => !image.available && !image.packed).length);
  if (missing === 0) return null;
  return (
    <NoticeBox
      kind="suspect"
      text={missing === 1 ? 'One file is not where it was.' : `${missing} files are not where they were.`}
      remedy="Found again by content, under any name."
      action={{ title: 'Find…', run: () => runById('project.relink') }}
    />
  );
}

/** Left: samples and their images, search, import. */
export function SamplesPanel() {
  const library = useStore(libraryStore);
  const tree = useStore(treeStore);
  const { query, folded } = tree;
  const chosen = useStore(selectionStore, (s) => s.imageIds.length);
  const rows = useMemo(() => treeRows(library, { query, folded }), [library, query, folded]);
  const found = rows.reduce((n, row) => n + (row.kind === 'image' ? 1 : 0), 0);
  return (
    <>
      <Head>
        <Title>Samples</Title>
        <CommandButton id="samples.create" icon="plus" label={null} look="quiet" />
        <CommandButton id="images.importFolder" icon="folder" label={null} look="quiet" />
        <CommandButton id="images.import" icon="import" label={null} look="quiet" />
      </Head>
      {library.images.length === 0 ? null : (
        <Search>
          <Icon name="search" size={14} />
          <TextField
            type="search"
            data-focus="search"
            aria-label="Search images"
            placeholder="Search"
            value={query}
            onText={search}
            onEnter={() => requestFocus('tree')}
            onEscape={() => {
              search('');
              requestFocus('tree');
            }}
          />
        </Search>
      )}
      <Notices place="samples" />
      <Missing />
      {library.loaded && library.images.length === 0 && library.samples.length === 0 ? (
        <Empty text="Import micrographs to begin: choose files, or drop them anywhere in this window.">
          <CommandButton id="images.import" icon="import" look="primary" />
          <CommandButton id="images.importFolder" icon="folder" />
        </Empty>
      ) : rows.length === 0 && query !== '' ? (
        <Empty text={`No image or sample has “${query}” in its name.`} />
      ) : (
        <SampleTree rows={rows} />
      )}
      <Foot>
        <span>
          {query === ''
            ? count(library.images.length, 'image')
            : `${grouped(found)} of ${count(library.images.length, 'image')}`}
        </span>
        {chosen > 1 ? <span>{grouped(chosen)} selected</span> : null}
      </Foot>
    </>
  );
}
