import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../../state/selection.ts';
import { chooseRow, foldSample, leadRow, type TreeRow, treeStore } from '../../state/tree.ts';
import { colour } from '../../ui/tokens.ts';
import { useRows } from '../../ui/use-rows.ts';
import { besideName, ImageRow } from './image-row.tsx';
import { imageHeight, SampleRow, sampleHeight } from './sample-row.tsx';
import { TreeMenu, type TreeMenuAt } from './tree-menu.tsx';

const Scroll = styled('div')({
  flex: '1 1 0',
  minHeight: 0,
  overflow: 'auto',
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
  '&:focus-visible [data-lead="true"]': { boxShadow: `inset 0 0 0 1px ${colour.accent}` },
});
const Line = styled('div')({ position: 'absolute', left: 0, right: 0, top: 0 });

function rowKey(row: TreeRow): string {
  return row.kind === 'sample' ? `s${row.sample.id}` : `i${row.image.id}`;
}

/** Which row a key leads to from row `at`, or what else it does; null when the tree has no use for it. */
export function treeMove(
  rows: readonly TreeRow[],
  at: number,
  key: string,
  page: number,
): { readonly to: number } | { readonly fold: number; readonly folded: boolean } | null {
  const last = rows.length - 1;
  const row = rows[at];
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(last, at + 1) };
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) };
    case 'PageDown':
      return { to: Math.min(last, at + page) };
    case 'PageUp':
      return { to: Math.max(0, at - page) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: last };
    case 'ArrowRight':
      if (row?.kind !== 'sample') return null;
      return row.folded ? { fold: row.sample.id, folded: false } : { to: Math.min(last, at + 1) };
    case 'ArrowLeft': {
      if (row === undefined) return null;
      if (row.kind === 'sample') return row.folded ? null : { fold: row.sample.id, folded: true };
      return { to: rows.findLastIndex((above, i) => i < at && above.kind === 'sample') };
    }
    default:
      return null;
  }
}

/** Samples and images as a tree: arrows move, Shift extends, F2 renames, Del removes; images are dragged to a sample. */
export function SampleTree({ rows }: { readonly rows: readonly TreeRow[] }) {
  const scroll = useRef<HTMLDivElement>(null);
  const selection = useStore(selectionStore);
  const renaming = useStore(treeStore, (s) => s.renaming);
  const [menu, setMenu] = useState<TreeMenuAt | null>(null);
  const keyOf = useCallback((i: number) => rowKey(rows[i]), [rows]);
  const heightOf = (i: number) => (rows[i].kind === 'sample' ? sampleHeight : imageHeight);
  const visible = useRows(scroll, rows.length, heightOf, keyOf);
  const nameWidth = Math.max(60, (visible.scrollRect?.width ?? 280) - besideName);
  const lead = leadRow(rows, selection);
  const chosen = new Set(selection.imageIds);

  const leadKey = lead < 0 ? null : rowKey(rows[lead]);
  const shownLead = useRef<string | null>(null);
  useEffect(() => {
    // Only when another row was chosen: rows that come in above must not move what a person looks at.
    if (leadKey === shownLead.current) return;
    shownLead.current = leadKey;
    if (lead >= 0) visible.scrollToIndex(lead);
  }, [lead, leadKey, visible]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = event.currentTarget.querySelector('[data-lead="true"]')?.getBoundingClientRect();
      if (box !== undefined) setMenu({ left: box.left + 32, top: box.bottom });
    } else {
      const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? imageHeight) / imageHeight) - 1);
      const move = treeMove(rows, lead, event.key, page);
      if (move === null) return;
      if ('to' in move) chooseRow(rows, move.to, event.shiftKey ? 'range' : 'alone');
      else foldSample(move.fold, move.folded);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const onContextMenu = (event: MouseEvent, index: number) => {
    event.preventDefault();
    const row = rows[index];
    if (row.kind === 'sample' || !chosen.has(row.image.id)) chooseRow(rows, index, 'alone');
    setMenu({ left: event.clientX, top: event.clientY });
  };
  return (
    <>
      <Scroll
        ref={scroll}
        role="tree"
        tabIndex={0}
        data-focus="tree"
        aria-label="Samples and images"
        aria-multiselectable="true"
        aria-activedescendant={lead < 0 ? undefined : `tree-${lead}`}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: visible.getTotalSize(), position: 'relative' }}>
          {visible.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <Line
                key={rowKey(row)}
                style={{ transform: `translateY(${start}px)` }}
                onContextMenu={(event) => onContextMenu(event, index)}
              >
                {row.kind === 'sample' ? (
                  <SampleRow
                    id={`tree-${index}`}
                    row={row}
                    lead={index === lead}
                    renaming={renaming?.kind === 'sample' && renaming.id === row.sample.id}
                    onChoose={() => chooseRow(rows, index, 'alone')}
                  />
                ) : (
                  <ImageRow
                    id={`tree-${index}`}
                    row={row}
                    lead={index === lead}
                    chosen={chosen.has(row.image.id)}
                    shown={selection.shown?.imageId === row.image.id}
                    renaming={renaming?.kind === 'image' && renaming.id === row.image.id}
                    nameWidth={nameWidth}
                    onChoose={(how) => chooseRow(rows, index, how)}
                  />
                )}
              </Line>
            );
          })}
        </div>
      </Scroll>
      <TreeMenu at={menu} onClose={() => setMenu(null)} />
    </>
  );
}
