import { Failure } from '../../app/domain/failure.ts';
import type { FilterRule, ParticleFilter } from '../../app/domain/filter.ts';
import { showFailure } from './notices.ts';
import { edit } from './saving.ts';
import { loadTable, tryFilter } from './table.ts';

/** The columns of filter C, offered before anything else. Reference: Cho et al. 2024. */
export const qualityColumns = ['area', 'eccentricity', 'solidity', 'convexity'] as const;

const filtersEqual = (a: ParticleFilter, b: ParticleFilter) => JSON.stringify(a) === JSON.stringify(b);

/** Bounds that are the wrong way round are swapped; a rule without bounds is kept: it marks a column that is being watched. */
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

let turn = 0;

/**
 * Shows particles through `filter` everywhere at once; `keep` also writes it into the project, as one edit that can be
 * undone. While a handle is dragged it is only shown.
 */
export async function changeFilter(runId: number, filter: ParticleFilter, keep: boolean, before?: ParticleFilter) {
  const mine = ++turn;
  const sound = withoutIdleRules(filter);
  await tryFilter(runId, sound);
  if (!keep) return;
  if (before !== undefined && filtersEqual(withoutIdleRules(before), sound)) {
    if (mine === turn) await tryFilter(runId, null);
    return;
  }
  try {
    await edit('particles.setFilter', { runId, filter: sound });
    if (mine === turn) await tryFilter(runId, null);
  } catch (thrown) {
    if (mine === turn) await tryFilter(runId, null);
    showFailure('inspector', 'filter', Failure.from(thrown).info);
    await loadTable(runId);
  }
}
