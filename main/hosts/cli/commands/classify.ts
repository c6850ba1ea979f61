import path from 'node:path';
import { classifierKinds } from '../../../../app/domain/grouping.ts';
import { type Command, type CommandContext, counted, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { listFlag, oneOf, wholeFlag } from '../shape-flags.ts';

const name = 'classify';

interface Trained {
  readonly out: string;
  readonly rows: number;
  readonly skipped: number;
  readonly classes: readonly string[];
  readonly heldAccuracy: number | null;
  readonly crossValidated: number | null;
}

async function train(context: CommandContext): Promise<number> {
  const { client, json, print, note } = context;
  const held = textFlag(context, 'test') ?? '0.2';
  if (!(Number(held) >= 0 && Number(held) <= 0.9) || held.trim() === '')
    throw wrongUsage(`--test needs a share from 0 to 0.9, not “${held}”.`, name);
  const asked = {
    table: path.resolve(needFlag(context, 'table', name)),
    label: needFlag(context, 'label', name),
    columns: listFlag(context, 'columns'),
    kind: oneOf(context, 'kind', classifierKinds, name),
    c: numberFlag(context, 'c', name) ?? 1,
    gamma: numberFlag(context, 'gamma', name),
    trees: wholeFlag(context, 'trees', 1, 200, name),
    held: Number(held),
    folds: wholeFlag(context, 'folds', 0, 10, name),
    seed: wholeFlag(context, 'seed', 0, 0, name),
    out: path.resolve(needFlag(context, 'out', name)),
  };
  const job = await context.job(client.ask('analysis.classifyTrain', asked));
  const result = job.result as unknown as Trained;
  if (result.skipped > 0) note(`${counted(result.skipped, 'row')} without a class or a number were left out.`);
  const percent = (v: number | null) => (v === null ? 'none' : `${(100 * v).toFixed(2)} %`);
  if (json) print(JSON.stringify(result, null, 1));
  else
    print(
      `${counted(result.rows, 'row')} of ${result.classes.length} classes: accuracy ${percent(result.crossValidated)} cross-validated, ${percent(result.heldAccuracy)} on rows held back -> ${result.out}`,
    );
  return 0;
}

async function apply(context: CommandContext): Promise<number> {
  const { client, json, print, note } = context;
  const asked = {
    model: path.resolve(needFlag(context, 'model', name)),
    table: path.resolve(needFlag(context, 'table', name)),
    out: path.resolve(needFlag(context, 'out', name)),
  };
  const job = await context.job(client.ask('analysis.classifyApply', asked));
  const result = job.result as { out: string; rows: number; skipped: number; counts: Record<string, number> };
  if (result.skipped > 0) note(`${counted(result.skipped, 'row')} without a number in every column: no class.`);
  if (json) print(JSON.stringify(result, null, 1));
  else {
    print(`${counted(result.rows, 'row')} -> ${result.out}`);
    for (const [label, count] of Object.entries(result.counts)) print(`  ${label}: ${count}`);
  }
  return 0;
}

const verbs: Readonly<Record<string, (context: CommandContext) => Promise<number>>> = { train, apply };

export const classifyCommand: Command = {
  name,
  summary: 'Train a classifier on particles whose class is known, and apply it to others.',
  usage:
    'classify train --table T.csv --label COLUMN [--columns a,b] [--kind svm|linear-svm|forest] --out DIR | classify apply --model M.json --table T.csv --out F.csv [--json]',
  examples: [
    'morphoscope classify train --table labelled.csv --label class --kind svm --out classifier',
    'morphoscope classify train --table labelled.csv --label class --kind forest --trees 500 --folds 5 --out classifier',
    'morphoscope classify apply --model classifier/model.json --table new.csv --out classes.csv',
  ],
  options: {
    table: { type: 'string' },
    label: { type: 'string' },
    columns: { type: 'string' },
    kind: { type: 'string' },
    c: { type: 'string' },
    gamma: { type: 'string' },
    trees: { type: 'string' },
    test: { type: 'string' },
    folds: { type: 'string' },
    seed: { type: 'string' },
    model: { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    table: ['T.csv', 'Table with a row a particle, by this program or another.'],
    label: ['COLUMN', 'train: the column that holds the classes, names or numbers.'],
    columns: ['a,b', 'train: columns to tell classes by; without it all that hold numbers and tell particles apart.'],
    kind: [
      classifierKinds.join('|'),
      'train: support vectors with a radial or linear kernel, or a random forest (svm).',
    ],
    c: ['C', 'train, svm: price of a row on the wrong side (1).'],
    gamma: ['G', 'train, svm: width of the radial kernel (1 / (columns x variance)).'],
    trees: ['N', 'train, forest: trees (200).'],
    test: ['0.2', 'train: share of rows held back for the test.'],
    folds: ['10', 'train: parts of the cross-validation; 0 for none.'],
    seed: ['N', 'train: seed of the split and the trees (0).'],
    model: ['M.json', 'apply: the classifier, with its scaling.'],
    out: ['DIR|F.csv', 'train: folder for model.json and report.json. apply: table of classes.'],
  },
  run: async (context) => {
    const [verb] = context.words;
    const act = verb === undefined ? undefined : verbs[verb];
    if (act === undefined) throw wrongUsage(`Say what to do: ${Object.keys(verbs).join(', ')}.`, name);
    return act(context);
  },
};
