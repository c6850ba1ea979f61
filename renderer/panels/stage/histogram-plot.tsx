import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import type { Histogram } from '../../scene/frame/histogram.ts';
import { colour } from '../../ui/tokens.ts';
import {
  type Handle,
  histogramPath,
  middleOf,
  nearestHandle,
  placeOf,
  plotSpan,
  pulled,
  roundGamma,
  type Span,
  type Tone,
  tonePath,
} from './tone.ts';

interface Look {
  readonly width: number;
  readonly height: number;
  /** Room below the plot for the handles; 0 = the lines alone are pulled. */
  readonly foot: number;
}

/** In the contrast panel, and in the toolbar. */
export const largeLook: Look = { width: 248, height: 84, foot: 12 };
export const smallLook: Look = { width: 150, height: 26, foot: 0 };

const Plot = styled('div')({ position: 'relative', touchAction: 'none', cursor: 'ew-resize', flex: 'none' });
const Knob = styled('div')({
  position: 'absolute',
  bottom: 0,
  width: 13,
  height: largeLook.foot,
  marginLeft: -6,
  outline: 'none',
  '& svg': { display: 'block', overflow: 'visible' },
  '&:focus-visible svg': { filter: `drop-shadow(0 0 0 1px ${colour.accent}) drop-shadow(0 0 2px ${colour.accent})` },
});

const handles: readonly Handle[] = ['low', 'gamma', 'high'];
const names: Readonly<Record<Handle, string>> = { low: 'Black at', high: 'White at', gamma: 'Gamma' };

/** The log-count histogram with handles for black, white and the middle grey. Dragging anywhere takes the nearest handle. */
export function HistogramPlot({
  histogram,
  tone,
  onTone,
  look,
}: {
  readonly histogram: Histogram;
  readonly tone: Tone;
  readonly onTone: (tone: Tone) => void;
  readonly look: Look;
}) {
  const { width, height, foot } = look;
  const [held, setHeld] = useState<{ readonly handle: Handle; readonly span: Span } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  // while a handle is dragged the plot must not move under it
  const span = held?.span ?? plotSpan(histogram, tone);
  const outline = useMemo(
    () => histogramPath(histogram, { from: span.from, to: span.to }, width, height),
    [histogram, span.from, span.to, width, height],
  );
  const least = histogram.whole ? 1 : (span.to - span.from) * 1e-4;

  const valueAt = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return span.from + ((event.clientX - left) / width) * (span.to - span.from);
  };
  const pull = (handle: Handle, value: number) => onTone(pulled(tone, handle, value, least));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const value = valueAt(event);
    const handle = nearestHandle(span, tone, placeOf(span, value));
    setHeld({ handle, span });
    pull(handle, value);
  };
  const nudge = (handle: Handle) => (event: KeyboardEvent) => {
    const by =
      event.key === 'ArrowLeft' || event.key === 'ArrowDown'
        ? -1
        : event.key === 'ArrowRight' || event.key === 'ArrowUp'
          ? 1
          : 0;
    if (by === 0) return;
    event.preventDefault();
    if (handle === 'gamma') onTone({ ...tone, gamma: roundGamma(tone.gamma * (by > 0 ? 1.05 : 1 / 1.05)) });
    else {
      const step = Math.max(histogram.whole ? 1 : 0, (tone.high - tone.low) * (event.shiftKey ? 0.1 : 0.01));
      pull(handle, tone[handle] + by * step);
    }
  };

  const stands: Readonly<Record<Handle, number>> = { low: tone.low, gamma: middleOf(tone), high: tone.high };
  return (
    <Plot
      ref={box}
      style={{ width, height: height + foot }}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (held !== null) pull(held.handle, valueAt(event));
      }}
      onPointerUp={() => setHeld(null)}
      onPointerCancel={() => setHeld(null)}
    >
      <svg width={width} height={height} role="img" aria-label="Histogram of grey values, logarithmic">
        <rect width={width} height={height} rx={3} fill={colour.stage} />
        <path d={outline} fill={colour.muted} fillOpacity={0.55} />
        <path d={tonePath(tone, span, width, height)} fill="none" stroke={colour.accent} strokeWidth={1.25} />
        {(['low', 'high'] as const).map((handle) => {
          const x = placeOf(span, stands[handle]) * width;
          return <line key={handle} x1={x} x2={x} y1={0} y2={height} stroke={colour.text} strokeOpacity={0.55} />;
        })}
      </svg>
      {(foot === 0 ? [] : handles).map((handle) => (
        <Knob
          key={handle}
          role="slider"
          tabIndex={0}
          aria-label={names[handle]}
          aria-valuenow={handle === 'gamma' ? tone.gamma : tone[handle]}
          style={{ left: Math.min(width, Math.max(0, placeOf(span, stands[handle]) * width)) }}
          onKeyDown={nudge(handle)}
        >
          <svg width={13} height={foot} aria-hidden>
            {handle === 'gamma' ? (
              <circle cx={6.5} cy={6} r={4} fill={colour.muted} stroke={colour.panel} />
            ) : (
              <path
                d="M6.5 1 12 11H1Z"
                fill={handle === 'low' ? '#000' : '#fff'}
                stroke={colour.muted}
                strokeWidth={1.2}
              />
            )}
          </svg>
        </Knob>
      ))}
    </Plot>
  );
}
