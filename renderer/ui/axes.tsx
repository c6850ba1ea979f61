import { type Axis, ticks, toPixels } from '../state/plot-axis.ts';
import { significant } from './quantity.ts';
import { colour } from './tokens.ts';

const text = { fill: colour.muted, fontSize: 11 } as const;

/** Ticks and title below a plot. */
export function BottomAxis({ axis, y, title, unit }: { axis: Axis; y: number; title: string; unit: string }) {
  const places = ticks(axis.low, axis.high, Math.max(2, (axis.to - axis.from) / 70));
  return (
    <g>
      <line x1={axis.from} x2={axis.to} y1={y + 0.5} y2={y + 0.5} stroke={colour.edge} />
      {places.map((value) => {
        const x = Math.round(toPixels(axis, value)) + 0.5;
        return (
          <g key={value}>
            <line x1={x} x2={x} y1={y} y2={y + 4} stroke={colour.edge} />
            <text x={x} y={y + 16} textAnchor="middle" {...text}>
              {significant(value, 5)}
            </text>
          </g>
        );
      })}
      <text x={(axis.from + axis.to) / 2} y={y + 34} textAnchor="middle" fill={colour.text} fontSize={12}>
        {title}
        {unit === '' ? null : (
          <tspan fill={colour.muted} dx={5}>
            {unit}
          </tspan>
        )}
      </text>
    </g>
  );
}

/** Ticks with faint lines across at the left of a plot, and a title if there is one. */
export function LeftAxis({
  axis,
  x,
  right,
  title = '',
  unit = '',
  most = 5,
}: {
  readonly axis: Axis;
  readonly x: number;
  readonly right: number;
  readonly title?: string;
  readonly unit?: string;
  readonly most?: number;
}) {
  const middle = (axis.from + axis.to) / 2;
  return (
    <g>
      {ticks(axis.low, axis.high, most).map((value) => {
        const y = Math.round(toPixels(axis, value)) + 0.5;
        return (
          <g key={value}>
            <line x1={x} x2={right} y1={y} y2={y} stroke={colour.line} />
            <text x={x - 6} y={y + 4} textAnchor="end" {...text}>
              {significant(value, 5)}
            </text>
          </g>
        );
      })}
      {title === '' ? null : (
        <text
          x={0}
          y={0}
          transform={`translate(13 ${middle}) rotate(-90)`}
          textAnchor="middle"
          fill={colour.text}
          fontSize={12}
        >
          {title}
          {unit === '' ? null : (
            <tspan fill={colour.muted} dx={5}>
              {unit}
            </tspan>
          )}
        </text>
      )}
    </g>
  );
}
