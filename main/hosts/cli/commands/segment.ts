import path from 'node:path';
import type { CallInput } from '../../../../app/contract/list.ts';
import { type Command, type CommandContext, counted, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { expandPaths } from '../expand.ts';
import { recipeFrom } from '../recipe-flag.ts';

interface Outcome {
  readonly outputs: readonly {
    file: string;
    reason: string | null;
    labels: string;
    table: string;
    particles: number;
    pixelSize: number | null;
    space?: 'reciprocal';
  }[];
  readonly failed: readonly { file: string; error: { message: string; remedy: string } }[];
}

/** Segments files as a job and says what was written. Gives the exit code. */
export async function segmentInto(context: CommandContext, asked: CallInput<'batch.segment'>): Promise<number> {
  const { client, json, print, note } = context;
  const job = await context.job(client.ask('batch.segment', asked));
  const result = job.result as unknown as Outcome;
  for (const { error } of result.failed) note(`${error.message}\n  ${error.remedy}`);
  const filesOf = (test: (output: Outcome['outputs'][number]) => boolean) =>
    new Set(result.outputs.filter(test).map((o) => o.file));
  for (const file of filesOf((o) => o.space === 'reciprocal'))
    note(`${file} is a diffraction pattern: its pixels have no length, so its table is in px.`);
  for (const file of filesOf((o) => o.pixelSize === null && o.space === undefined))
    note(`${file} has no pixel size in nm: its table is in px.\n  Give it with --pixel-size NM if you know it.`);
  if (json) print(JSON.stringify(result, null, 1));
  else
    for (const o of result.outputs) {
      print(`${o.file}: ${counted(o.particles, 'particle')} -> ${o.labels}, ${o.table}`);
      if (asked.model === null && o.reason !== null) note(`${o.file}: ${o.reason}`);
    }
  return result.failed.length > 0 ? 1 : 0;
}

export const segmentCommand: Command = {
  name: 'segment',
  summary: 'Find and measure the particles of micrographs.',
  usage:
    'segment FILE... [--recipe NAME|FILE.json] [--set step.param=value]... [--pixel-size NM] [--patterns] --out DIR [--json]',
  examples: [
    'morphoscope segment scan.dm4 --out results',
    'morphoscope segment *.tif --recipe slater --set threshold.method=otsu --pixel-size 0.25 --out results',
  ],
  options: {
    recipe: { type: 'string' },
    set: { type: 'string', multiple: true },
    'pixel-size': { type: 'string' },
    patterns: { type: 'boolean' },
    out: { type: 'string' },
  },
  optionHelp: {
    recipe: [
      'NAME|FILE.json',
      'A shipped recipe or a recipe file. Without it the program chooses recipe, polarity and sizes itself.',
    ],
    set: [
      'step.param=value',
      'Changes one parameter; may be given many times. step.enabled=false leaves the step out.',
    ],
    'pixel-size': ['NM', 'nm a pixel, for files that do not say it.'],
    patterns: [
      '',
      'Segment diffraction patterns as well (pixels in nm⁻¹). Without it they are refused: spots are no particles.',
    ],
    out: ['DIR', 'Folder for STEM.labels.tif, STEM.particles.csv and run.json.'],
  },
  run: async (context) => {
    const { client, words } = context;
    if (words.length === 0) throw wrongUsage('Name at least one file.', 'segment');
    const out = path.resolve(needFlag(context, 'out', 'segment'));
    const pixelSize = numberFlag(context, 'pixel-size', 'segment');
    const sets = ((context.flags['set'] as readonly string[] | undefined) ?? []).map(String);
    const recipe = await recipeFrom(client, textFlag(context, 'recipe'), sets, 'segment');
    const patterns = context.flags['patterns'] === true;
    return segmentInto(context, { paths: expandPaths(words), recipe, pixelSize, patterns, out });
  },
};
