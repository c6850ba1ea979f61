import { styled } from '@mui/material/styles';
import { memo } from 'react';
import type { ImageInfo } from '../../../app/contract/nouns.ts';
import type { ParticleOrder } from '../../state/particle-order.ts';
import { hasRow } from '../../state/selection.ts';
import { placeOf } from '../../state/table.ts';
import { grouped } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { formatterOf } from './formats.ts';
import { GridCell } from './grid-cell.tsx';
import { fixedWidth, imageWidth, leadWidth, particleWidth, type Track } from './table-columns.ts';
import type { Columns } from './use-columns.ts';

export const rowHeight = 24;

const Line = styled('div')({
  position: 'absolute',
  left: 0,
  minWidth: '100%',
  height: rowHeight,
  lineHeight: `${rowHeight}px`,
  backgroundColor: colour.panel,
  '& .number': {
    position: 'absolute',
    top: 0,
    padding: '0 8px 0 4px',
    textAlign: 'right',
    whiteSpace: 'nowrap',
    overflow: 'hidden',
  },
  '& .lead': {
    flex: 'none',
    padding: '0 8px',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '& .muted': { color: colour.muted },
  '&[data-hovered]': { backgroundColor: colour.hover },
  '&[aria-selected="true"]': { backgroundColor: colour.selected },
  '&[data-active]': { boxShadow: `inset 0 0 0 1px ${colour.accent}` },
  '&[data-state="dropped"]': { color: colour.muted, fontStyle: 'italic' },
  '&[data-state="rejected"]': { color: colour.muted, textDecoration: 'line-through' },
});
const Fixed = styled('div')({
  position: 'sticky',
  left: 0,
  zIndex: 1,
  display: 'flex',
  width: fixedWidth,
  height: rowHeight,
  backgroundColor: 'inherit',
  borderRight: `1px solid ${colour.line}`,
  '[data-active] > &': { boxShadow: `inset 1px 1px 0 ${colour.accent}, inset 0 -1px 0 ${colour.accent}` },
});

/** One particle: its place in the order, which it is, and its numbers. */
export const TableRow = memo(function TableRow({
  place,
  top,
  width,
  order,
  tracks,
  columns,
  imageById,
  selected,
  active,
  hovered,
}: {
  readonly place: number;
  readonly top: number;
  readonly width: number;
  readonly order: ParticleOrder;
  readonly tracks: readonly Track[];
  readonly columns: Columns;
  readonly imageById: ReadonlyMap<number, ImageInfo>;
  readonly selected: Uint32Array;
  readonly active: boolean;
  readonly hovered: boolean;
}) {
  const row = order.rows[place];
  const { table } = order;
  const at = placeOf(table.layout, row);
  const image = at === null ? undefined : imageById.get(at.imageId);
  const state = table.rejected[row] === 1 ? 'rejected' : table.pass[row] === 0 ? 'dropped' : undefined;
  return (
    <Line
      id={`row-${place}`}
      role="row"
      aria-rowindex={place + 2}
      aria-selected={hasRow(selected, row)}
      data-place={place}
      data-active={active ? '' : undefined}
      data-hovered={hovered ? '' : undefined}
      data-state={state}
      style={{ top, width }}
    >
      <Fixed>
        <GridCell className="lead muted" style={{ width: leadWidth, textAlign: 'right' }}>
          {grouped(place + 1)}
        </GridCell>
        <GridCell className="lead" style={{ width: particleWidth, textAlign: 'right' }}>
          {at?.id ?? row + 1}
        </GridCell>
        <GridCell className="lead" style={{ width: imageWidth }} title={image?.name}>
          {image?.name ?? ''}
          {at !== null && (image?.frames ?? 1) > 1 ? `, ${at.frame + 1}` : ''}
        </GridCell>
      </Fixed>
      {tracks.map(({ column, left, width: own }) => {
        const values = columns.get(column.id);
        return (
          <GridCell key={column.id} className="number" style={{ left: fixedWidth + left, width: own }}>
            {values === undefined ? '' : formatterOf(values)(values[row])}
          </GridCell>
        );
      })}
    </Line>
  );
});
