import { styled } from '@mui/material/styles';
import { type KeyboardEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { type Axis, ticks, toPixels, toValue } from '../../state/plot-axis.ts';
import {
  type Curve,
  curvePath,
  nearest,
  onScale,
  rangeOf,
  type Scale,
  scaleTicks,
} from '../../state/training/curves.ts';
import { significant } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { useSize } from '../../ui/use-size.ts';

const Box = styled('div')({
  position: 'relative',
  flex: '1 1 0',
  minHeight: 110,
  minWidth: 0,
  outline: 'none',
  cursor: 'crosshair',
  '&:focus-visible': { boxShadow: `inset 0 0 0 2px ${colour.accent}` },
});
const margin = { left: 46, right: 14, top: 22, bottom: 38 };
const text = { fill: colour.muted, fontSize: 11 } as const;

/** A place of the horizontal axis that is named in the plot. */
export interface PlotMark {
  readonly x: number;
  readonly title: string;
}

function Frame({
  x,
  y,
  scale,
  xTitle,
  whole,
}: {
  readonly x: Axis;
  readonly y: Axis;
  readonly scale: Scale;
  readonly xTitle: string;
  readonly whole: boolean;
}) {
  const across = scaleTicks([y.low, y.high], scale, Math.max(2, Math.floor((y.from - y.to) / 34)));
  const most = Math.max(2, Math.floor((x.to - x.from) / 56));
  const along = ticks(x.low, x.high, most).filter((value) => !whole || Number.isInteger(value));
  return (
    <>
      {across.map(({ at, value }) => {
        const place = Math.round(toPixels(y, at)) + 0.5;
        return (
          <g key={value}>
            <line x1={x.from} x2={x.to} y1={place} y2={place} stroke={colour.line} />
            <text x={x.from - 6} y={place + 4} textAnchor="end" {...text}>
              {significant(value, 3)}
            </text>
          </g>
        );
      })}
      <line x1={x.from} x2={x.to} y1={y.from + 0.5} y2={y.from + 0.5} stroke={colour.edge} />
      {along.map((value) => (
        <text key={value} x={toPixels(x, value)} y={y.from + 15} textAnchor="middle" {...text}>
          {significant(value, 4)}
        </text>
      ))}
      <text x={(x.from + x.to) / 2} y={y.from + 31} textAnchor="middle" {...text}>
        {xTitle}
      </text>
    </>
  );
}

function Mark({
  mark,
  x,
  top,
  floor,
}: {
  readonly mark: PlotMark;
  readonly x: Axis;
  readonly top: number;
  readonly floor: number;
}) {
  const at = Math.round(toPixels(x, mark.x)) + 0.5;
  const before = at > (x.from + x.to) / 2;
  return (
    <g>
      <line x1={at} x2={at} y1={top} y2={floor} stroke={colour.muted} strokeDasharray="3 3" />
      <text x={before ? at + 6 : at - 6} y={top - 8} textAnchor={before ? 'end' : 'start'} {...text}>
        {mark.title}
      </text>
    </g>
  );
}

/**
 * Curves over a common horizontal axis. The place under the pointer, or the one that the arrow keys chose, is told by
 * `onAt`; who shows the plot writes its values into the legend, so that nothing jumps over the curves.
 */
export function LinePlot({
  label,
  xs,
  xTitle,
  whole = true,
  xRange,
  curves,
  scale = 'linear',
  range,
  mark = null,
  at,
  onAt,
  describe,
  empty = '',
  figure,
}: {
  readonly label: string;
  readonly xs: readonly number[];
  readonly xTitle: string;
  /** Only whole numbers have a meaning on the horizontal axis. */
  readonly whole?: boolean;
  /** The horizontal axis as far as it will reach; else as far as there are values. */
  readonly xRange?: readonly [number, number];
  readonly curves: readonly Curve[];
  readonly scale?: Scale;
  /** Of the vertical axis, in its own numbers; else as far as the values reach. */
  readonly range?: readonly [number, number];
  readonly mark?: PlotMark | null;
  /** Index that is read out. */
  readonly at: number | null;
  readonly onAt: (at: number | null) => void;
  /** What is read to people who do not see the plot. */
  readonly describe: (at: number) => string;
  /** Stands in the plot while there is no value. */
  readonly empty?: string;
  readonly figure?: RefObject<SVGSVGElement | null>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const [low, high] = range ?? rangeOf(curves, scale);
  const [first, last] = xRange ?? [xs[0] ?? 0, xs.at(-1) ?? 1];
  const x: Axis = {
    low: first,
    high: Math.max(last, first + 1e-9),
    from: margin.left,
    to: Math.max(margin.left + 1, width - margin.right),
  };
  const y: Axis = { low, high, from: height - margin.bottom, to: margin.top };
  const place = (index: number) => toPixels(x, xs[index]);
  const move = (event: PointerEvent) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    onAt(nearest(xs, toValue(x, event.clientX - left)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const end = xs.length - 1;
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -end, End: end };
    const by = steps[event.key];
    if (by === undefined || end < 0) return;
    event.preventDefault();
    event.stopPropagation();
    onAt(Math.min(end, Math.max(0, (at ?? end) + by)));
  };
  const shown = at !== null && at < xs.length ? at : null;
  return (
    <Box
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, xs.length - 1)}
      aria-valuenow={shown ?? Math.max(0, xs.length - 1)}
      aria-valuetext={xs.length === 0 ? 'No value yet' : describe(shown ?? xs.length - 1)}
      onPointerMove={move}
      onPointerLeave={() => onAt(null)}
      onKeyDown={onKeyDown}
    >
      <svg ref={figure} width={width} height={height} style={{ display: 'block', position: 'absolute', inset: 0 }}>
        <title>{label}</title>
        {height < 90 || width < 120 ? null : (
          <>
            <Frame x={x} y={y} scale={scale} xTitle={xTitle} whole={whole} />
            {xs.length > 0 ? null : (
              <text x={(x.from + x.to) / 2} y={(y.from + y.to) / 2} textAnchor="middle" {...text} fontSize={12}>
                {empty}
              </text>
            )}
            {mark === null ? null : <Mark mark={mark} x={x} top={margin.top} floor={y.from} />}
            {curves.map((curve) => (
              <path
                key={curve.id}
                d={curvePath(curve.values, place, (value) => toPixels(y, value), scale)}
                fill="none"
                stroke={curve.colour}
                strokeWidth={curve.dashed === true ? 1.25 : 2}
                strokeLinecap="round"
                strokeLinejoin="round"
                {...(curve.dashed === true ? { strokeDasharray: '1 4' } : {})}
              />
            ))}
            {shown === null ? null : (
              <g data-screen-only="">
                <line x1={place(shown)} x2={place(shown)} y1={margin.top} y2={y.from} stroke={colour.edge} />
                {curves.map(({ id, values, colour: tone }) => {
                  const value = values[shown];
                  if (
                    value === null ||
                    value === undefined ||
                    !Number.isFinite(value) ||
                    (scale === 'log' && value <= 0)
                  )
                    return null;
                  return (
                    <circle
                      key={id}
                      cx={place(shown)}
                      cy={toPixels(y, onScale(value, scale))}
                      r={3.5}
                      fill={tone}
                      stroke={colour.stage}
                      strokeWidth={1.5}
                    />
                  );
                })}
              </g>
            )}
          </>
        )}
      </svg>
    </Box>
  );
}
