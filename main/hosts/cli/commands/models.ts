import path from 'node:path';
import type { ModelInfo } from '../../../../app/contract/models.ts';
import type { ModelCard } from '../../../../app/domain/training/model-card.ts';
import { type Command, type CommandContext, textFlag, wrongUsage } from '../command.ts';

async function modelNamed({ client }: CommandContext, name: string | undefined, act: string): Promise<ModelInfo> {
  if (name === undefined) throw wrongUsage(`Name the model to ${act}.`, 'models');
  const { models } = await client.ask('models.list', {});
  const found = models.find(({ id }) => id === name);
  if (found !== undefined) return found;
  throw wrongUsage(`No model is named “${name}”. There are ${models.map(({ id }) => id).join(', ')}.`, 'models');
}

/** What may be done with models: by the first word. */
const acts: Readonly<Record<string, (context: CommandContext, words: readonly string[]) => Promise<void>>> = {
  list: async ({ client, json, print }) => {
    const { models } = await client.ask('models.list', {});
    if (json) print(JSON.stringify(models, null, 1));
    else for (const { id, card } of models) print(`${id}: ${card.title}. ${card.help}`);
  },
  show: async (context, [name]) => {
    const model = await modelNamed(context, name, 'show');
    context.print(context.json ? JSON.stringify(model, null, 1) : cardText(model.card));
  },
  export: async (context, [name, file]) => {
    const { id } = await modelNamed(context, name, 'export');
    if (file === undefined) throw wrongUsage('Say which file to write.', 'models');
    const format = /\.zip$/i.test(file) ? 'bioimage' : 'onnx';
    const job = await context.job(context.client.ask('models.export', { id, path: path.resolve(file), format }));
    context.print(context.json ? JSON.stringify(job.result, null, 1) : `${id} -> ${file}`);
  },
  import: async (context, [file]) => {
    if (file === undefined) throw wrongUsage('Say which file to import.', 'models');
    const key = textFlag(context, 'classes');
    const title = textFlag(context, 'title');
    const found =
      key === undefined ? null : await context.client.ask('labels.keyOfFile', { setId: null, path: path.resolve(key) });
    const classes = found?.classes.map(({ name, colour, role }) => ({ name, colour, role }));
    const model = await context.client.ask('models.import', {
      path: path.resolve(file),
      into: 'library',
      ...(title === undefined ? {} : { title }),
      ...(classes === undefined ? {} : { classes }),
    });
    context.print(context.json ? JSON.stringify(model, null, 1) : `${file} -> ${model.id}`);
  },
  remove: async (context, [name]) => {
    const { id } = await modelNamed(context, name, 'remove');
    await context.client.ask('models.remove', { id });
    context.print(context.json ? JSON.stringify({ id }) : `${id} removed`);
  },
};

export const modelsCommand: Command = {
  name: 'models',
  summary: 'List networks, show a card, export, import or remove a model of this computer.',
  usage: 'models [list | show NAME | export NAME FILE | import FILE | remove NAME] [--json]',
  examples: [
    'morphoscope models',
    'morphoscope models show generalist --json',
    'morphoscope models import gold/model.onnx --title "Gold rods"',
    'morphoscope models import elsewhere.onnx --classes KEY.json',
    'morphoscope models export gold-rods gold-rods.zip',
  ],
  options: { classes: { type: 'string' }, title: { type: 'string' } },
  optionHelp: {
    classes: ['KEY.json', 'Classes of a model that was made elsewhere, in the order of its channels.'],
    title: ['TEXT', 'Name of the imported model.'],
  },
  run: async (context) => {
    const [what = 'list', ...words] = context.words;
    const act = Object.hasOwn(acts, what) ? acts[what] : undefined;
    if (act === undefined) throw wrongUsage(`Say ${Object.keys(acts).join(', ')}, not “${what}”.`, 'models');
    await act(context, words);
    return 0;
  },
};

const percent = (value: number | null): string => (value === null ? 'none' : value.toFixed(3));

/** A card as people read it. */
function cardText(card: ModelCard): string {
  const lines = [`${card.title}. ${card.help}`.trim(), '', 'Learned from:'];
  for (const line of card.sources) lines.push(`  ${line}`);
  for (const { name, split } of card.learnedFrom) lines.push(`  ${name} (${split})`);
  for (const { split, images, pixelAccuracy, classes } of card.scores) {
    lines.push('', `On ${split} images (${images}), pixel accuracy ${percent(pixelAccuracy)}:`);
    for (const { name, dice, iou } of classes) lines.push(`  ${name}: Dice ${percent(dice)}, IoU ${percent(iou)}`);
  }
  if (card.measured.length > 0) lines.push('', 'On images that it never learned from:');
  for (const { measure, images, value } of card.measured)
    lines.push(`  ${value.toFixed(3)}  ${measure} (${images} images)`);
  if (card.limits.length > 0) lines.push('', 'Limits:');
  for (const line of card.limits) lines.push(`  ${line}`);
  const what = card.kind === 'classes' ? 'classes' : card.kind;
  lines.push(
    '',
    `Network: ${card.architecture ?? 'foreign'}; ${what}: ${card.classes.map(({ name }) => name).join(', ')}. Licence: ${card.licence}. SHA-256: ${card.sha256}`,
  );
  return lines.join('\n');
}
