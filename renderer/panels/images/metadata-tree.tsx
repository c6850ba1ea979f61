import { styled } from '@mui/material/styles';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Failure, type FailureInfo } from '../../../app/domain/failure.ts';
import { ask } from '../../client/session.ts';
import { firstBranches, type MetadataRow, metadataRows } from '../../state/metadata.ts';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icons.tsx';
import { NoticeBox } from '../../ui/notices.tsx';
import { Progress } from '../../ui/progress.tsx';
import { colour, font } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';

const rowHeight = 22;

const Scroll = styled('div')({
  maxHeight: 'max(240px, 50vh)',
  overflow: 'auto',
  margin: '6px -12px -12px',
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
  '&:focus-visible [data-lead="true"]': { boxShadow: `inset 0 0 0 1px ${colour.accent}` },
});
const Row = styled('div')({
  position: 'absolute',
  left: 0,
  right: 0,
  top: 0,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  height: rowHeight,
  paddingRight: 12,
  fontSize: 12,
  whiteSpace: 'nowrap',
  '&:hover': { backgroundColor: colour.hover },
});
const Branch = styled('button')({
  display: 'flex',
  alignItems: 'center',
  gap: 2,
  height: '100%',
  padding: 0,
  border: 0,
  background: 'none',
  flex: '1 1 auto',
  textAlign: 'left',
  '& svg': { color: colour.muted },
});
const Key = styled('span')({
  color: colour.muted,
  flex: 'none',
  maxWidth: '60%',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
});
const Value = styled('span')({
  flex: '1 1 0',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  fontFamily: font.mono,
  fontSize: 11.5,
  userSelect: 'text',
});
const Nothing = styled('p')({ color: colour.muted, padding: '4px 0' });

/** The row a key leads to, or null when it leads nowhere. */
function nextRow(rows: readonly MetadataRow[], at: number, key: string): number | null {
  const last = rows.length - 1;
  const row = rows[at];
  if (key === 'ArrowDown') return Math.min(last, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowRight' && row?.open === true) return Math.min(last, at + 1);
  if (key === 'ArrowLeft' && row !== undefined && !row.open && row.depth > 0) {
    return rows.findLastIndex((above, i) => i < at && above.depth < row.depth);
  }
  return null;
}

type Loaded = { readonly metadata: unknown } | { readonly failure: FailureInfo } | null;

/** The file's own description of itself, as it stands there: a tree to open and to search. */
export function MetadataTree({ imageId }: { readonly imageId: number }) {
  const [loaded, setLoaded] = useState<Loaded>(null);
  const [query, setQuery] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [lead, setLead] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    ask('images.metadata', { id: imageId }, { signal: abort.signal }).then(
      ({ metadata }) => {
        setLoaded({ metadata });
        setOpened(firstBranches(metadata));
      },
      (thrown: unknown) => {
        if (!abort.signal.aborted) setLoaded({ failure: Failure.from(thrown).info });
      },
    );
    return () => abort.abort();
  }, [imageId]);

  const metadata = loaded !== null && 'metadata' in loaded ? loaded.metadata : null;
  const rows = useMemo(() => metadataRows(metadata, query, opened), [metadata, query, opened]);
  const scroll = useRef<HTMLDivElement>(null);
  const visible = useRows(scroll, rows.length, () => rowHeight);

  if (loaded === null) return <Progress value={null} label="Reading the metadata" />;
  if ('failure' in loaded)
    return <NoticeBox kind="error" text={loaded.failure.message} remedy={loaded.failure.remedy} />;
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[lead];
    const to = nextRow(rows, lead, event.key);
    if (to !== null) {
      setLead(to);
      visible.scrollToIndex(to);
    } else if (
      row?.value === null &&
      (event.key === (row.open ? 'ArrowLeft' : 'ArrowRight') || event.key === 'Enter')
    ) {
      toggle(row.path);
    } else return;
    event.preventDefault();
  };
  const toggle = (path: string) => {
    const next = new Set(opened);
    if (!next.delete(path)) next.add(path);
    setOpened(next);
  };
  return (
    <>
      <TextField
        type="search"
        aria-label="Search the metadata"
        placeholder="Search keys and values"
        value={query}
        onText={setQuery}
        onEscape={() => setQuery('')}
      />
      {rows.length === 0 ? (
        <Nothing>{query === '' ? 'This file describes nothing but its pixels.' : 'Nothing has these words.'}</Nothing>
      ) : null}
      <Scroll
        ref={scroll}
        role="tree"
        aria-label="Metadata"
        tabIndex={0}
        aria-activedescendant={rows[lead] === undefined ? undefined : `metadata-${lead}`}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: visible.getTotalSize(), position: 'relative' }}>
          {visible.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const { path, depth, key, value, open } = row;
            return (
              <Row
                key={path}
                id={`metadata-${index}`}
                role="treeitem"
                aria-level={depth + 1}
                aria-selected={index === lead}
                data-lead={index === lead}
                {...(value === null ? { 'aria-expanded': open } : {})}
                style={{ transform: `translateY(${start}px)`, paddingLeft: 12 + depth * 14 }}
              >
                {value === null ? (
                  <Branch type="button" tabIndex={-1} onClick={() => toggle(path)}>
                    <Icon name={open ? 'chevronDown' : 'chevronRight'} size={10} />
                    {key}
                  </Branch>
                ) : (
                  <>
                    <Key title={key}>{key}</Key>
                    <Value title={value}>{value}</Value>
                  </>
                )}
              </Row>
            );
          })}
        </div>
      </Scroll>
    </>
  );
}
