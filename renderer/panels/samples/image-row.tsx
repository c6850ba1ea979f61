import { styled } from '@mui/material/styles';
import type { DragEvent, MouseEvent } from 'react';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import { renameImage } from '../../state/library.ts';
import { attempt } from '../../state/notices.ts';
import { selectionStore } from '../../state/selection.ts';
import { startRenaming, type TreeRow } from '../../state/tree.ts';
import { MiddleCut } from '../../ui/middle.tsx';
import { pixelSize, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { RenameField } from './rename-field.tsx';
import { imageHeight, imagesDragType, useSampleDrop } from './sample-row.tsx';
import { StateDots } from './state-dots.tsx';
import { Thumbnail } from './thumbnail.tsx';

const Row = styled('div')({
  position: 'relative',
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  height: imageHeight,
  padding: '0 12px 0 16px',
  '&:hover': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selectedQuiet },
  '&[data-shown="true"]': { boxShadow: `inset 2px 0 0 ${colour.accent}` },
  '&[data-shown="true"][aria-selected="true"]': { backgroundColor: colour.selected },
  '&[data-over]': { boxShadow: `inset 0 0 0 2px ${colour.accent}` },
});
const Text = styled('div')({ flex: '1 1 auto', minWidth: 0 });
const Name = styled('div')({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' });
const Facts = styled('div')({
  color: colour.muted,
  fontSize: 12,
  lineHeight: '16px',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
});
const Suspect = styled('span')({ color: colour.suspect });

function PixelSize({ image }: { readonly image: ImageInfo }) {
  const size = pixelSize(image.calibration);
  const suspect = image.calibration.suspect.length > 0;
  const text = size === null ? 'no pixel size' : `${size.value}${thinSpace}${size.unit}/px`;
  return suspect ? <Suspect>{text}</Suspect> : text;
}

/** What of a row's width is not the name: padding, thumbnail, dots, gaps; px. */
export const besideName = 132;

/** Images that a drag from `id` carries: the whole selection when it is part of it. */
function dragged(id: number): readonly number[] {
  const { imageIds } = selectionStore.getState();
  return imageIds.includes(id) ? imageIds : [id];
}

function startDrag(event: DragEvent, id: number): void {
  event.dataTransfer.effectAllowed = 'move';
  event.dataTransfer.setData(imagesDragType, JSON.stringify(dragged(id)));
}

function how(event: MouseEvent): 'alone' | 'toggle' | 'range' {
  if (event.shiftKey) return 'range';
  return event.ctrlKey || event.metaKey ? 'toggle' : 'alone';
}

/** An image in the tree: thumbnail, name, what it measures, what was done with it. */
export function ImageRow({
  id,
  row,
  lead,
  chosen,
  shown,
  renaming,
  nameWidth,
  onChoose,
}: {
  readonly id: string;
  readonly row: Extract<TreeRow, { kind: 'image' }>;
  readonly lead: boolean;
  readonly chosen: boolean;
  readonly shown: boolean;
  readonly renaming: boolean;
  /** Room for the name, px. */
  readonly nameWidth: number;
  readonly onChoose: (how: 'alone' | 'toggle' | 'range') => void;
}) {
  const { image, position, siblings } = row;
  const drop = useSampleDrop(image.sampleId);
  return (
    <Row
      id={id}
      role="treeitem"
      aria-level={2}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-selected={chosen}
      aria-label={image.name}
      data-lead={lead}
      data-shown={shown}
      draggable={!renaming}
      {...drop}
      onDragStart={(event) => startDrag(event, image.id)}
      onClick={(event) => onChoose(how(event))}
    >
      <Thumbnail image={image} />
      <Text>
        {renaming ? (
          <RenameField
            name={image.name}
            label="Name of the image"
            onDone={(name) => {
              startRenaming(null);
              if (name !== null) void attempt('samples', 'rename', () => renameImage(image.id, name));
            }}
          />
        ) : (
          <Name title={image.path}>
            <MiddleCut text={image.name} width={nameWidth} />
          </Name>
        )}
        <Facts>
          {image.available ? (
            <>
              {image.width}
              {thinSpace}×{thinSpace}
              {image.height}
              {image.frames > 1 ? `${thinSpace}×${thinSpace}${image.frames}` : ''} · <PixelSize image={image} />
            </>
          ) : (
            <Suspect>file not found</Suspect>
          )}
        </Facts>
      </Text>
      <StateDots image={image} />
    </Row>
  );
}
