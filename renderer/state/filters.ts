import { createStore } from 'zustand/vanilla';
import { Failure } from '../../app/domain/failure.ts';
import type { FilterRule, ParticleFilter } from '../../app/domain/filter.ts';
import { showFailure } from './notices.ts';
import { edit } from './saving.ts';
import { loadTable, tableStore, tryFilter } from './table.ts';

/** The columns of filter C, offered before anything else. Reference: Cho et al. 2024. */
export const qualityColumns = ['area', 'eccentricity', 'solidity', 'convexity'] as const;

const filtersEqual = (a: ParticleFilter, b: ParticleFilter) => JSON.stringify(a) === JSON.stringify(b);

/** The filter with one rule set; bounds that are the wrong way round are swapped. */
export function withRule(filter: ParticleFilter, rule: FilterRule): ParticleFilter {
  const { min, max } = rule;
  const sound = min !== null && max !== null && min > max ? { ...rule, min: max, max: min } : rule;
  const at = filter.rules.findIndex(({ column }) => column === rule.column);
  return { ...filter, rules: at < 0 ? [...filter.rules, sound] : filter.rules.with(at, sound) };
}

export function withoutRule(filter: ParticleFilter, column: string): ParticleFilter {
  return { ...filter, rules: filter.rules.filter((rule) => rule.column !== column) };
}

export function ruleOf(filter: ParticleFilter, column: string): FilterRule {
  return filter.rules.find((rule) => rule.column === column) ?? { column, min: null, max: null };
}

/** The filter as it is kept: rules that bound nothing say nothing. */
export function withoutIdleRules(filter: ParticleFilter): ParticleFilter {
  return { ...filter, rules: filter.rules.filter(({ min, max }) => min !== null || max !== null) };
}

export function isIdle(filter: ParticleFilter): boolean {
  return !filter.dropBorder && withoutIdleRules(filter).rules.length === 0;
}

/** Columns that stand in the filter panel although they bound nothing yet, in the order they were added. */
export const watchedStore = createStore<{ readonly columns: readonly string[] }>()(() => ({ columns: [] }));

export function watchColumn(column: string, on: boolean): void {
  watchedStore.setState(({ columns }) => {
    const others = columns.filter((id) => id !== column);
    return { columns: on ? [...others, column] : others };
  });
}

/** What the project holds while something else is tried, by run. */
const kept = new Map<number, ParticleFilter>();
let turn = 0;

/**
 * Shows particles through `filter` everywhere at once; `keep` also writes it into the project, as one edit that can be
 * undone. While a handle is dragged it is only shown.
 */
export async function changeFilter(runId: number, filter: ParticleFilter, keep: boolean): Promise<void> {
  const mine = ++turn;
  const sound = withoutIdleRules(filter);
  const shown = tableStore.getState().tables.get(runId)?.layout.filter;
  const before = kept.get(runId) ?? shown;
  if (before !== undefined) kept.set(runId, before);
  await tryFilter(runId, sound);
  if (!keep) return;
  kept.delete(runId);
  if (before === undefined || !filtersEqual(before, sound)) {
    try {
      await edit('particles.setFilter', { runId, filter: sound });
    } catch (thrown) {
      await tryFilter(runId, null);
      showFailure('inspector', 'filter', Failure.from(thrown).info);
      await loadTable(runId);
    }
  }
  if (mine === turn) await tryFilter(runId, null);
}
