import { z } from 'zod';

const base = {
  title: z.string(),
  help: z.string(),
  /** Matters only while another parameter of the step has one of these values; forms hide it else. */
  when: z.object({ param: z.string(), in: z.array(z.string()) }).optional(),
};

/** A parameter as data: form, CLI flag, range check, provenance and documentation are all made from it. */
export const Param = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('number'),
    ...base,
    default: z.number(),
    min: z.number(),
    max: z.number(),
    step: z.number(),
    unit: z.string(),
  }),
  z.object({
    kind: z.literal('integer'),
    ...base,
    default: z.number().int(),
    min: z.number().int(),
    max: z.number().int(),
    step: z.number().int(),
    unit: z.string(),
    odd: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal('choice'),
    ...base,
    default: z.string(),
    options: z.array(z.object({ value: z.string(), title: z.string() })),
  }),
  z.object({ kind: z.literal('toggle'), ...base, default: z.boolean() }),
  /** Something that the project keeps, named by its sha256; '' = nothing is chosen yet. */
  z.object({ kind: z.literal('kept'), ...base, of: z.enum(['forest']), default: z.literal('') }),
  // a model by its name or the path of its file; which there are is not known before it runs
  z.object({ kind: z.literal('model'), ...base, default: z.string(), accepts: z.enum(['classes', 'maps']) }),
]);
export type Param = z.infer<typeof Param>;
export type ParamValue = number | string | boolean;
export type ParamValues = Readonly<Record<string, ParamValue>>;

type ValueOf<P extends Param> = P extends { kind: 'number' | 'integer' }
  ? number
  : P extends { kind: 'toggle' }
    ? boolean
    : string;
export type ValuesOf<S extends Readonly<Record<string, Param>>> = { readonly [K in keyof S]: ValueOf<S[K]> };
export type ParamSchema = Readonly<Record<string, Param>>;

/** The other parameter and those of its values with which a parameter matters. */
type When = { readonly when?: { param: string; in: string[] } };
type Numeric = When & {
  title: string;
  help: string;
  default: number;
  min: number;
  max: number;
  step?: number;
  unit?: string;
};

export const number = (p: Numeric): Extract<Param, { kind: 'number' }> => ({
  kind: 'number',
  step: (p.max - p.min) / 200,
  unit: '',
  ...p,
});
export const integer = (p: Numeric & { odd?: boolean }): Extract<Param, { kind: 'integer' }> => ({
  kind: 'integer',
  step: 1,
  unit: '',
  ...p,
});
export const choice = (p: {
  title: string;
  help: string;
  default: string;
  options: readonly (readonly [value: string, title: string])[];
}): Extract<Param, { kind: 'choice' }> => ({
  kind: 'choice',
  title: p.title,
  help: p.help,
  default: p.default,
  options: p.options.map(([value, title]) => ({ value, title })),
});
export const kept = (p: {
  title: string;
  help: string;
  of: Extract<Param, { kind: 'kept' }>['of'];
}): Extract<Param, { kind: 'kept' }> => ({ kind: 'kept', default: '', ...p });
export const modelParam = (p: {
  title: string;
  help: string;
  accepts: 'classes' | 'maps';
}): Extract<Param, { kind: 'model' }> => ({ kind: 'model', default: '', ...p });
/** Why `value` does not fit `param`, or null when it does. */
export function paramProblem(param: Param, value: unknown): string | null {
  switch (param.kind) {
    case 'number':
    case 'integer': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'needs a number';
      if (param.kind === 'integer' && !Number.isInteger(value)) return 'needs a whole number';
      if (param.kind === 'integer' && param.odd === true && value % 2 === 0) return 'needs an odd number';
      if (value < param.min || value > param.max)
        return `needs a value from ${param.min} to ${param.max}${param.unit ? ` ${param.unit}` : ''}`;
      return null;
    }
    case 'toggle':
      return typeof value === 'boolean' ? null : 'needs true or false';
    case 'kept':
      return typeof value === 'string' && /^([0-9a-f]{64})?$/.test(value)
        ? null
        : `needs the sha256 of a kept ${param.of}`;
    case 'model':
      return typeof value === 'string' ? null : 'needs the name of a model';
    case 'choice':
      return param.options.some((o) => o.value === value)
        ? null
        : `needs one of ${param.options.map((o) => o.value).join(', ')}`;
  }
}
