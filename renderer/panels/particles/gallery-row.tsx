import { styled } from '@mui/material/styles';
import { memo, useLayoutEffect, useRef } from 'react';
import type { GalleryCells } from '../../client/gallery-cells.ts';
import type { ParticleOrder } from '../../state/particle-order.ts';
import { hasRow } from '../../state/selection.ts';
import { placeOf } from '../../state/table.ts';
import { thinSpace } from '../../ui/quantity.ts';
import { colour, groupColours } from '../../ui/tokens.ts';
import { GridCell } from './grid-cell.tsx';
import type { Column } from './table-columns.ts';

export const labelHeight = 18;

const Line = styled('div')({
  position: 'absolute',
  pointerEvents: 'none',
  '& canvas': { position: 'absolute', display: 'block' },
  '& .cell': { position: 'absolute', top: 0, pointerEvents: 'auto' },
  '& .frame': { position: 'relative', borderRadius: 3, boxShadow: 'inset 0 0 0 1px rgba(128, 128, 128, 0.22)' },
  '& [data-hovered] > .frame': { boxShadow: `inset 0 0 0 1px ${colour.text}` },
  '& [aria-selected="true"] > .frame': { boxShadow: `inset 0 0 0 2px ${colour.accent}` },
  '& [data-active] > .frame': { boxShadow: `inset 0 0 0 2px ${colour.accent}, 0 0 0 2px ${colour.text}` },
  '& .group': { position: 'absolute', left: 0, top: 0, bottom: 0, width: 3, borderRadius: '3px 0 0 3px' },
  '& .cross': { position: 'absolute', right: 4, top: 4, color: colour.error },
  '& .label': {
    height: labelHeight,
    lineHeight: `${labelHeight}px`,
    fontSize: 11,
    textAlign: 'center',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: colour.text,
  },
  '& .label span': { color: colour.muted },
});

/** Tone of a cell whose picture is on its way. */
const placeholder = 'rgba(128, 128, 128, 0.16)';
const faint = 0.32;
const cornerRadius = 3;

interface RowProps {
  readonly line: number;
  readonly top: number;
  readonly left: number;
  /** From one cell to the next, px. */
  readonly pitch: number;
  readonly perRow: number;
  readonly order: ParticleOrder;
  readonly cell: number;
  /** The sorting column, whose value stands below each cell, and how it is written. */
  readonly format: { readonly column: Column; readonly text: (value: number) => string } | null;
  readonly cells: GalleryCells;
  /** Grows when pictures arrive. */
  readonly version: number;
  readonly selected: Uint32Array;
  readonly activeRow: number | null;
  readonly hoverRow: number | null;
  readonly sampleOfRow: ((row: number) => number) | null;
}

function draw(canvas: HTMLCanvasElement, props: RowProps, rows: Uint32Array): void {
  const { cell, pitch, cells, order } = props;
  const ratio = globalThis.devicePixelRatio;
  const width = Math.round(((rows.length - 1) * pitch + cell) * ratio);
  const height = Math.round(cell * ratio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.clearRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const x = Math.round(i * pitch * ratio);
    const found = cells.picture(row);
    context.save();
    context.beginPath();
    context.roundRect(x, 0, height, height, cornerRadius * ratio);
    context.clip();
    context.globalAlpha = order.table.pass[row] === 1 ? 1 : faint;
    if (found === undefined) {
      context.fillStyle = placeholder;
      context.fillRect(x, 0, height, height);
    } else {
      context.drawImage(found.picture, found.x, found.y, found.side, found.side, x, 0, height, height);
    }
    context.restore();
  }
}

/** One line of the gallery: its pictures on one canvas, and over it the cells that people and screen readers use. */
export const GalleryRow = memo(function GalleryRow(props: RowProps) {
  const { line, top, left, pitch, perRow, order, cell, format } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = line * perRow;
  const rows = order.rows.subarray(from, from + perRow);
  useLayoutEffect(() => {
    if (canvas.current !== null) draw(canvas.current, props, rows);
  });
  const { table } = order;
  return (
    <Line role="row" aria-rowindex={line + 1} style={{ top, left }}>
      <canvas ref={canvas} style={{ width: (rows.length - 1) * pitch + cell, height: cell }} />
      {Array.from(rows, (row, i) => {
        const place = from + i;
        const id = placeOf(table.layout, row)?.id ?? row + 1;
        const value = format === null ? null : format.text(order.values?.[row] ?? Number.NaN);
        const unit = format === null || format.column.unit === '' ? '' : thinSpace + format.column.unit;
        const sample = props.sampleOfRow?.(row) ?? -1;
        const state = table.rejected[row] === 1 ? ', rejected' : table.pass[row] === 0 ? ', dropped' : '';
        return (
          <GridCell
            key={row}
            id={`cell-${place}`}
            className="cell"
            aria-colindex={i + 1}
            aria-label={`Particle ${id}${value === null ? '' : `, ${format?.column.title.toLowerCase()} ${value}${unit}`}${state}`}
            aria-selected={hasRow(props.selected, row)}
            data-active={row === props.activeRow ? '' : undefined}
            data-hovered={row === props.hoverRow ? '' : undefined}
            data-place={place}
            style={{ left: i * pitch, width: cell }}
          >
            <div className="frame" style={{ height: cell }}>
              {sample < 0 ? null : (
                <span className="group" style={{ backgroundColor: groupColours[sample % groupColours.length] }} />
              )}
              {table.rejected[row] === 1 ? (
                <svg
                  className="cross"
                  aria-hidden
                  width={10}
                  height={10}
                  viewBox="0 0 10 10"
                  fill="none"
                  stroke="currentColor"
                  strokeWidth={2}
                >
                  <path d="m1 1 8 8M9 1 1 9" />
                </svg>
              ) : null}
            </div>
            <div className="label">
              {value === null ? (
                <span>{id}</span>
              ) : (
                <>
                  {value}
                  <span>{unit}</span>
                </>
              )}
            </div>
          </GridCell>
        );
      })}
    </Line>
  );
});
