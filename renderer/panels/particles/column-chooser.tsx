import Popover from '@mui/material/Popover';
import { styled } from '@mui/material/styles';
import { useState } from 'react';
import type { TableLayout } from '../../../app/contract/particles.ts';
import { changeParticleLayout } from '../../state/layout.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, TextField } from '../../ui/field.tsx';
import { colour } from '../../ui/tokens.ts';
import { groupedColumns } from './feature-select.tsx';
import type { Column } from './table-columns.ts';

const paper = { backgroundColor: colour.raised, backgroundImage: 'none', boxShadow: colour.shadow };
const Sheet = styled('div')({ width: 300, display: 'flex', flexDirection: 'column', maxHeight: 'min(560px, 70vh)' });
const Search = styled('div')({ padding: 8, borderBottom: `1px solid ${colour.line}`, display: 'flex', gap: 8 });
const List = styled('div')({ overflow: 'auto', padding: '4px 12px 8px' });
const Group = styled('fieldset')({ border: 0, margin: 0, padding: '4px 0', minWidth: 0 });
const Title = styled('legend')({
  display: 'flex',
  width: '100%',
  alignItems: 'center',
  justifyContent: 'space-between',
  color: colour.muted,
  fontSize: 12,
  padding: 0,
});
const All = styled('button')({
  border: 0,
  background: 'none',
  padding: '2px 4px',
  color: colour.accent,
  fontSize: 12,
  '&:hover': { textDecoration: 'underline' },
});
const Unit = styled('span')({ color: colour.muted });

function fits(column: Column, query: string): boolean {
  const text = `${column.title} ${column.id} ${column.definition}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Which columns the table shows, by group, with a search over names and definitions. */
export function ColumnChooser({ layout, shown }: { readonly layout: TableLayout; readonly shown: readonly Column[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [query, setQuery] = useState('');
  const chosen = new Set(shown.map(({ id }) => id));
  // Columns stand in the order of the table of the run, whatever order they were chosen in.
  const choose = (ids: ReadonlySet<string>) =>
    changeParticleLayout({ columns: layout.columns.filter(({ id }) => ids.has(id)).map(({ id }) => id) });
  const set = (columns: readonly Column[], on: boolean) => {
    const next = new Set(chosen);
    for (const { id } of columns) {
      if (on) next.add(id);
      else next.delete(id);
    }
    if (next.size > 0) choose(next);
  };
  const groups = groupedColumns(layout.columns.filter((column) => fits(column, query)));
  return (
    <>
      <Button
        look="quiet"
        icon="columns"
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        Columns
        <Unit>
          {shown.length} of {layout.columns.length}
        </Unit>
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': 'Columns of the table', style: paper } }}
      >
        <Sheet>
          <Search>
            <TextField
              type="search"
              autoFocus
              value={query}
              placeholder="Search features"
              aria-label="Search features"
              onText={setQuery}
            />
            <Button onClick={() => changeParticleLayout({ columns: [] })}>Main</Button>
          </Search>
          <List>
            {groups.map(([title, columns]) => {
              const all = columns.every(({ id }) => chosen.has(id));
              return (
                <Group key={title}>
                  <Title>
                    {title}
                    <All type="button" onClick={() => set(columns, !all)}>
                      {all ? 'None' : 'All'}
                    </All>
                  </Title>
                  {columns.map((column) => (
                    <div key={column.id} title={column.definition}>
                      <Checkbox
                        checked={chosen.has(column.id)}
                        onCheck={(on) => set([column], on)}
                        label={
                          <span>
                            {column.title} <Unit>{column.unit}</Unit>
                          </span>
                        }
                      />
                    </div>
                  ))}
                </Group>
              );
            })}
          </List>
        </Sheet>
      </Popover>
    </>
  );
}
