import type { FilterRule, ParticleFilter } from '../domain/filter.ts';
import type { Param, ParamValue } from '../domain/param.ts';
import type { Recipe } from '../domain/recipe.ts';
import { stepNamed } from './list.ts';

/** What a methods paragraph is made from. */
export interface MethodsFacts {
  readonly program: string;
  /** Title of the recipe that the run was started with. */
  readonly title: string;
  /** A result each. */
  readonly frames: readonly {
    readonly imageId: number;
    /** What ran on it, every parameter spelled out; differs between frames where the program chose. */
    readonly recipe: Recipe;
    readonly pixelSize: number | null;
    /** Where the pixel size comes from: "file tag", "typed", "scale bar". */
    readonly source: string;
    readonly resolved: Readonly<Record<string, ParamValue>>;
  }[];
  readonly particles: number;
  readonly filter: ParticleFilter;
  /** Title and unit of the columns that the filter names. */
  readonly columns: ReadonlyMap<string, { readonly title: string; readonly unit: string }>;
  readonly rejected: number;
  readonly kept: number;
}

/**
 * A methods paragraph for a paper: program, images with their pixel sizes, every step with its parameters, what automatic
 * choices became, the filter, and how many particles are left. Plain text.
 */
export function methodsParagraph(facts: MethodsFacts): string {
  return [imagesSentence(facts), ...stepsSentences(facts), automaticSentence(facts), ...particleSentences(facts)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

const counted = (count: number, noun: string) => `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

/** A number with as many digits as are read. */
const brief = (value: number) => String(Number(value.toPrecision(4)));

/** "a", "a and b", "a, b and c". */
function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`;
}

/** How a pixel size is known, as a paper says it. */
const sourceWords: Readonly<Record<string, string>> = {
  'file tag': 'as stated by the files',
  typed: 'entered by hand',
  'scale bar': 'measured on the scale bar',
};

function imagesSentence({ program, title, frames }: MethodsFacts): string {
  const images = new Set(frames.map((f) => f.imageId)).size;
  const stack = frames.length > images ? ` (${counted(frames.length, 'frame')})` : '';
  const sizes = [...new Set(frames.flatMap((f) => (f.pixelSize === null ? [] : [f.pixelSize])))].sort((a, b) => a - b);
  const sources = [...new Set(frames.filter((f) => f.pixelSize !== null).map((f) => f.source))];
  const bare = frames.filter((f) => f.pixelSize === null).length;
  const calibrated =
    sizes.length === 0
      ? 'without calibration (sizes are in pixels)'
      : `at ${sizes.length <= 4 ? `${listed(sizes.map(brief))} nm` : `${brief(sizes[0])} to ${brief(sizes[sizes.length - 1])} nm`} a pixel (${listed(sources.map((source) => sourceWords[source] ?? source))})`;
  const rest = sizes.length > 0 && bare > 0 ? `, ${counted(bare, 'frame')} of them without calibration,` : '';
  return `${counted(images, 'micrograph')}${stack} ${calibrated}${rest} ${images === 1 ? 'was' : 'were'} segmented with Morphoscope ${program}, recipe “${title}”.`;
}

/** Choices that are spelled out; more are counted. */
const mostChoices = 3;

/** The steps; where they differ between frames, the commonest choices with their numbers of frames. */
function stepsSentences({ frames }: MethodsFacts): string[] {
  const choices = [...Map.groupBy(frames, ({ recipe }) => stepsWords(recipe))]
    .map(([words, group]) => ({ words, count: group.length }))
    .filter(({ words }) => words !== '')
    .sort((a, b) => b.count - a.count);
  const [only] = choices;
  if (only === undefined) return [];
  if (choices.length === 1) return [`The steps were ${only.words}.`];
  const told = choices
    .slice(0, mostChoices)
    .map(({ words, count }) => `In ${counted(count, 'frame')} the steps were ${words}.`);
  const rest = choices.slice(mostChoices).reduce((sum, { count }) => sum + count, 0);
  return [
    'The program chose the steps for each image.',
    ...told,
    ...(rest > 0 ? [`In ${counted(rest, 'further frame')} other parameters were chosen, as the run records.`] : []),
  ];
}

function stepsWords(recipe: Recipe): string {
  const described = recipe.steps
    .filter((use) => use.enabled)
    .map((use, i) => {
      const step = stepNamed(use.step);
      const title = step?.title ?? use.step;
      const details = Object.entries(use.params).map(([name, value]) => paramWords(step?.params[name], name, value));
      if (step !== undefined) details.push(`version ${step.version}`);
      return `(${i + 1}) ${lowerFirst(title)}${details.length === 0 ? '' : ` [${details.join('; ')}]`}`;
    });
  return described.join(', ');
}

function paramWords(param: Param | undefined, name: string, value: ParamValue): string {
  if (param === undefined) return `${name} ${String(value)}`;
  const title = lowerFirst(param.title);
  if (param.kind === 'toggle') return `${title} ${value === true ? 'on' : 'off'}`;
  if (param.kind === 'model') return `${title} ${String(value)}`;
  if (param.kind === 'choice')
    return `${title} ${lowerFirst(param.options.find((o) => o.value === value)?.title ?? String(value))}`;
  if (param.kind === 'kept') return `${title} with the SHA-256 ${String(value).slice(0, 12)}…`;
  return `${title} ${String(value)}${param.unit === '' ? '' : ` ${param.unit}`}`;
}

/** Leaves names as they are: "Otsu threshold", "CLAHE". */
function lowerFirst(title: string): string {
  const plain =
    /^[A-Z][a-z]*(?:[ ,-]|$)/.test(title) &&
    !/^(?:Gaussian|Otsu|Li|Yen|Niblack|Sauvola|Wiener|Bragg|Fourier)\b/.test(title);
  return plain ? title[0].toLowerCase() + title.slice(1) : title;
}

/** What automatic choices became: the value where it was one, the range or the shares where it differed. */
function automaticSentence({ frames }: MethodsFacts): string {
  const names = [...new Set(frames.flatMap((f) => Object.keys(f.resolved)))].sort();
  const parts = names.map((name) => {
    const values = frames.flatMap((f) => (f.resolved[name] === undefined ? [] : [f.resolved[name]]));
    const numbers = values.filter((v): v is number => typeof v === 'number');
    if (numbers.length === values.length) {
      const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
      return low === high ? `${name} ${brief(low)}` : `${name} ${brief(low)} to ${brief(high)}`;
    }
    const shares = [...Map.groupBy(values, String)].map(([value, group]) => ({ value, count: group.length }));
    const words = shares.map(({ value, count }) =>
      shares.length === 1 ? value : `${value} (${counted(count, 'frame')})`,
    );
    return `${name} ${listed(words)}`;
  });
  return parts.length === 0 ? '' : `Chosen by the program: ${parts.join('; ')}.`;
}

function particleSentences({ particles, filter, columns, rejected, kept }: MethodsFacts): string[] {
  const found = `${counted(particles, 'particle')} ${particles === 1 ? 'was' : 'were'} found.`;
  const bounds = filter.rules.map((rule) => ruleWords(rule, columns)).filter((words) => words !== '');
  const dropped = [
    ...(filter.dropBorder ? ['Those that touch the border of the image were left out.'] : []),
    ...(bounds.length > 0 ? [`Only those with ${listed(bounds)} were kept.`] : []),
    ...(rejected > 0 ? [`${counted(rejected, 'particle')} ${rejected === 1 ? 'was' : 'were'} rejected by eye.`] : []),
  ];
  return dropped.length === 0 ? [found] : [found, ...dropped, `${kept.toLocaleString('en-US')} remain.`];
}

function ruleWords({ column, min, max }: FilterRule, columns: MethodsFacts['columns']): string {
  if (min === null && max === null) return '';
  const { title, unit } = columns.get(column) ?? { title: column, unit: '' };
  const suffix = unit === '' ? '' : ` ${unit}`;
  const range =
    min === null
      ? `of at most ${max}${suffix}`
      : max === null
        ? `of at least ${min}${suffix}`
        : `from ${min} to ${max}${suffix}`;
  return `${lowerFirst(title)} ${range}`;
}
