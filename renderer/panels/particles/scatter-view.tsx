import { styled } from '@mui/material/styles';
import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { attempt } from '../../state/notices.ts';
import type { ParticleOrder } from '../../state/particle-order.ts';
import { centreOn } from '../../state/particles.ts';
import { plotStore } from '../../state/plot.ts';
import { type Axis, middleRange, paddedRange } from '../../state/plot-axis.ts';
import {
  dotRadius,
  nearestRow,
  paintPoints,
  polygonMask,
  rowsInMask,
  scatterPoints,
  shadesOf,
} from '../../state/scatter.ts';
import { hoverRow, type RowsChange, selectionStore, selectRows } from '../../state/selection.ts';
import { BottomAxis, LeftAxis } from '../../ui/axes.tsx';
import { colour } from '../../ui/tokens.ts';
import { useSize } from '../../ui/use-size.ts';
import { ColourLegend, FigureLegend } from './colour-legend.tsx';
import { ScatterMarks } from './scatter-marks.tsx';
import { paletteOf } from './scatter-palette.ts';
import { columnOr } from './table-columns.ts';
import { useColumn } from './use-columns.ts';
import type { TableSample } from './use-samples.ts';

const Box = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 160,
  touchAction: 'none',
  cursor: 'crosshair',
});
const margin = { left: 64, right: 16, top: 12, bottom: 44 };
/** Screen px from a point within which a click means it. */
const reach = 8;

/** Two features of every particle that passes. Drawing around points selects them. */
export function ScatterView({
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
  const xColumn = columnOr(table.layout, plot.x);
  const yColumn = columnOr(table.layout, plot.y);
  const by = plot.colour.by === 'sample' && groups === null ? 'nothing' : plot.colour.by;
  const zColumn = plot.colour.by === 'column' ? columnOr(table.layout, plot.colour.column) : null;
  const x = useColumn(table.layout, xColumn.id);
  const y = useColumn(table.layout, yColumn.id);
  const z = useColumn(table.layout, zColumn?.id ?? null);
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [image, setImage] = useState('');
  const [lasso, setLasso] = useState<readonly (readonly [number, number])[]>([]);
  const ratio = Math.min(2, globalThis.devicePixelRatio);
  const inner = {
    width: Math.max(1, Math.round((width - margin.left - margin.right) * ratio)),
    height: Math.max(1, Math.round((height - margin.top - margin.bottom) * ratio)),
  };
  const ranges = useMemo(
    () =>
      x === null || y === null ? null : { x: paddedRange(x, table.pass, 0.03), y: paddedRange(y, table.pass, 0.04) },
    [x, y, table.pass],
  );
  const zRange = useMemo(() => (z === null ? null : middleRange(z, table.pass)), [z, table.pass]);
  const points = useMemo(() => {
    if (x === null || y === null || ranges === null || inner.width < 8) return null;
    const xAxis = { low: ranges.x[0], high: ranges.x[1], from: 0, to: inner.width };
    const yAxis = { low: ranges.y[0], high: ranges.y[1], from: inner.height, to: 0 };
    return scatterPoints(x, y, table.pass, xAxis, yAxis, inner.width, inner.height);
  }, [x, y, ranges, table.pass, inner.width, inner.height]);
  const radius = dotRadius(table.counts.kept, ratio);
  const shade = useMemo(() => {
    if (by === 'sample' && groups !== null) return groups;
    if (by === 'column' && z !== null && zRange !== null) return shadesOf(z, zRange[0], zRange[1]);
    return new Uint8Array(table.layout.rows);
  }, [by, groups, z, zRange, table.layout.rows]);

  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d') ?? null;
    if (context === null || points === null || canvas.current === null) return;
    const pixels = context.createImageData(points.width, points.height);
    const opacity = table.counts.kept > 20_000 ? (by === 'nothing' ? 0.4 : 0.65) : 0.85;
    paintPoints(points, shade, paletteOf(by), radius, opacity, pixels.data);
    context.putImageData(pixels, 0, 0);
    // the figure that is saved carries the points as a picture; it is made when the drawing rests
    const timer = setTimeout(() => setImage(canvas.current?.toDataURL('image/png') ?? ''), 300);
    return () => clearTimeout(timer);
  }, [points, shade, by, radius, table.counts.kept]);

  const placeOf = (event: PointerEvent): [number, number] => {
    const rect = box.current?.getBoundingClientRect();
    return [event.clientX - (rect?.left ?? 0), event.clientY - (rect?.top ?? 0)];
  };
  const pointAt = ([px, py]: readonly [number, number]) =>
    points === null ? null : nearestRow(points, (px - margin.left) * ratio, (py - margin.top) * ratio, reach * ratio);
  const changeOf = (event: PointerEvent): RowsChange =>
    event.ctrlKey || event.metaKey ? 'toggle' : event.shiftKey ? 'add' : 'replace';

  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setLasso([placeOf(event)]);
  };
  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const at = placeOf(event);
    if (lasso.length === 0) {
      hoverRow(pointAt(at));
      return;
    }
    const [px, py] = lasso[lasso.length - 1];
    if (Math.hypot(at[0] - px, at[1] - py) >= 3) setLasso([...lasso, at]);
  };
  const onUp = (event: PointerEvent<HTMLDivElement>) => {
    if (lasso.length === 0 || points === null) return;
    const change = changeOf(event);
    if (lasso.length < 4) {
      const row = pointAt(lasso[0]);
      if (row !== null || change === 'replace') selectRows(row === null ? [] : [row], change);
    } else {
      const polygon = lasso.map(([px, py]) => [(px - margin.left) * ratio, (py - margin.top) * ratio] as const);
      const rows = rowsInMask(points, polygonMask(polygon, points.width, points.height));
      if (rows.length > 0 || change === 'replace') selectRows(rows, change);
    }
    setLasso([]);
  };

  const xAxis: Axis = { low: ranges?.x[0] ?? 0, high: ranges?.x[1] ?? 1, from: margin.left, to: width - margin.right };
  const yAxis: Axis = { low: ranges?.y[0] ?? 0, high: ranges?.y[1] ?? 1, from: height - margin.bottom, to: margin.top };
  const cssSize = { width: inner.width / ratio, height: inner.height / ratio };
  return (
    <Box
      ref={box}
      data-scope="lower"
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={() => setLasso([])}
      onPointerLeave={() => hoverRow(null)}
      onDoubleClick={() => {
        const { activeRow } = selectionStore.getState();
        if (activeRow !== null) void attempt('window', 'centre', () => centreOn(activeRow));
      }}
    >
      <svg
        ref={figure}
        width={width}
        height={height}
        role="img"
        aria-label={`${yColumn.title} against ${xColumn.title.toLowerCase()}`}
        style={{ display: 'block', position: 'absolute', inset: 0 }}
      >
        {ranges === null || height < 100 ? null : (
          <>
            <LeftAxis
              axis={yAxis}
              x={margin.left}
              right={xAxis.to}
              title={yColumn.title}
              unit={yColumn.unit}
              most={(yAxis.from - yAxis.to) / 44}
            />
            <BottomAxis axis={xAxis} y={yAxis.from} title={xColumn.title} unit={xColumn.unit} />
            {by === 'sample' ? <FigureLegend samples={samples} right={xAxis.to} top={margin.top} /> : null}
            {/* On screen the canvas shows the points; the saved figure shows this. */}
            <image
              href={image === '' ? undefined : image}
              x={margin.left}
              y={margin.top}
              {...cssSize}
              display="none"
              data-figure-only=""
            />
          </>
        )}
      </svg>
      <canvas
        ref={canvas}
        width={inner.width}
        height={inner.height}
        style={{ position: 'absolute', left: margin.left, top: margin.top, ...cssSize, pointerEvents: 'none' }}
      />
      {points === null ? null : (
        <ScatterMarks points={points} radius={radius} ratio={ratio} left={margin.left} top={margin.top} />
      )}
      {lasso.length < 2 ? null : (
        <svg
          width={width}
          height={height}
          style={{ position: 'absolute', inset: 0, pointerEvents: 'none' }}
          aria-hidden
        >
          <polygon
            points={lasso.map((at) => at.join(',')).join(' ')}
            fill={colour.accent}
            fillOpacity={0.12}
            stroke={colour.accent}
          />
        </svg>
      )}
      <ColourLegend by={by} samples={samples} column={zColumn} range={zRange} />
    </Box>
  );
}
