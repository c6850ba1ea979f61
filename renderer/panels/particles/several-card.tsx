import { styled } from '@mui/material/styles';
import { useMemo } from 'react';
import { summarise } from '../../../app/math/summary.ts';
import { countWhere, mainColumns } from '../../state/particles.ts';
import type { RunTable } from '../../state/table.ts';
import { CommandButton } from '../../ui/command-button.tsx';
import { colour } from '../../ui/tokens.ts';
import { FeatureLines } from './feature-lines.tsx';
import { plusMinus } from './numbers.ts';
import type { Column } from './table-columns.ts';
import { useColumns } from './use-columns.ts';

const Actions = styled('div')({ display: 'flex', gap: 8, marginTop: 8, flexWrap: 'wrap' });
const Hint = styled('p')({ color: colour.muted, fontSize: 12, marginBottom: 4 });

/** Several particles: how many, and the mean and spread of what they are known by. */
export function SeveralCard({ table, rows }: { readonly table: RunTable; readonly rows: Uint32Array }) {
  const shown = mainColumns.flatMap((id) => table.layout.columns.find((column) => column.id === id) ?? []);
  const columns = useColumns(
    table.layout,
    shown.map(({ id }) => id),
  );
  const numbers = useMemo(() => {
    const found = new Map<string, string>();
    for (const [id, values] of columns) {
      const own = new Float64Array(rows.length);
      for (let i = 0; i < rows.length; i++) own[i] = values[rows[i]];
      const { mean, sd } = summarise(own);
      found.set(id, plusMinus(mean, sd));
    }
    return found;
  }, [columns, rows]);
  const valueFor = (column: Column) => numbers.get(column.id) ?? '';
  return (
    <>
      <Hint>Mean ± standard deviation</Hint>
      <FeatureLines columns={shown} valueFor={valueFor} />
      <Actions>
        {countWhere(false) > 0 ? <CommandButton id="particles.reject" /> : null}
        {countWhere(true) > 0 ? <CommandButton id="particles.restore" /> : null}
      </Actions>
    </>
  );
}
