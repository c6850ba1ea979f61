import { styled } from '@mui/material/styles';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { isPixelTwin } from '../../../app/domain/feature-table.ts';
import { colour, size } from '../../ui/tokens.ts';

type Column = TableLayout['columns'][number];

/** Headings of the groups of features, in their order. */
export const groupTitles: Readonly<Record<Column['group'], string>> = {
  size: 'Size',
  shape: 'Shape',
  intensity: 'Intensity',
  position: 'Position',
  moments: 'Moments',
  flags: 'Flags',
};

export function groupedColumns(columns: readonly Column[]): readonly (readonly [title: string, Column[]])[] {
  return Object.entries(groupTitles)
    .map(([group, title]) => [title, columns.filter((column) => column.group === group)] as const)
    .filter(([, list]) => list.length > 0);
}

const Base = styled('select')({
  height: size.control,
  minWidth: 0,
  width: '100%',
  padding: '0 4px',
  border: `1px solid ${colour.line}`,
  borderRadius: size.radius,
  backgroundColor: colour.field,
  color: colour.text,
  cursor: 'default',
  textOverflow: 'ellipsis',
  '&:hover:not(:disabled)': { borderColor: colour.edge },
  '&:focus': { borderColor: colour.accent, outline: 'none', boxShadow: `0 0 0 1px ${colour.accent}` },
  '& option, & optgroup': { backgroundColor: colour.raised, color: colour.text },
});

/** A choice of one feature, by group. `extra` come first, such as "none". */
export function FeatureSelect({
  columns,
  value,
  extra = [],
  label,
  id,
  onPick,
}: {
  readonly columns: readonly Column[];
  readonly value: string;
  readonly extra?: readonly (readonly [value: string, title: string])[];
  readonly label: string;
  readonly id?: string;
  readonly onPick: (value: string) => void;
}) {
  return (
    <Base id={id} aria-label={label} value={value} onChange={(event) => onPick(event.target.value)}>
      {extra.map(([option, title]) => (
        <option key={option} value={option}>
          {title}
        </option>
      ))}
      {groupedColumns(columns).map(([title, list]) => (
        <optgroup key={title} label={title}>
          {list.map((column) => (
            <option key={column.id} value={column.id}>
              {column.title}
              {isPixelTwin(column) ? ` (${column.unit})` : ''}
            </option>
          ))}
        </optgroup>
      ))}
    </Base>
  );
}
