import { styled } from '@mui/material/styles';
import { memo } from 'react';
import { nextSorting, type Sorting, sortBy } from '../../state/particle-order.ts';
import { Icon } from '../../ui/icons.tsx';
import { thinSpace } from '../../ui/quantity.ts';
import { Tip } from '../../ui/tip.tsx';
import { colour } from '../../ui/tokens.ts';
import { fixedWidth, imageWidth, leadWidth, particleWidth, type Track } from './table-columns.ts';

export const headHeight = 28;

const Row = styled('div')({
  position: 'sticky',
  top: 0,
  zIndex: 3,
  height: headHeight,
  lineHeight: `${headHeight - 1}px`,
  minWidth: '100%',
  backgroundColor: colour.panel,
  borderBottom: `1px solid ${colour.line}`,
  color: colour.muted,
  fontSize: 12,
});
const Fixed = styled('div')({
  position: 'sticky',
  left: 0,
  zIndex: 1,
  width: fixedWidth,
  height: headHeight - 1,
  display: 'flex',
  backgroundColor: colour.panel,
  borderRight: `1px solid ${colour.line}`,
});
const Lead = styled('div')({ flex: 'none', padding: '0 8px', overflow: 'hidden', whiteSpace: 'nowrap' });
const Head = styled('div')({ position: 'absolute', top: 0, height: headHeight - 1 });
const Sort = styled('button')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'flex-end',
  gap: 4,
  width: '100%',
  height: '100%',
  padding: '0 8px 0 4px',
  border: 0,
  background: 'none',
  color: colour.muted,
  fontSize: 12,
  fontWeight: 500,
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '& i': { fontStyle: 'normal', fontWeight: 400 },
  '&:hover': { color: colour.text, backgroundColor: colour.hover },
  '[aria-sort]:not([aria-sort="none"]) > &': { color: colour.text },
  '& svg': { color: colour.accent },
});

/** Headings of the table. A click sorts: largest first, smallest first, as in the table of the run. */
export const TableHead = memo(function TableHead({
  tracks,
  width,
  sorting,
}: {
  readonly tracks: readonly Track[];
  readonly width: number;
  readonly sorting: Sorting;
}) {
  return (
    <Row role="row" aria-rowindex={1} style={{ width }}>
      <Fixed>
        <Lead role="columnheader" aria-colindex={1} style={{ width: leadWidth, textAlign: 'right' }}>
          #
        </Lead>
        <Lead role="columnheader" aria-colindex={2} style={{ width: particleWidth, textAlign: 'right' }}>
          Particle
        </Lead>
        <Lead role="columnheader" aria-colindex={3} style={{ width: imageWidth }}>
          Micrograph
        </Lead>
      </Fixed>
      {tracks.map(({ column, left, width: own }) => {
        const sorted = sorting.column === column.id;
        return (
          <Head
            key={column.id}
            role="columnheader"
            aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            style={{ left: fixedWidth + left, width: own }}
          >
            <Tip title={column.title} more={column.definition}>
              <Sort type="button" onClick={() => sortBy(nextSorting(sorting, column.id))}>
                {sorted ? <Icon name={sorting.descending ? 'chevronDown' : 'chevronUp'} size={10} /> : null}
                <span>
                  {column.title}
                  {column.unit === '' ? null : <i>{thinSpace + thinSpace + column.unit}</i>}
                </span>
              </Sort>
            </Tip>
          </Head>
        );
      })}
    </Row>
  );
});
