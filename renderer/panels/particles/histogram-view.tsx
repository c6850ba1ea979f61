import { styled } from '@mui/material/styles';
import { type PointerEvent, type RefObject, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TableLayout } from '../../../app/contract/particles.ts';
import type { ParticleOrder } from '../../state/particle-order.ts';
import { countSelected, histogramModel, plotStore, rowsInRange, setPlot, setRange } from '../../state/plot.ts';
import { type Axis, toValue } from '../../state/plot-axis.ts';
import { selectionStore, selectRows } from '../../state/selection.ts';
import { BottomAxis } from '../../ui/axes.tsx';
import { Control, Switch } from '../../ui/bars.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { Tip } from '../../ui/tip.tsx';
import { useSize } from '../../ui/use-size.ts';
import { FigureLegend } from './colour-legend.tsx';
import { FeatureSelect } from './feature-select.tsx';
import { HistogramBars } from './histogram-bars.tsx';
import { RangeNote } from './range-note.tsx';
import { SeriesTable } from './series-table.tsx';
import { columnOr } from './table-columns.ts';
import { useColumn } from './use-columns.ts';
import type { TableSample } from './use-samples.ts';

// clip: the figure learns its new height a moment after the table below it grew
const Box = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 120,
  overflow: 'clip',
  touchAction: 'none',
});
const margin = { left: 52, right: 16, top: 12, bottom: 44 };

/** What the histogram shows and how. */
export function HistogramBar({
  layout,
  samples,
}: {
  readonly layout: TableLayout;
  readonly samples: readonly TableSample[];
}) {
  const { x, bins, grouping, fit } = useStore(plotStore);
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    const typed = Number.parseInt(text ?? '', 10);
    if (text !== null) setPlot({ bins: typed >= 1 ? Math.min(240, typed) : null });
    setText(null);
  };
  return (
    <>
      <Control>
        <FeatureSelect
          label="Feature"
          columns={layout.columns}
          value={columnOr(layout, x).id}
          onPick={(id) => setPlot({ x: id })}
        />
      </Control>
      {samples.length < 2 ? null : (
        <Switch
          label="Samples"
          value={grouping}
          options={[
            ['together', 'All'],
            ['overlay', 'Overlay'],
            ['multiples', 'By sample'],
          ]}
          onPick={(value) => setPlot({ grouping: value })}
        />
      )}
      <Tip title="Number of bins" more="Empty: as wide as the rule of Freedman and Diaconis says, 2 IQR / n^(1/3).">
        <Control>
          Bins
          <TextField
            aria-label="Number of bins"
            inputMode="numeric"
            placeholder="auto"
            style={{ width: 52 }}
            value={text ?? bins ?? ''}
            onText={setText}
            onEnter={keep}
            onBlur={keep}
          />
        </Control>
      </Tip>
      <Checkbox label="Normal fit" checked={fit} onCheck={(on) => setPlot({ fit: on })} />
    </>
  );
}

/** A histogram whose axis can be dragged over to select particles. */
export function HistogramView({
  order,
  groups,
  samples,
  figure,
}: {
  readonly order: ParticleOrder;
  readonly groups: Uint8Array | null;
  readonly samples: readonly TableSample[];
  readonly figure: RefObject<SVGSVGElement | null>;
}) {
  const { table } = order;
  const plot = useStore(plotStore);
  const selected = useStore(selectionStore, (s) => s.rows);
  const column = columnOr(table.layout, plot.x);
  const values = useColumn(table.layout, column.id);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const grouped = plot.grouping !== 'together' && groups !== null;
  const model = useMemo(() => {
    if (values === null) return null;
    const names = samples.map(({ name }) => name);
    return histogramModel(values, table.pass, plot.bins, grouped ? groups : null, names);
  }, [values, table.pass, plot.bins, grouped, groups, samples]);
  const rows = useDeferredValue(selected);
  const chosen = useMemo(() => {
    if (model === null || values === null || rows.length === 0) return null;
    const own = grouped ? groups : null;
    return new Map(model.series.map(({ group }) => [group, countSelected(values, rows, model.edges, own, group)]));
  }, [model, values, rows, grouped, groups]);
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  const start = useRef<number | null>(null);

  const axis: Axis = {
    low: model?.edges[0] ?? 0,
    high: model?.edges.at(-1) ?? 1,
    from: margin.left,
    to: Math.max(margin.left + 1, width - margin.right),
  };
  const valueAt = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return Math.min(axis.high, Math.max(axis.low, toValue(axis, event.clientX - left)));
  };
  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0 || values === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = event.clientX;
    setRange(null);
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current === null || values === null || Math.abs(event.clientX - start.current) < 3) return;
    const left = event.currentTarget.getBoundingClientRect().left;
    const from = Math.min(axis.high, Math.max(axis.low, toValue(axis, start.current - left)));
    setRange([from, valueAt(event)]);
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const { range } = plotStore.getState();
      if (range !== null) selectRows(rowsInRange(values, table.pass, range));
    });
  };
  const onUp = (event: PointerEvent<HTMLDivElement>) => {
    if (start.current !== null && Math.abs(event.clientX - start.current) < 3) selectRows([]);
    start.current = null;
  };
  const floor = height - margin.bottom;
  return (
    <>
      <Box
        ref={box}
        data-scope="lower"
        style={{ cursor: 'ew-resize' }}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => {
          start.current = null;
        }}
      >
        <svg
          ref={figure}
          width={width}
          height={height}
          role="img"
          aria-label={`Histogram of ${column.title.toLowerCase()}`}
          style={{ display: 'block', position: 'absolute', inset: 0 }}
        >
          {model === null || height < 80 ? null : (
            <>
              <HistogramBars
                model={model}
                axis={axis}
                top={margin.top}
                floor={floor}
                multiples={grouped && plot.grouping === 'multiples'}
                showFit={plot.fit}
                chosen={chosen}
                range={plot.range}
              />
              {grouped && plot.grouping === 'overlay' ? (
                <FigureLegend
                  samples={model.series.map(({ name, group }) => ({ name, index: group }))}
                  right={axis.to}
                  top={margin.top}
                />
              ) : null}
              <BottomAxis axis={axis} y={floor} title={column.title} unit={column.unit} />
            </>
          )}
        </svg>
        {plot.range === null ? null : (
          <RangeNote range={plot.range} column={column} runId={table.layout.runId} filter={table.layout.filter} />
        )}
      </Box>
      {model === null ? null : <SeriesTable series={model.series} unit={column.unit} />}
    </>
  );
}
