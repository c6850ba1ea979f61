import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { GalleryCells } from '../../client/gallery-cells.ts';
import { activePlace, movePlace, type ParticleOrder } from '../../state/particle-order.ts';
import { selectionStore } from '../../state/selection.ts';
import { colour } from '../../ui/tokens.ts';
import { formatterOf } from './formats.ts';
import { GalleryRow, labelHeight } from './gallery-row.tsx';
import { drawnSize } from './gallery-scale.ts';
import { pageStep, placeHandlers } from './place-handlers.ts';
import { tallest } from './tall-view.ts';
import { useSampleOfRow } from './use-samples.ts';
import { useReveal, useTallView, useTopOnChange, useTotal } from './use-tall-view.ts';

const gap = 6;
const edge = 8;
/** Cells beyond those in sight that are fetched in advance, each way. */
const ahead = 384;

const Scroll = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 0,
  overflowX: 'hidden',
  overflowY: 'scroll',
  outline: 'none',
  '&:focus-visible': { outline: 'none' },
  backgroundColor: colour.stage,
  overflowAnchor: 'none',
});

/** Rows at the places in sight, then those below, then those above. */
export function wantedRows(rows: Uint32Array, from: number, to: number, around: number): number[] {
  const wanted: number[] = [];
  for (let i = Math.max(0, from); i < Math.min(rows.length, to + around); i++) wanted.push(rows[i]);
  for (let i = Math.min(from, rows.length) - 1; i >= Math.max(0, from - around); i--) wanted.push(rows[i]);
  return wanted;
}

/** `row` if it stands in that line, so that a line is only drawn anew when it concerns it. */
const inLine = (order: ParticleOrder, row: number | null, line: number, perRow: number) =>
  row !== null && Math.floor((order.places[row] ?? -1) / perRow) === line ? row : null;

/** The cells themselves: only those in sight exist. */
export function GalleryGrid({
  order,
  cell,
  scale,
}: {
  readonly order: ParticleOrder;
  readonly cell: number;
  readonly scale: 'particle' | number;
}) {
  const selection = useStore(selectionStore);
  const [cells] = useState(() => new GalleryCells());
  const version = useSyncExternalStore(cells.subscribe, cells.version);
  useEffect(() => () => cells.forget(), [cells]);
  const { layout } = order.table;
  const sampleOfRow = useSampleOfRow(layout);
  const format = useMemo(() => {
    const column = layout.columns.find(({ id }) => order.values !== null && id === order.sorting.column);
    return column === undefined || order.values === null ? null : { column, text: formatterOf(order.values) };
  }, [layout, order]);

  const [view, place, attach] = useTallView();
  const perRow = Math.max(1, Math.floor((place.width - 2 * edge + gap) / (cell + gap)));
  // cells spread over the width, so that nothing is left over at the right
  const pitch = perRow < 2 ? cell + gap : (place.width - 2 * edge - cell) / (perRow - 1);
  const rowHeight = cell + labelHeight + gap;
  const count = order.rows.length;
  const lines = Math.ceil(count / perRow);
  const total = lines * rowHeight + 2 * edge;
  useTotal(view, total);
  useTopOnChange(view, order.sorting);
  useSizeKept(view, rowHeight, perRow);

  const first = Math.max(0, Math.floor((place.top - edge) / rowHeight));
  const last = Math.min(lines, Math.ceil((place.top + place.height - edge) / rowHeight));
  const { sorting } = order;
  useEffect(() => {
    if (sorting.column !== null) cells.begin();
  }, [cells, sorting]);
  const drawn = drawnSize(cell, globalThis.devicePixelRatio);
  useEffect(() => {
    if (place.height === 0) return;
    const kind = { runId: layout.runId, cell: drawn, scale };
    const around = Math.min(ahead, (last - first) * perRow);
    cells.want(kind, wantedRows(order.rows, first * perRow, last * perRow, around));
  }, [cells, layout.runId, order.rows, drawn, scale, first, last, perRow, place.height]);

  const active = activePlace(order);
  const activeTop = Math.floor(active / perRow) * rowHeight;
  useReveal(view, selection.activeRow, active < 0 ? null : { top: activeTop, height: rowHeight + 2 * edge });

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(place.height / rowHeight) - 1) * perRow;
    const sideways = { ArrowLeft: -1, ArrowRight: 1 };
    const step = pageStep(event, { ...sideways, ArrowUp: -perRow, ArrowDown: perRow }, page, count);
    if (step !== null) movePlace(step, event.shiftKey);
  };
  const visible: number[] = [];
  for (let line = Math.max(0, first - 1); line < Math.min(lines, last + 1); line++) visible.push(line);
  return (
    <Scroll
      ref={attach}
      role="grid"
      aria-label="Gallery of particles"
      aria-rowcount={lines}
      aria-colcount={perRow}
      aria-multiselectable
      aria-activedescendant={active < 0 ? undefined : `cell-${active}`}
      data-scope="lower"
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...placeHandlers(order, placeOfEvent)}
    >
      <div style={{ height: Math.min(total, tallest) }} />
      {visible.map((line) => (
        <GalleryRow
          key={line}
          line={line}
          top={edge + line * rowHeight + place.shift}
          left={edge}
          pitch={pitch}
          perRow={perRow}
          order={order}
          cell={cell}
          format={format}
          cells={cells}
          version={version}
          selected={selection.rows}
          activeRow={inLine(order, selection.activeRow, line, perRow)}
          hoverRow={inLine(order, selection.hoverRow, line, perRow)}
          sampleOfRow={sampleOfRow}
        />
      ))}
    </Scroll>
  );
}

function placeOfEvent(event: MouseEvent): number | null {
  const cell = event.target instanceof Element ? event.target.closest('[data-place]') : null;
  return cell === null ? null : Number(cell.getAttribute('data-place'));
}

/** Keeps the same particles in sight when cells change their size or number a line. */
function useSizeKept(view: ReturnType<typeof useTallView>[0], rowHeight: number, perRow: number): void {
  const before = useRef({ rowHeight, perRow });
  useEffect(() => {
    const was = before.current;
    before.current = { rowHeight, perRow };
    if (was.rowHeight === rowHeight && was.perRow === perRow) return;
    const first = Math.floor(view.place().top / was.rowHeight) * was.perRow;
    view.scrollTo(Math.floor(first / perRow) * rowHeight);
  }, [view, rowHeight, perRow]);
}
