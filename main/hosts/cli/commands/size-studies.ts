import path from 'node:path';
import { type Command, type CommandContext, counted, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { listFlag, wholeFlag } from '../shape-flags.ts';

interface Result {
  readonly out: string;
  readonly files: readonly string[];
  readonly rows: number;
  readonly told: Readonly<Record<string, number | string | null>>;
}

function tell({ json, print }: CommandContext, result: Result): number {
  if (json) print(JSON.stringify(result, null, 1));
  else {
    print(`${counted(result.rows, 'row')} -> ${result.out}: ${result.files.join(', ')}`);
    for (const [what, value] of Object.entries(result.told))
      print(
        `  ${what} ${value === null ? 'nowhere' : typeof value === 'number' ? Number(value.toPrecision(5)) : value}`,
      );
  }
  return 0;
}

export const sizeResolvedCommand: Command = {
  name: 'size-resolved',
  summary: 'Shape by size: means in bins, variation across samples, and where they begin to change.',
  usage: 'size-resolved --table T.csv [--size COLUMN] [--values a,b] [--sample COLUMN] [--bin 0.2] --out DIR [--json]',
  examples: [
    'morphoscope size-resolved --table all.csv --size edge_length --values circularity,solidity --sample sample --out sizes',
  ],
  options: {
    table: { type: 'string' },
    size: { type: 'string' },
    values: { type: 'string' },
    sample: { type: 'string' },
    bin: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    table: ['T.csv', 'Table with a row a particle, by this program or another.'],
    size: ['COLUMN', 'Column of sizes (edge_length).'],
    values: ['a,b', 'Columns to follow (circularity,solidity).'],
    sample: ['COLUMN', 'Column that names samples; without it all particles are one.'],
    bin: ['W', 'Width of a bin, in the unit of the sizes (0.2).'],
    seed: ['N', 'Seed of the bootstrap (0).'],
    out: ['DIR', 'Folder for tables, charts and report.json.'],
  },
  run: async (context) => {
    const name = 'size-resolved';
    const asked = {
      table: path.resolve(needFlag(context, 'table', name)),
      size: textFlag(context, 'size') ?? 'edge_length',
      values: listFlag(context, 'values') ?? ['circularity', 'solidity'],
      sample: textFlag(context, 'sample') ?? null,
      bin: numberFlag(context, 'bin', name) ?? 0.2,
      seed: wholeFlag(context, 'seed', 0, 0, name),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(context.client.ask('analysis.sizeResolved', asked));
    return tell(context, job.result as unknown as Result);
  },
};

export const sampleSizeCommand: Command = {
  name: 'sample-size',
  summary: 'How many particles are enough: variation of the means of groups of n, in order and shuffled.',
  usage: 'sample-size --table T.csv [--column COLUMN] [--groups 100,1000] --out DIR [--json]',
  examples: ['morphoscope sample-size --table all.csv --column edge_length --out enough'],
  options: {
    table: { type: 'string' },
    column: { type: 'string' },
    groups: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    table: ['T.csv', 'Table with a row a particle, in order of acquisition.'],
    column: ['COLUMN', 'Column whose mean is asked for (edge_length).'],
    groups: ['100,1000', 'Particles in a group (10, 20, 50, 100, ...).'],
    seed: ['N', 'Seed of the shuffles (0).'],
    out: ['DIR', 'Folder for sample-size.csv, sample-size.svg and report.json.'],
  },
  run: async (context) => {
    const name = 'sample-size';
    const groups = listFlag(context, 'groups')?.map(Number) ?? null;
    if (groups?.some((n) => !Number.isSafeInteger(n) || n < 1))
      throw wrongUsage('--groups needs whole numbers such as 100,1000.', name);
    const asked = {
      table: path.resolve(needFlag(context, 'table', name)),
      column: textFlag(context, 'column') ?? 'edge_length',
      groups,
      seed: wholeFlag(context, 'seed', 0, 0, name),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(context.client.ask('analysis.sampleSize', asked));
    return tell(context, job.result as unknown as Result);
  },
};
