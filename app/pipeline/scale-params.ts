import type { Param, ParamSchema, ParamValue } from '../domain/param.ts';

function scaled(param: Param, value: ParamValue, factor: number): ParamValue {
  if (typeof value !== 'number' || (param.kind !== 'number' && param.kind !== 'integer')) return value;
  const power = param.unit === 'px' ? 1 : param.unit === 'px²' ? 2 : 0;
  if (power === 0 || value === 0) return value;
  const exact = value / factor ** power;
  const whole = param.kind === 'integer' ? Math.max(1, Math.round(exact)) : exact;
  const odd = param.kind === 'integer' && param.odd === true && whole % 2 === 0 ? whole + 1 : whole;
  return Math.min(param.max, Math.max(param.min, odd));
}

/**
 * Parameters for an image shrunk `factor` times: lengths (unit px) shrink with it, areas (px²) with its square. What was
 * not 0 does not become 0, and every value stays in its range.
 */
export function scaleParams(
  schema: ParamSchema,
  values: Readonly<Record<string, ParamValue>>,
  factor: number,
): Record<string, ParamValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const param = schema[name];
      return [name, param === undefined ? value : scaled(param, value, factor)];
    }),
  );
}
