import { convolutionRules } from './convolution.ts';
import { elementwiseRules } from './elementwise.ts';
import { productRules } from './normalise.ts';
import { poolingRules } from './pooling.ts';
import { reductionRules } from './reduction.ts';
import type { Rule } from './rule.ts';
import { shapeRules } from './shape.ts';

/** How each step is differentiated, by its name. */
export const rules: Readonly<Record<string, Rule>> = {
  ...elementwiseRules,
  ...shapeRules,
  ...reductionRules,
  ...convolutionRules,
  ...poolingRules,
  ...productRules,
};

/** Steps that pass no derivative on: comparisons, limits. */
export const withoutGradient: ReadonlySet<string> = new Set([
  'Cast',
  'Equal',
  'Greater',
  'ArgMax',
  'Min',
  'Clip',
  'Sign',
]);
