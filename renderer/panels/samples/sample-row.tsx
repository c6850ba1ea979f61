import { styled } from '@mui/material/styles';
import { type DragEvent, useState } from 'react';
import { moveImages, updateSample } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { foldSample, startRenaming, type TreeRow } from '../../state/tree.ts';
import { Icon } from '../../ui/icons.tsx';
import { grouped } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { RenameField } from './rename-field.tsx';

export const sampleHeight = 32;
export const imageHeight = 52;

/** Kind of drag data that names images of the project, as a JSON list of ids. */
export const imagesDragType = 'application/x-morphoscope-images';

const Row = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 4,
  height: sampleHeight,
  padding: '0 12px 0 4px',
  fontWeight: 600,
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
  '&[data-over]': { boxShadow: `inset 0 0 0 2px ${colour.accent}` },
});
const Fold = styled('span')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  width: 20,
  height: 24,
  color: colour.muted,
  '&:hover': { color: colour.text },
});
const Name = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Count = styled('span')({ color: colour.muted, fontWeight: 400, fontSize: 12 });

function draggedImages(transfer: DataTransfer): number[] {
  const ids: unknown = JSON.parse(transfer.getData(imagesDragType) || '[]');
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}

/** What makes a row take images that are dragged onto it: they go to `sampleId`. */
export function useSampleDrop(sampleId: number) {
  const [over, setOver] = useState(false);
  return {
    'data-sample': sampleId,
    'data-over': over ? '' : undefined,
    onDragOver: (event: DragEvent) => {
      if (![...event.dataTransfer.types].includes(imagesDragType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'move';
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      const ids = draggedImages(event.dataTransfer);
      if (ids.length > 0) void attempt('samples', 'move', () => moveImages(ids, sampleId));
    },
  } as const;
}

/** A sample in the tree. */
export function SampleRow({
  id,
  row,
  lead,
  renaming,
  onChoose,
}: {
  readonly id: string;
  readonly row: Extract<TreeRow, { kind: 'sample' }>;
  readonly lead: boolean;
  readonly renaming: boolean;
  readonly onChoose: () => void;
}) {
  const { sample, images, folded } = row;
  const drop = useSampleDrop(sample.id);
  return (
    <Row
      id={id}
      role="treeitem"
      aria-level={1}
      aria-expanded={!folded}
      aria-selected={lead}
      aria-label={`${sample.name}, ${images} images`}
      data-lead={lead}
      {...drop}
      onClick={onChoose}
      onDoubleClick={() => startRenaming({ kind: 'sample', id: sample.id })}
    >
      <Fold
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          foldSample(sample.id, !folded);
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <Icon name={folded ? 'chevronRight' : 'chevronDown'} size={12} />
      </Fold>
      {renaming ? (
        <RenameField
          name={sample.name}
          label="Name of the sample"
          onDone={(name) => {
            startRenaming(null);
            if (name !== null) void attempt('samples', 'rename', () => updateSample({ id: sample.id, name }));
          }}
        />
      ) : (
        <>
          <Name title={sample.name}>{sample.name}</Name>
          <Count>{grouped(images)}</Count>
        </>
      )}
    </Row>
  );
}
