import { styled } from '@mui/material/styles';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { twinOf } from '../../../app/domain/feature-table.ts';
import { selectionStore } from '../../state/selection.ts';
import { placeOf, type RunTable, readColumn, tableStore } from '../../state/table.ts';
import { Amount } from '../../ui/amount.tsx';
import { significant } from '../../ui/quantity.ts';
import { colour } from '../../ui/tokens.ts';
import { liveStore } from './live.ts';

/** The numbers a particle is known by, as far as the run measured them. */
const mainColumns = ['equivalent_diameter', 'area', 'feret_max', 'aspect_ratio', 'circularity', 'solidity'];
const most = 4;
/** What the card may take of the stage, CSS px. */
const room = { width: 230, height: 110 };

const Card = styled('div')({
  position: 'absolute',
  zIndex: 3,
  padding: '6px 10px',
  borderRadius: 4,
  backgroundColor: colour.raised,
  boxShadow: colour.shadow,
  pointerEvents: 'none',
  fontSize: 12,
  lineHeight: '17px',
  display: 'grid',
  gridTemplateColumns: 'auto auto',
  columnGap: 12,
  whiteSpace: 'nowrap',
  '& > :nth-child(even)': { textAlign: 'right' },
});
const Name = styled('span')({ color: colour.muted });
const Note = styled('span')({ color: colour.suspect });

interface MainNumbers {
  readonly table: RunTable;
  readonly columns: readonly { readonly title: string; readonly unit: string; readonly values: Float64Array }[];
}

/** The main columns of the chosen run, fetched when a particle is first pointed at. */
function useMainNumbers(table: RunTable | undefined, wanted: boolean): MainNumbers | null {
  const [numbers, setNumbers] = useState<MainNumbers | null>(null);
  useEffect(() => {
    if (table === undefined || !wanted) return;
    let alive = true;
    const { layout } = table;
    const chosen = mainColumns
      .flatMap((id) => layout.columns.find((column) => column.id === id) ?? [])
      .slice(0, most)
      .flatMap((column) => layout.columns.filter(({ id }) => id === column.id || twinOf(id) === column.id));
    Promise.all(
      chosen.map(async ({ id, title, unit }) => ({ title, unit, values: await readColumn(layout, id) })),
    ).then(
      (columns) => {
        if (alive) setNumbers({ table, columns });
      },
      () => undefined,
    );
    return () => {
      alive = false;
    };
  }, [table, wanted]);
  return numbers?.table === table ? numbers : null;
}

/** The main numbers of the particle under the pointer. */
export function ParticleTip() {
  const row = useStore(selectionStore, (s) => s.hoverRow);
  const runId = useStore(selectionStore, (s) => s.runId);
  const table = useStore(tableStore, (s) => (runId === null ? undefined : s.tables.get(runId)));
  const pointer = useStore(liveStore, (s) => s.pointer);
  const numbers = useMainNumbers(table, row !== null && pointer !== null);
  if (row === null || table === undefined || pointer === null || row >= table.layout.rows) return null;
  const place = placeOf(table.layout, row);
  const flags = [table.rejected[row] === 1 ? 'rejected' : '', table.border[row] === 1 ? 'at the border' : ''];
  const note = flags.filter((flag) => flag !== '').join(', ') || (table.pass[row] === 1 ? '' : 'dropped by the filter');
  return (
    <Card
      role="tooltip"
      style={{
        left: `min(${pointer.x + 16}px, calc(100% - ${room.width}px))`,
        top: `min(${pointer.y + 18}px, calc(100% - ${room.height}px))`,
      }}
    >
      <span>Particle {place?.id ?? row + 1}</span>
      <Note>{note}</Note>
      {numbers?.columns
        .filter(({ values }) => !Number.isNaN(values[row]))
        .map(({ title, unit, values }) => (
          <Numbers key={title} title={title} unit={unit} value={values[row]} />
        ))}
    </Card>
  );
}

function Numbers({ title, unit, value }: { readonly title: string; readonly unit: string; readonly value: number }) {
  return (
    <>
      <Name>{title}</Name>
      <Amount value={significant(value, 4)} unit={unit} />
    </>
  );
}
