import path from 'node:path';
import { type Command, type CommandContext, counted, needFlag, textFlag, wrongUsage } from '../command.ts';

interface Outcome {
  readonly outputs: readonly { picture: string; labels: string; kind: string; particles: number }[];
}

/** A whole number of at least `least`, or `otherwise` when the option is not given. */
function wholeFlag(context: CommandContext, name: string, least: number, otherwise: number): number {
  const text = textFlag(context, name);
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw wrongUsage(`--${name} needs a whole number of at least ${least}, not “${text}”.`, 'simulate');
  return value;
}

export const simulateCommand: Command = {
  name: 'simulate',
  summary: 'Make micrographs whose particles are known exactly, to try recipes and models on.',
  usage: 'simulate KIND [--seed N] [--count N] [--size PX] [--as raw|printed|both] --out DIR [--json]',
  examples: [
    'morphoscope simulate bright-field --count 10 --out simulated',
    'morphoscope simulate sem --seed 7 --size 1024 --as raw --out simulated',
  ],
  options: {
    seed: { type: 'string' },
    count: { type: 'string' },
    size: { type: 'string' },
    as: { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    seed: ['N', 'Seed of the first one; the next have the next numbers. The same seed gives the same file. Default 1.'],
    count: ['N', 'How many. Default 1.'],
    size: ['PX', 'Side of the square frame. Default 512.'],
    as: [
      'raw|printed|both',
      'Counts as the detector gives them, figures as journals print them, or some of each (default).',
    ],
    out: ['DIR', 'Folder for the pictures, STEM.labels.tif, STEM.classes.tif and STEM.truth.json.'],
  },
  run: async (context) => {
    const { client, words, json, print } = context;
    if (words.length !== 1)
      throw wrongUsage(
        'Name one kind of scene, such as any, bright-field, haadf, sem, overlap, core-patch or hrtem.',
        'simulate',
      );
    const shares: Readonly<Record<string, number>> = { raw: 0, printed: 1, both: 0.5 };
    const published = shares[textFlag(context, 'as') ?? 'both'];
    if (published === undefined) throw wrongUsage('--as is one of raw, printed, both.', 'simulate');
    const asked = {
      kind: words[0],
      seed: wholeFlag(context, 'seed', 0, 1),
      count: wholeFlag(context, 'count', 1, 1),
      size: wholeFlag(context, 'size', 32, 512),
      published,
      out: path.resolve(needFlag(context, 'out', 'simulate')),
    };
    const job = await context.job(client.ask('batch.simulate', asked));
    const result = job.result as unknown as Outcome;
    if (json) print(JSON.stringify(result, null, 1));
    else
      for (const o of result.outputs)
        print(`${o.picture}: ${o.kind}, ${counted(o.particles, 'particle')} -> ${o.labels}`);
    return 0;
  },
};
