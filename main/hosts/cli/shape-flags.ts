import path from 'node:path';
import type { ShapeSource } from '../../../app/contract/analysis.ts';
import { type CommandContext, textFlag, wrongUsage } from './command.ts';

/** Options of commands that look at shapes: where the particles come from. */
export const shapeOptions = {
  labels: { type: 'string' },
  contours: { type: 'string' },
  'pixel-size': { type: 'string' },
} as const;

export const shapeHelp = {
  labels: [
    'L.tif',
    'Label image: each particle has a number of its own, 0 is background; or a mask, whose parts are the particles.',
  ],
  contours: ['C.json', 'Contours in place of labels: [[[x, y], ...], ...], px, whole numbers at pixel centres.'],
  'pixel-size': ['NM', 'Size of a pixel, for files that do not say it; without one lengths are in px.'],
} as const satisfies Record<string, readonly [string, string]>;

/** The one file that particles are read from. */
export function shapeSource(context: CommandContext, command: string): ShapeSource {
  const [labels, contours] = [textFlag(context, 'labels'), textFlag(context, 'contours')];
  if ((labels === undefined) === (contours === undefined))
    throw wrongUsage('Give either --labels L.tif or --contours C.json.', command);
  return labels !== undefined
    ? { kind: 'labels', path: path.resolve(labels) }
    : { kind: 'contours', path: path.resolve(contours ?? '') };
}

/** One of `values`, the first when the option is not given. */
export function oneOf<T extends string>(
  context: CommandContext,
  flag: string,
  values: readonly T[],
  command: string,
): T {
  const text = textFlag(context, flag) ?? values[0];
  const value = values.find((v) => v === text);
  if (value === undefined) throw wrongUsage(`--${flag} is one of ${values.join(', ')}, not “${text}”.`, command);
  return value;
}

/** Names given as `a,b,c`; null when the option is not given. */
export function listFlag(context: CommandContext, flag: string): string[] | null {
  const text = textFlag(context, flag);
  if (text === undefined) return null;
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** A whole number of at least `least`, or `otherwise` when the option is not given. */
export function wholeFlag<T extends number | null>(
  context: CommandContext,
  flag: string,
  least: number,
  otherwise: T,
  command: string,
): number | T {
  const text = textFlag(context, flag);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value) || value < least)
    throw wrongUsage(`--${flag} needs a whole number of at least ${least}, not “${text}”.`, command);
  return value;
}
