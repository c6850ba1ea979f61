import { styled } from '@mui/material/styles';
import { useDeferredValue } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../../state/selection.ts';
import type { RunTable } from '../../state/table.ts';
import { grouped } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { ParticleCard } from './particle-card.tsx';
import { SeveralCard } from './several-card.tsx';

const Hint = styled('p')({ color: colour.muted });

/** What is known of the selected particle, or of all selected together. */
export function SelectionSection({ table }: { readonly table: RunTable }) {
  const rows = useStore(selectionStore, (s) => s.rows);
  // Numbers of many particles may come a moment after a selection that is still being drawn.
  const settled = useDeferredValue(rows);
  const title = rows.length > 1 ? `${grouped(rows.length)} particles selected` : 'Selected particle';
  return (
    <Section id="particles-selection" title={title}>
      {rows.length === 0 ? (
        <Hint>Click a particle on the micrograph, in the gallery, the table or a plot.</Hint>
      ) : rows.length === 1 && rows[0] < table.layout.rows ? (
        <ParticleCard table={table} row={rows[0]} />
      ) : (
        <SeveralCard table={table} rows={settled} />
      )}
    </Section>
  );
}
