import path from 'node:path';
import { LabelFileFormat, LabelFileKind, type LabelFileStats } from '../../../../app/contract/label-files.ts';
import type { LabelSetInfo } from '../../../../app/contract/labels.ts';
import type { FailureInfo } from '../../../../app/domain/failure.ts';
import { classPresets } from '../../../../app/domain/labels/label-class.ts';
import { type Command, type CommandContext, counted, needFlag, textFlag, wrongUsage } from '../command.ts';
import { expandPaths } from '../expand.ts';
import { keptVerbs } from './labels-kept.ts';

type Verb = (context: CommandContext) => Promise<number>;

interface Failed {
  readonly path: string;
  readonly failure: FailureInfo;
}

const name = 'labels';

function projectFolder(context: CommandContext): string {
  const project = needFlag(context, 'project', name);
  return path.resolve(project.endsWith('.morpho') ? project : `${project}.morpho`);
}

function wordPaths({ words }: CommandContext): string[] {
  const files = words.slice(1);
  if (files.length === 0) throw wrongUsage('Name at least one label file.', name);
  return expandPaths(files);
}

function choice<T extends string>(context: CommandContext, flag: string, options: readonly T[]): T | null {
  const asked = textFlag(context, flag);
  if (asked === undefined) return null;
  const found = options.find((option) => option === asked);
  if (found === undefined) throw wrongUsage(`--${flag} is one of ${options.join(', ')}.`, name);
  return found;
}

function tell({ note }: CommandContext, warnings: readonly string[], failed: readonly Failed[]): void {
  for (const warning of warnings) note(warning);
  for (const { path: file, failure } of failed)
    note(`${failure.subject === undefined ? `${file}: ` : ''}${failure.message}\n  ${failure.remedy}`);
}

/** The set that --set names, else the only or the first one. */
function setOf(context: CommandContext, sets: readonly LabelSetInfo[]): LabelSetInfo | undefined {
  const asked = textFlag(context, 'set');
  return asked === undefined ? sets[0] : sets.find((s) => s.name === asked || String(s.id) === asked);
}

/** The set that takes labels in, made when it is new: with the classes of the key, else particle and background. */
async function takingSet(context: CommandContext): Promise<{ readonly set: LabelSetInfo; readonly isNew: boolean }> {
  const { client } = context;
  const { sets } = await client.ask('labels.sets', {});
  const found = setOf(context, sets);
  if (found !== undefined) return { set: found, isNew: false };
  const key = textFlag(context, 'key');
  const classes =
    key === undefined
      ? [...classPresets[0].classes]
      : (await client.ask('labels.keyOfFile', { setId: null, path: path.resolve(key) })).classes;
  const set = await client.ask('labels.createSet', { name: textFlag(context, 'set') ?? 'Labels', classes });
  return { set, isNew: true };
}

interface Imported {
  readonly frames: readonly { readonly instances: number; readonly labelledPixels: number }[];
  readonly failed: readonly Failed[];
  readonly warnings: readonly string[];
}

async function importVerb(context: CommandContext): Promise<number> {
  const { client, json, print } = context;
  const paths = wordPaths(context);
  const format = choice(context, 'from', LabelFileKind.options);
  await client.ask('projects.open', { path: projectFolder(context) });
  const { set, isNew } = await takingSet(context);
  let result: Imported | null = null;
  try {
    result = await takeIn(context, set, paths, format);
  } finally {
    // A set that nothing came into was not wanted.
    if (isNew && (result?.frames ?? []).length === 0) await client.ask('history.undo', { within: 'labels' });
  }
  tell(context, result.warnings, result.failed);
  const isLeft = !isNew || result.frames.length > 0;
  if (json) print(JSON.stringify({ set: isLeft ? set.name : null, ...result }, null, 1));
  else if (isLeft) {
    const particles = result.frames.reduce((sum, f) => sum + f.instances, 0);
    const pixels = result.frames.reduce((sum, f) => sum + f.labelledPixels, 0);
    print(
      `${counted(result.frames.length, 'frame')} labelled in “${set.name}”: ${counted(particles, 'particle')}, ${pixels.toLocaleString('en-US')} px of classes`,
    );
  } else print('Nothing was taken in.');
  return result.failed.length > 0 ? 1 : 0;
}

/** Takes label files into a set as the flags say. */
async function takeIn(
  context: CommandContext,
  set: LabelSetInfo,
  paths: string[],
  format: LabelFileKind | null,
): Promise<Imported> {
  const { client } = context;
  const keyFile = textFlag(context, 'key');
  let key = null;
  if (keyFile !== undefined) {
    const found = await client.ask('labels.keyOfFile', { setId: set.id, path: path.resolve(keyFile) });
    if (found.unknown.length > 0)
      throw wrongUsage(
        `The key names classes that the set “${set.name}” lacks: ${found.unknown.join(', ')}. It has ${set.classes.map((c) => c.name).join(', ')}.`,
        name,
      );
    key = found.key;
  }
  const className = textFlag(context, 'class');
  const particleClass = set.classes.find((c) => c.name.toLowerCase() === className?.toLowerCase());
  if (className !== undefined && particleClass === undefined)
    throw wrongUsage(`--class is one of ${set.classes.map((c) => c.name).join(', ')}.`, name);
  const mode = context.flags['add'] === true ? 'add' : 'replace';
  const allowShift = context.flags['allow-shift'] === true;
  const classId = particleClass?.id ?? null;
  const job = await context.job(
    client.ask('labels.import', { setId: set.id, paths, format, key, classId, mode, allowShift }),
  );
  return job.result as unknown as Imported;
}

async function exportVerb(context: CommandContext): Promise<number> {
  const { client, json, print } = context;
  const format = choice(context, 'format', LabelFileFormat.options);
  if (format === null) throw wrongUsage(`--format is one of ${LabelFileFormat.options.join(', ')}.`, name);
  const out = path.resolve(needFlag(context, 'out', name));
  await client.ask('projects.open', { path: projectFolder(context) });
  const { sets } = await client.ask('labels.sets', {});
  const set = setOf(context, sets);
  if (set === undefined)
    throw wrongUsage(
      sets.length === 0 ? 'The project has no labels yet.' : `--set is one of ${sets.map((s) => s.name).join(', ')}.`,
      name,
    );
  const reviewedOnly = context.flags['reviewed'] === true;
  const job = await context.job(client.ask('labels.export', { setId: set.id, format, path: out, reviewedOnly }));
  if (json) print(JSON.stringify(job.result, null, 1));
  else for (const file of (job.result as { files: string[] }).files) print(file);
  return 0;
}

async function convertVerb(context: CommandContext): Promise<number> {
  const { client, json, print } = context;
  const to = choice(context, 'to', LabelFileFormat.options);
  if (to === null) throw wrongUsage(`--to is one of ${LabelFileFormat.options.join(', ')}.`, name);
  const paths = wordPaths(context);
  const out = path.resolve(needFlag(context, 'out', name));
  const from = choice(context, 'from', LabelFileKind.options);
  const key = textFlag(context, 'key') ?? null;
  const size = sizeFlag(context);
  const job = await context.job(client.ask('batch.convertLabels', { paths, to, key, from, size, out }));
  const result = job.result as unknown as { files: string[]; failed: Failed[]; warnings: string[] };
  tell(context, result.warnings, result.failed);
  if (json) print(JSON.stringify(result, null, 1));
  else for (const file of result.files) print(file);
  return result.failed.length > 0 ? 1 : 0;
}

function sizeFlag(context: CommandContext): { width: number; height: number } | null {
  const text = textFlag(context, 'size');
  if (text === undefined) return null;
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/i.exec(text) ?? [];
  if (width === undefined || Number(width) === 0 || Number(height) === 0)
    throw wrongUsage('--size is the width and height of the image in px, for example 1024x768.', name);
  return { width: Number(width), height: Number(height) };
}

function statsText(stats: LabelFileStats): string {
  const { file, width, height, pixelSize, pixels, unlabelledPixels, classes, overlapping } = stats;
  const percent = (count: number) => `${((100 * count) / pixels).toFixed(2)} %`;
  const area = (px: number) =>
    pixelSize === null ? `${px.toFixed(1)} px²` : `${Number((px * pixelSize ** 2).toPrecision(5))} nm²`;
  const rows = classes
    .filter((c) => c.pixels > 0 || c.instances > 0)
    .map((c) => {
      const particles =
        c.meanArea === null ? '' : `, ${counted(c.instances, 'particle')} of ${area(c.meanArea)} on average`;
      return `  ${c.name}: ${c.pixels.toLocaleString('en-US')} px (${percent(c.pixels)}), ${area(c.pixels)}${particles}`;
    });
  const size = pixelSize === null ? '' : `, ${Number(pixelSize.toPrecision(5))} nm a pixel`;
  return [
    `${file}: ${width} × ${height} px${size}`,
    ...rows,
    `  unlabelled: ${unlabelledPixels.toLocaleString('en-US')} px (${percent(unlabelledPixels)})`,
    ...(overlapping > 0 ? [`  ${counted(overlapping, 'particle')} overlap others`] : []),
  ].join('\n');
}

async function statsVerb(context: CommandContext): Promise<number> {
  const { client, json, print } = context;
  if (textFlag(context, 'project') !== undefined) return projectStats(context);
  const paths = wordPaths(context);
  const from = choice(context, 'from', LabelFileKind.options);
  const result = await client.ask('batch.labelStats', { paths, key: textFlag(context, 'key') ?? null, from });
  tell(context, [], result.failed);
  if (json) print(JSON.stringify(result, null, 1));
  else for (const stats of result.files) print(statsText(stats));
  return result.failed.length > 0 ? 1 : 0;
}

async function projectStats(context: CommandContext): Promise<number> {
  const { client, json, print } = context;
  await client.ask('projects.open', { path: projectFolder(context) });
  const { sets } = await client.ask('labels.sets', {});
  const asked = textFlag(context, 'set');
  const chosen = asked === undefined ? sets : [setOf(context, sets)].filter((s) => s !== undefined);
  if (asked !== undefined && chosen.length === 0)
    throw wrongUsage(`--set is one of ${sets.map((s) => s.name).join(', ')}.`, name);
  const found = [];
  for (const set of chosen)
    found.push({ set: set.name, ...(await client.ask('labels.frameStats', { setId: set.id })) });
  if (json) print(JSON.stringify(found, null, 1));
  else if (found.length === 0) print('The project has no labels yet.');
  for (const { set, frames } of json ? [] : found) {
    print(`${set}: ${counted(frames.length, 'frame')}`);
    for (const stats of frames) print(statsText(stats));
  }
  return 0;
}

const verbs: Readonly<Record<string, Verb>> = {
  import: importVerb,
  export: exportVerb,
  convert: convertVerb,
  stats: statsVerb,
  ...keptVerbs({ folder: projectFolder, set: setOf }),
};

export const labelsCommand: Command = {
  name,
  summary: 'Take label files in and out of projects, convert and count them.',
  usage: 'labels import|export|convert|stats|keep|versions [FILE|DIR...] [--project PROJECT.morpho] [--options]',
  examples: [
    'morphoscope labels import --project gold.morpho masks/*.png --key KEY.json',
    'morphoscope labels import --project gold.morpho RoiSet.zip --class Particle --set "annotator 2"',
    'morphoscope labels export --project gold.morpho --format coco --out labels',
    'morphoscope labels convert masks/*.png --to coco --out converted',
    'morphoscope labels convert classes/*.tif --key KEY.json --to classes-rgb-png --out converted',
    'morphoscope labels stats masks/*.png --json',
    'morphoscope labels stats --project gold.morpho',
    'morphoscope labels keep --project gold.morpho --title "Before retraining"',
    'morphoscope labels versions --project gold.morpho --json',
  ],
  options: {
    project: { type: 'string' },
    set: { type: 'string' },
    key: { type: 'string' },
    class: { type: 'string' },
    from: { type: 'string' },
    format: { type: 'string' },
    to: { type: 'string' },
    size: { type: 'string' },
    out: { type: 'string' },
    add: { type: 'boolean' },
    'allow-shift': { type: 'boolean' },
    reviewed: { type: 'boolean' },
    title: { type: 'string' },
  },
  optionHelp: {
    project: ['PROJECT.morpho', 'import, export, stats, keep, versions: the project.'],
    set: ['NAME', 'The label set (the first one); import makes it when it is new.'],
    key: [
      'KEY.json',
      'Classes of label images: [{"name": "background", "color": "#000000", "value": 0, "role": "background"}, ...]; value and role may be left out.',
    ],
    class: ['NAME', 'import: class of particles for which the file names none of the set.'],
    from: [LabelFileKind.options.join('|'), 'What the files are, where their content does not say it.'],
    format: [LabelFileFormat.options.join('|'), 'export: what to write.'],
    to: ['FORMAT', 'convert: what to write; the same formats.'],
    size: ['WIDTHxHEIGHT', 'convert: px of the image, for ImageJ ROIs, which do not say it.'],
    out: ['DIR', 'export, convert: folder to write into.'],
    add: ['', 'import: keep what is there; the default puts the file in its place.'],
    'allow-shift': [
      '',
      'import: take labels in that lie beside the particles of their image; the default refuses them.',
    ],
    reviewed: ['', 'export, keep, versions: only frames that are marked as reviewed.'],
    title: ['TITLE', 'keep: what the version is called.'],
  },
  run: async (context) => {
    const [verb] = context.words;
    const act = verb === undefined ? undefined : verbs[verb];
    if (act === undefined) throw wrongUsage(`Say what to do: ${Object.keys(verbs).join(', ')}.`, name);
    return act(context);
  },
};
