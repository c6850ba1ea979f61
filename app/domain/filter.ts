import { z } from 'zod';
import type { FeatureTable } from './feature-table.ts';

/** Bounds on one column; null = unbounded. NaN values never pass a bounded rule. */
export const FilterRule = z.object({
  column: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type FilterRule = z.infer<typeof FilterRule>;

/** Which particles count. Reference: filter C of Cho et al. 2024 (border, area, eccentricity, solidity, convexity). */
export const ParticleFilter = z.object({
  dropBorder: z.boolean(),
  rules: z.array(FilterRule),
});
export type ParticleFilter = z.infer<typeof ParticleFilter>;

export const noFilter: ParticleFilter = { dropBorder: false, rules: [] };

/**
 * 1 for each row that passes, 0 for the others, with the number dropped by each rule on its own.
 * `border` has 1 where the particle touches the border; `rejected` 1 where a person rejected it.
 */
export function applyFilter(
  filter: ParticleFilter,
  table: FeatureTable,
  border: Uint8Array,
  rejected: Uint8Array,
): { pass: Uint8Array; droppedByBorder: number; droppedByRule: number[]; rejected: number; kept: number } {
  const pass = new Uint8Array(table.rows).fill(1);
  let droppedByBorder = 0;
  let rejectedCount = 0;
  for (let i = 0; i < table.rows; i++) {
    if (rejected[i] === 1) {
      pass[i] = 0;
      rejectedCount++;
    }
    if (filter.dropBorder && border[i] === 1) {
      pass[i] = 0;
      droppedByBorder++;
    }
  }
  const droppedByRule = filter.rules.map((rule) => {
    const at = table.columns.findIndex((c) => c.id === rule.column);
    const values = table.values[at];
    if (values === undefined) return 0;
    const low = rule.min ?? Number.NEGATIVE_INFINITY;
    const high = rule.max ?? Number.POSITIVE_INFINITY;
    let dropped = 0;
    for (let i = 0; i < table.rows; i++) {
      const v = values[i];
      if (!(v >= low && v <= high)) {
        pass[i] = 0;
        dropped++;
      }
    }
    return dropped;
  });
  let kept = 0;
  for (let i = 0; i < table.rows; i++) kept += pass[i];
  return { pass, droppedByBorder, droppedByRule, rejected: rejectedCount, kept };
}
