/** What a YAML text can hold here. */
export type YamlValue =
  | string
  | number
  | boolean
  | null
  | readonly YamlValue[]
  | { readonly [key: string]: YamlValue | undefined };

const scalar = (value: YamlValue): value is string | number | boolean | null =>
  value === null || typeof value !== 'object';

/** Lines of a value in block style, strings in double quotes as JSON writes them, which every YAML reader knows. */
function lines(value: YamlValue, indent: string): string[] {
  if (scalar(value)) return [`${indent}${JSON.stringify(value)}`];
  if (Array.isArray(value)) {
    if (value.length === 0) return [`${indent}[]`];
    return value.flatMap((item: YamlValue) => {
      const [first, ...rest] = lines(item, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  const entries = Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, inner] as const]));
  if (entries.length === 0) return [`${indent}{}`];
  return entries.flatMap(([key, inner]) => {
    const short = scalar(inner) || Object.keys(inner).length === 0;
    return short ? [`${indent}${key}: ${lines(inner, '')[0]}`] : [`${indent}${key}:`, ...lines(inner, `${indent}  `)];
  });
}

/** A value as YAML 1.2. Keys must be plain words. */
export const writeYaml = (value: YamlValue): string => `${lines(value, '').join('\n')}\n`;
