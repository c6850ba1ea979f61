import { styled } from '@mui/material/styles';
import { useStore } from 'zustand';
import { isPixelTwin } from '../../../app/domain/feature-table.ts';
import { type FilterRule, noFilter } from '../../../app/domain/filter.ts';
import {
  changeFilter,
  isIdle,
  qualityColumns,
  ruleOf,
  watchColumn,
  watchedStore,
  withoutRule,
  withRule,
} from '../../state/filters.ts';
import type { RunTable } from '../../state/table.ts';
import { setOverlay, viewStore } from '../../state/view.ts';
import { IconButton } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/field.tsx';
import { count, grouped } from '../../ui/quantity.ts';
import { Section } from '../../ui/section.tsx';
import { colour } from '../../ui/tokens.ts';
import { FeatureSelect } from './feature-select.tsx';
import { RuleEditor } from './rule-editor.tsx';

const Line = styled('div')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'space-between',
  minHeight: 24,
  gap: 8,
});
const Muted = styled('span')({ color: colour.muted, fontSize: 12, whiteSpace: 'nowrap' });
const Kept = styled('p')({ marginBottom: 4 });
const Share = styled('div')({
  height: 4,
  borderRadius: 2,
  margin: '4px 0 8px',
  overflow: 'hidden',
  backgroundColor: colour.line,
  '& > div': { height: '100%', backgroundColor: colour.accent },
});
const Add = styled('div')({ marginTop: 8 });

/** Which particles count: the border, filter C, and bounds on any other feature. Everything shows at once what it does. */
export function FilterSection({ table }: { readonly table: RunTable }) {
  const { layout, counts } = table;
  const { filter, runId } = layout;
  const watched = useStore(watchedStore, (s) => s.columns);
  const showDropped = useStore(viewStore, (s) => s.overlay.showDropped);
  const asked = [...new Set([...qualityColumns, ...filter.rules.map(({ column }) => column), ...watched])];
  const columns = asked.flatMap((id) => layout.columns.find((column) => column.id === id) ?? []);
  const others = layout.columns.filter((column) => !asked.includes(column.id) && !isPixelTwin(column));
  const set = (rule: FilterRule, keep: boolean) => void changeFilter(runId, withRule(filter, rule), keep);
  const share = layout.rows === 0 ? 0 : counts.kept / layout.rows;
  return (
    <Section
      id="particles-filter"
      title="Filter"
      actions={
        isIdle(filter) ? null : (
          <IconButton
            icon="restore"
            label="Reset the filter"
            onClick={() => void changeFilter(runId, noFilter, true)}
          />
        )
      }
    >
      <Kept>
        {counts.kept === layout.rows
          ? `All ${count(layout.rows, 'particle')} count`
          : `${grouped(counts.kept)} of ${count(layout.rows, 'particle')} count`}
        {counts.rejected > 0 ? <Muted>, {grouped(counts.rejected)} rejected by hand</Muted> : null}
      </Kept>
      <Share role="img" aria-label={`${Math.round(share * 100)} % count`}>
        <div style={{ width: `${share * 100}%` }} />
      </Share>
      <Line>
        <Checkbox
          label="Drop particles at the border"
          checked={filter.dropBorder}
          onCheck={(dropBorder) => void changeFilter(runId, { ...filter, dropBorder }, true)}
        />
        {filter.dropBorder ? <Muted>drops {grouped(counts.droppedByBorder)}</Muted> : null}
      </Line>
      <Checkbox
        label="Show dropped particles, faint"
        checked={showDropped}
        onCheck={(on) => setOverlay({ showDropped: on })}
      />
      {columns.map((column) => {
        const at = filter.rules.findIndex((rule) => rule.column === column.id);
        return (
          <RuleEditor
            key={column.id}
            table={table}
            column={column}
            rule={ruleOf(filter, column.id)}
            dropped={at < 0 ? null : (counts.droppedByRule[at] ?? 0)}
            onRule={set}
            onRemove={
              (qualityColumns as readonly string[]).includes(column.id) && at < 0
                ? null
                : () => {
                    watchColumn(column.id, false);
                    void changeFilter(runId, withoutRule(filter, column.id), true);
                  }
            }
          />
        );
      })}
      <Add>
        <FeatureSelect
          label="Filter by another feature"
          columns={others}
          value=""
          extra={[['', 'Filter by another feature…']]}
          onPick={(id) => {
            if (id !== '') watchColumn(id, true);
          }}
        />
      </Add>
    </Section>
  );
}
