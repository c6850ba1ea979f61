import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { runsStore } from '../../state/runs.ts';
import { selectionStore, selectRun } from '../../state/selection.ts';
import { tableStore } from '../../state/table.ts';
import { Empty } from '../../ui/empty.tsx';
import { Select } from '../../ui/field.tsx';
import { count } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { ExportSection } from './export-section.tsx';
import { FilterSection } from './filter-section.tsx';
import { SelectionSection } from './selection-section.tsx';

const Head = styled('div')({
  flex: 'none',
  display: 'flex',
  alignItems: 'center',
  minHeight: 40,
  padding: '4px 12px',
  borderBottom: `1px solid ${colour.line}`,
});
const Name = styled('h2')({ fontWeight: 600, overflowWrap: 'anywhere', userSelect: 'text' });
const Scroll = styled('div')({ flex: '1 1 0', minHeight: 0, overflow: 'hidden auto', scrollbarGutter: 'stable' });

function RunChoice() {
  const runs = useStore(runsStore, (s) => s.runs);
  const runId = useStore(selectionStore, (s) => s.runId);
  const run = runs.find(({ id }) => id === runId);
  if (run === undefined) return <Name>Particles</Name>;
  if (runs.length === 1) return <Name>{run.title}</Name>;
  return (
    <Select
      aria-label="Run"
      value={String(run.id)}
      options={runs.map(({ id, title, particles }) => [String(id), `${title}, ${count(particles, 'particle')}`])}
      onPick={(id) => selectRun(Number(id))}
    />
  );
}

/** Right, in the Particles room: which particles count, what is selected, and the way out. */
export function ParticlesInspector() {
  const runId = useStore(selectionStore, (s) => s.runId);
  const table = useStore(tableStore, (s) => (runId === null ? undefined : s.tables.get(runId)));
  const runs = useStore(runsStore, (s) => s.runs.length);
  if (runs === 0) return <Empty text="Filters and numbers of particles stand here once a run has found some." />;
  return (
    <>
      <Head>
        <RunChoice />
      </Head>
      {table === undefined ? null : (
        <Scroll key={table.layout.runId}>
          <FilterSection table={table} />
          <SelectionSection table={table} />
          <Section id="particles-export" title="Export">
            <ExportSection table={table} />
          </Section>
        </Scroll>
      )}
    </>
  );
}
