import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Histogram } from '../../scene/frame/histogram.ts';
import type { ValueRange } from '../../state/labels/label-tool-state.ts';
import { significant } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { liveStore, paneOf } from '../stage/live.ts';
import { histogramPath, placeOf, plotSpan } from '../stage/tone.ts';
import { greyAt, shownRange, valuesNear } from './values.ts';

const width = 150;
const height = 26;

const Plot = styled('div')({
  position: 'relative',
  touchAction: 'none',
  cursor: 'ew-resize',
  flex: 'none',
  borderRadius: 3,
});

/**
 * The histogram with the range that the threshold brush paints: drag to set it, the arrow keys move its ends. A mark shows the
 * value under the pointer; while no range is set, the values that a stroke begun there would paint.
 */
export function ValueRangePicker({
  histogram,
  range,
  onRange,
}: {
  readonly histogram: Histogram;
  readonly range: ValueRange | null;
  readonly onRange: (range: ValueRange | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<number | null>(null);
  const pane = useStore(liveStore, (s) => paneOf(s, 'a'));
  const pointer = useStore(liveStore, (s) => s.pointer);
  const window = pane === undefined ? { low: histogram.min, high: histogram.max } : shownRange(pane);
  const span = plotSpan(histogram, window);
  const outline = useMemo(
    () => histogramPath(histogram, { from: span.from, to: span.to }, width, height),
    [histogram, span.from, span.to],
  );
  const under = pane === undefined || pointer === null ? null : greyAt(pane, pointer.at);
  const shown =
    range ?? (pane !== undefined && pointer !== null && under !== null ? valuesNear(pane, pointer.at) : null);
  const x = (value: number) => Math.min(width, Math.max(0, placeOf(span, value) * width));

  const valueAt = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const value = span.from + ((event.clientX - left) / width) * (span.to - span.from);
    return histogram.whole ? Math.round(value) : value;
  };
  const set = (a: number, b: number) => onRange({ low: Math.min(a, b), high: Math.max(a, b) });
  const nudge = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const now = range ?? window;
    const step = Math.max(histogram.whole ? 1 : 0, (window.high - window.low) / 100) * by;
    if (event.shiftKey) set(now.low, now.high + step);
    else set(now.low + step, now.high);
  };
  return (
    <Plot
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label="Values that are painted"
      aria-valuenow={range?.low ?? 0}
      aria-valuetext={
        range === null ? 'like the first pixel' : `${significant(range.low, 4)} to ${significant(range.high, 4)}`
      }
      style={{ width, height }}
      title="Drag the values that are painted. Arrow keys move the lower end, with Shift the upper."
      onKeyDown={nudge}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom(valueAt(event));
      }}
      onPointerMove={(event) => {
        if (from !== null) set(from, valueAt(event));
      }}
      onPointerUp={() => setFrom(null)}
      onPointerCancel={() => setFrom(null)}
    >
      <svg width={width} height={height} aria-hidden="true">
        <rect width={width} height={height} rx={3} fill={colour.stage} />
        <path d={outline} fill={colour.muted} fillOpacity={0.55} />
        {shown === null ? null : (
          <rect
            x={x(shown.low)}
            width={Math.max(1, x(shown.high) - x(shown.low))}
            height={height}
            fill={colour.accent}
            fillOpacity={range === null ? 0.22 : 0.35}
            stroke={range === null ? 'none' : colour.accent}
          />
        )}
        {under === null ? null : <line x1={x(under)} x2={x(under)} y1={0} y2={height} stroke={colour.text} />}
      </svg>
    </Plot>
  );
}
