import { styled } from '@mui/material/styles';
import type { ParticleFilter } from '../../../app/domain/filter.ts';
import { changeFilter, withRule } from '../../state/filters.ts';
import { setRange } from '../../state/plot.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { significant, thinSpace } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import type { Column } from './table-columns.ts';

const Note = styled('div')({
  position: 'absolute',
  top: 8,
  right: 16,
  display: 'flex',
  alignItems: 'center',
  gap: 8,
  padding: '2px 2px 2px 10px',
  borderRadius: 4,
  backgroundColor: colour.raised,
  boxShadow: colour.shadow,
  cursor: 'default',
  whiteSpace: 'nowrap',
});
const Unit = styled('span')({ color: colour.muted });

/** The range dragged out on the axis, and the button that makes it a rule of the filter. */
export function RangeNote({
  range,
  column,
  runId,
  filter,
}: {
  readonly range: readonly [number, number];
  readonly column: Column;
  readonly runId: number;
  readonly filter: ParticleFilter;
}) {
  // Bounds that are shown are the bounds that are kept.
  const [min, max] = range.map((value) => Number(significant(value, 4)));
  const make = () => {
    setRange(null);
    void changeFilter(runId, withRule(filter, { column: column.id, min, max }), true);
  };
  return (
    <Note onPointerDown={(event) => event.stopPropagation()}>
      <span>
        {significant(min)} to {significant(max)}
        {column.unit === '' ? null : <Unit>{thinSpace + column.unit}</Unit>}
      </span>
      <Button icon="filter" onClick={make}>
        Make filter
      </Button>
      <IconButton icon="close" label="Let the range go" onClick={() => setRange(null)} />
    </Note>
  );
}
