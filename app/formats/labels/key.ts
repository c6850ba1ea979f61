import { z } from 'zod';
import { Failure } from '../../domain/failure.ts';
import { type LabelClass, LabelClasses, LabelRole, maxClassId, unlabelled } from '../../domain/labels/label-class.ts';
import type { ByteSource } from '../../ports/byte-source.ts';
import { readJson } from '../json.ts';

const Entry = z.object({
  name: z.string().min(1),
  /** `#rrggbb` or `#rgb`, any case. Left out where only index images are meant. */
  color: z
    .string()
    .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i)
    .transform((colour) => {
      const hex = colour.toLowerCase();
      return hex.length === 7 ? hex : hex.replace(/[0-9a-f]/g, (digit) => digit + digit);
    })
    .optional(),
  /** Pixel value in index images; the place in the list, from 0, when left out. */
  value: z.number().int().nonnegative().optional(),
  role: LabelRole.optional(),
});

/** A class as a key file tells it. */
export interface KeyEntry extends Omit<z.infer<typeof Entry>, 'color'> {
  readonly color: string;
  /** The key names no colour: `color` is only for showing it. */
  readonly invented?: true;
}

/** Okabe and Ito's colours (2008), for classes without one. */
const palette = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#0072b2', '#d55e00'];

/** The entry that stands for pixels without a class. */
export const unlabelledName = 'unlabelled';

const mostKeyBytes = 1 << 20;

/**
 * A key file: `[{"name", "color", "value"?, "role"?}, ...]` in class order. Throws `Failure` malformed, naming the entry.
 */
export function readKey(source: ByteSource): KeyEntry[] {
  const wrong = (what: string) =>
    new Failure(
      'malformed',
      `${source.name} is no key of label colours: ${what}.`,
      'A key is JSON: [{"name": "background", "color": "#000000"}, ...] with "value" for index images and "role" where wanted.',
      source.name,
    );
  const parsed = z
    .array(Entry)
    .min(1)
    .max(maxClassId + 1)
    .safeParse(readJson(source, mostKeyBytes));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw wrong(`${issue.path.length === 0 ? '' : `${issue.path.join('.')}: `}${issue.message}`);
  }
  const twice = (of: (entry: Pick<KeyEntry, 'name' | 'value'>) => string | number | undefined) => {
    const known = parsed.data.map(of).filter((v) => v !== undefined);
    return known.find((v, i) => known.indexOf(v) !== i);
  };
  const name = twice((entry) => entry.name.toLowerCase());
  if (name !== undefined) throw wrong(`two classes are named ${name}`);
  const value = twice((entry) => entry.value);
  if (value !== undefined) throw wrong(`two classes have the value ${value}`);
  return parsed.data.map(({ color, ...entry }, i) =>
    color === undefined ? { ...entry, color: palette[i % palette.length], invented: true } : { ...entry, color },
  );
}

/** A key as the text of a file, an entry a line. */
export function keyText(entries: readonly KeyEntry[]): string {
  return `[\n${entries.map((entry) => ` ${JSON.stringify(entry)}`).join(',\n')}\n]\n`;
}

/** The value that stands for an entry in index images. */
export const indexValue = (entry: KeyEntry, place: number): number => entry.value ?? place;

const isUnlabelled = (entry: KeyEntry) => entry.name.toLowerCase() === unlabelledName;

/**
 * The classes that a key names, in its order. Their ids are the values where these are 1..250 and given for all, so that what
 * this program wrote comes back with the same ids; else they count from 1.
 */
export function classesOfKey(entries: readonly KeyEntry[]): LabelClass[] {
  const named = entries.filter((entry) => !isUnlabelled(entry));
  const values = named.every(({ value }) => value !== undefined && value >= 1 && value <= maxClassId);
  const classes = named.map(({ name, color, value, role }, i) => ({
    id: values && value !== undefined ? value : i + 1,
    name,
    colour: color,
    role: role ?? roleOfName(name),
  }));
  return LabelClasses.parse(classes) as LabelClass[];
}

/** What the name of a class says of its role. */
export function roleOfName(name: string): LabelRole {
  const word = name.toLowerCase();
  if (/back ?ground|substrate|support|\bbg\b/.test(word)) return 'background';
  if (/overlap|touching/.test(word)) return 'overlap';
  if (/\bcores?\b/.test(word)) return 'core';
  if (/\b(patch(es)?|shell|coating)\b/.test(word)) return 'patch';
  if (/ignore|void label|don'?t care/.test(word)) return 'ignore';
  return /particle|crystal|object|grain|foreground|material/.test(word) ? 'particle' : 'other';
}

/** The key that is written beside index and colour images of these classes: values are ids; unlabelled pixels have an entry. */
export function keyOfClasses(classes: readonly LabelClass[]): KeyEntry[] {
  const used = new Set(classes.map(({ colour }) => colour));
  const color = ['#000000', '#ffffff', '#ff00ff', '#00ff00', '#010101'].find((c) => !used.has(c)) as string;
  return [
    ...classes.map(({ id, name, colour, role }) => ({
      name,
      color: colour,
      value: id,
      ...(role === 'other' ? {} : { role }),
    })),
    { name: unlabelledName, color, value: unlabelled, role: 'ignore' as const },
  ];
}

/** How an image's values or colours become classes. */
export interface PixelMeaning {
  readonly value?: number | undefined;
  /** `#rrggbb` */
  readonly colour?: string | undefined;
  /** null: unlabelled. */
  readonly classId: number | null;
}

/** What the entries of a key mean for classes of these names (any case); null where a name is unknown, by entry name. */
export function meaningsOfKey(
  entries: readonly KeyEntry[],
  classes: readonly LabelClass[],
): { readonly meanings: readonly Required<PixelMeaning>[]; readonly unknown: readonly string[] } {
  const byName = new Map(classes.map(({ id, name }) => [name.toLowerCase(), id]));
  const unknown = entries.filter((e) => !isUnlabelled(e) && !byName.has(e.name.toLowerCase())).map((e) => e.name);
  const meanings = entries.map((entry, i) => ({
    value: indexValue(entry, i),
    colour: entry.color,
    classId: isUnlabelled(entry) ? null : (byName.get(entry.name.toLowerCase()) ?? null),
  }));
  return { meanings, unknown };
}
