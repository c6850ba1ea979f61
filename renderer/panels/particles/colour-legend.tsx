import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { colourTable } from '../../scene/colour-maps.ts';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { colour, groupColours } from '../../ui/tokens.ts';
import type { Column } from './table-columns.ts';
import type { TableSample } from './use-samples.ts';

const Legend = styled('div')({
  position: 'absolute',
  top: 16,
  right: 24,
  padding: '4px 8px',
  borderRadius: 4,
  fontSize: 12,
  lineHeight: '16px',
  backgroundColor: `color-mix(in srgb, ${colour.panel} 82%, transparent)`,
  pointerEvents: 'none',
  maxWidth: 220,
});
const Item = styled('div')({ display: 'flex', alignItems: 'center', gap: 6, whiteSpace: 'nowrap' });
const Swatch = styled('span')({ width: 8, height: 8, borderRadius: 4, flex: 'none' });
const Scale = styled('div')({ height: 8, borderRadius: 2, minWidth: 140, margin: '2px 0' });
const Ends = styled('div')({ display: 'flex', justifyContent: 'space-between', color: colour.muted });

/** What the colours of the points say. */
export function ColourLegend({
  by,
  samples,
  column,
  range,
}: {
  readonly by: 'nothing' | 'sample' | 'column';
  readonly samples: readonly TableSample[];
  readonly column: Column | null;
  readonly range: readonly [number, number] | null;
}) {
  const gradient = useMemo(() => {
    const map = colourTable('viridis');
    const stops = [0, 32, 64, 96, 128, 160, 192, 224, 255].map(
      (i) => `rgb(${map[i * 4]}, ${map[i * 4 + 1]}, ${map[i * 4 + 2]})`,
    );
    return `linear-gradient(to right, ${stops.join(', ')})`;
  }, []);
  if (by === 'sample') {
    return (
      <Legend>
        {samples.slice(0, 12).map(({ id, name, index }) => (
          <Item key={id}>
            <Swatch style={{ backgroundColor: groupColours[index % groupColours.length] }} />
            {name}
          </Item>
        ))}
        {samples.length > 12 ? <Item>and {samples.length - 12} more</Item> : null}
      </Legend>
    );
  }
  if (by !== 'column' || column === null || range === null) return null;
  return (
    <Legend>
      {column.title}
      {column.unit === '' ? '' : thinSpace + column.unit}
      <Scale style={{ background: gradient }} />
      <Ends>
        <span>{significant(range[0], 3)}</span>
        <span>{significant(range[1], 3)}</span>
      </Ends>
    </Legend>
  );
}

/** The names of the samples inside a figure that is saved; on screen others say them. */
export function FigureLegend({
  samples,
  right,
  top,
}: {
  readonly samples: readonly Pick<TableSample, 'name' | 'index'>[];
  readonly right: number;
  readonly top: number;
}) {
  return (
    <g display="none" data-figure-only="">
      {samples.map(({ name, index }, i) => (
        <g key={index}>
          <rect
            x={right - 12}
            y={top + 4 + i * 16}
            width={9}
            height={9}
            rx={2}
            fill={groupColours[index % groupColours.length]}
          />
          <text x={right - 18} y={top + 12 + i * 16} textAnchor="end" fontSize={11} fill={colour.text}>
            {name}
          </text>
        </g>
      ))}
    </g>
  );
}
