import { styled } from '@mui/material/styles';
import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useMemo } from 'react';
import { useStore } from 'zustand';
import { layoutStore } from '../../state/layout.ts';
import { libraryStore } from '../../state/library.ts';
import { activePlace, movePlace, orderStore, type ParticleOrder } from '../../state/particle-order.ts';
import { selectionStore } from '../../state/selection.ts';
import { ControlBar, Spring } from '../../ui/bars.tsx';
import { grouped } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { ColumnChooser } from './column-chooser.tsx';
import { copiedRows } from './copied-rows.ts';
import { pageStep, placeHandlers } from './place-handlers.ts';
import { fixedWidth, shownColumns, tracksBetween, tracksOf } from './table-columns.ts';
import { headHeight, TableHead } from './table-head.tsx';
import { rowHeight, TableRow } from './table-row.tsx';
import { tallest } from './tall-view.ts';
import { useColumns } from './use-columns.ts';
import { useReveal, useTallView, useTopOnChange, useTotal } from './use-tall-view.ts';

const Scroll = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 0,
  overflow: 'auto',
  outline: 'none',
  overflowAnchor: 'none',
});
const Hint = styled('span')({
  color: colour.muted,
  whiteSpace: 'nowrap',
  overflow: 'hidden',
  textOverflow: 'ellipsis',
});

/** Every particle as a line of numbers. */
export function ParticleTable() {
  const order = useStore(orderStore, (s) => s.order);
  return order === null ? null : <TableGrid order={order} />;
}

const placeOfEvent = (event: MouseEvent): number | null => {
  const row = event.target instanceof Element ? event.target.closest('[data-place]') : null;
  return row === null ? null : Number(row.getAttribute('data-place'));
};

function TableGrid({ order }: { readonly order: ParticleOrder }) {
  const { layout } = order.table;
  const chosen = useStore(layoutStore, (s) => s.particles.columns);
  const selection = useStore(selectionStore);
  const imageById = useStore(libraryStore, (s) => s.imageById);
  const shown = useMemo(() => shownColumns(layout, chosen), [layout, chosen]);
  const tracks = useMemo(() => tracksOf(shown), [shown]);
  const columns = useColumns(
    layout,
    useMemo(() => shown.map(({ id }) => id), [shown]),
  );
  const count = order.rows.length;
  const [view, at, attach] = useTallView(headHeight);
  useTotal(view, count * rowHeight);
  useTopOnChange(view, order.sorting);

  const width = fixedWidth + (tracks.at(-1)?.left ?? 0) + (tracks.at(-1)?.width ?? 0);
  const visible = tracksBetween(tracks, at.left - 100, at.left + at.width - fixedWidth + 200);
  const first = Math.max(0, Math.floor(at.top / rowHeight) - 4);
  const last = Math.min(count, Math.ceil((at.top + at.height) / rowHeight) + 4);
  const active = activePlace(order);
  useReveal(view, selection.activeRow, active < 0 ? null : { top: active * rowHeight, height: rowHeight });

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(at.height / rowHeight) - 1);
    const step = pageStep(event, { ArrowUp: -1, ArrowDown: 1 }, page, count);
    if (step !== null) movePlace(step, event.shiftKey);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (selection.rows.length === 0) return;
    event.preventDefault();
    event.clipboardData.setData('text/plain', copiedRows(order, selection.rows, shown, columns, imageById));
  };
  const rows: number[] = [];
  for (let place = first; place < last; place++) rows.push(place);
  return (
    <>
      <ControlBar>
        <ColumnChooser layout={layout} shown={shown} />
        <Spring />
        <Hint>
          {selection.rows.length > 0
            ? `Ctrl+C copies ${grouped(selection.rows.length)} ${selection.rows.length === 1 ? 'row' : 'rows'}`
            : ''}
        </Hint>
      </ControlBar>
      <Scroll
        ref={attach}
        role="grid"
        aria-label="Table of particles"
        aria-rowcount={count + 1}
        aria-colcount={shown.length + 3}
        aria-multiselectable
        aria-activedescendant={active < 0 ? undefined : `row-${active}`}
        data-scope="lower"
        tabIndex={0}
        onKeyDown={onKeyDown}
        onCopy={onCopy}
        {...placeHandlers(order, placeOfEvent)}
      >
        <TableHead tracks={visible} width={width} sorting={order.sorting} />
        <div style={{ height: Math.min(count * rowHeight, tallest), width }} />
        {rows.map((place) => (
          <TableRow
            key={place}
            place={place}
            top={headHeight + place * rowHeight + at.shift}
            width={width}
            order={order}
            tracks={visible}
            columns={columns}
            imageById={imageById}
            selected={selection.rows}
            active={place === active}
            hovered={selection.hoverRow === order.rows[place]}
          />
        ))}
      </Scroll>
    </>
  );
}
