import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import { thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import type { Column } from './table-columns.ts';

const List = styled('dl')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto',
  columnGap: 12,
  '& dt': { color: colour.muted, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& dd': { textAlign: 'right', userSelect: 'text', whiteSpace: 'nowrap' },
  '& dt, & dd': { lineHeight: '22px' },
});
const Unit = styled('span')({ color: colour.muted });

/** Features and their numbers; the name says on hover how each is defined. */
export function FeatureLines({
  columns,
  valueFor,
}: {
  readonly columns: readonly Column[];
  readonly valueFor: (column: Column) => ReactNode;
}) {
  return (
    <List>
      {columns.map((column) => (
        <Line key={column.id} column={column}>
          {valueFor(column)}
        </Line>
      ))}
    </List>
  );
}

function Line({ column, children }: { readonly column: Column; readonly children: ReactNode }) {
  return (
    <>
      <Tip title={column.title} more={column.definition} placement="left">
        <dt>{column.title}</dt>
      </Tip>
      <dd>
        {children}
        {column.unit === '' ? null : <Unit>{thinSpace + column.unit}</Unit>}
      </dd>
    </>
  );
}
