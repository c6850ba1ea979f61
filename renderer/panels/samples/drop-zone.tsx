import { styled } from '@mui/material/styles';
import { type DragEvent, type ReactNode, useState } from 'react';
import { importPaths, libraryStore } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { Icon } from '../../ui/icons.tsx';
import { colour } from '../../ui/tokens.ts';
import { droppedFiles, droppedPaths, holdsFiles } from './dropped-files.ts';

const Zone = styled('div')({ position: 'relative', display: 'flex', flex: '1 1 0', minHeight: 0, minWidth: 0 });
const Veil = styled('div')({
  position: 'absolute',
  inset: 0,
  zIndex: 10,
  pointerEvents: 'none',
  display: 'flex',
  alignItems: 'flex-end',
  justifyContent: 'center',
  paddingBottom: 40,
  boxShadow: `inset 0 0 0 2px ${colour.accent}`,
});
const Says = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '8px 14px',
  borderRadius: 6,
  backgroundColor: colour.raised,
  boxShadow: colour.shadow,
});

/** The sample that the pointer is over in the tree, or null. */
function sampleUnder(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest('[data-sample]') : null;
  const id = Number(row?.getAttribute('data-sample'));
  return Number.isInteger(id) && id > 0 ? id : null;
}

/** The whole workbench takes files that are dropped on it; over a sample they go into that sample. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState<{ readonly sampleId: number | null } | null>(null);

  const onDragOver = (event: DragEvent) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    const sampleId = sampleUnder(event.target);
    if (over === null || over.sampleId !== sampleId) setOver({ sampleId });
  };
  const onDrop = (event: DragEvent) => {
    if (!holdsFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(null);
    const sampleId = sampleUnder(event.target);
    // Read at once: the browser forgets what was dropped when this handler returns.
    const dropped = droppedFiles(event.dataTransfer);
    void attempt('samples', 'import', async () => {
      const paths = await droppedPaths(await dropped);
      if (paths.length > 0) await importPaths(paths, sampleId);
    });
  };
  const name = libraryStore.getState().sampleById.get(over?.sampleId ?? 0)?.name;
  return (
    <Zone
      onDragOver={onDragOver}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(null);
      }}
      onDrop={onDrop}
    >
      {children}
      {over === null ? null : (
        <Veil>
          <Says>
            <Icon name="import" />
            {name === undefined ? 'Drop to import' : `Drop to import into ${name}`}
          </Says>
        </Veil>
      )}
    </Zone>
  );
}
