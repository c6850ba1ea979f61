import type { ModelCard } from '../../../../app/domain/training/model-card.ts';
import { type Command, wrongUsage } from '../command.ts';

export const modelsCommand: Command = {
  name: 'models',
  summary: 'List the shipped networks, or show the card of one.',
  usage: 'models [list | show NAME] [--json]',
  examples: ['morphoscope models', 'morphoscope models show generalist --json'],
  options: {},
  optionHelp: {},
  run: async ({ client, words, json, print }) => {
    const [what = 'list', name] = words;
    const { models } = await client.ask('models.list', {});
    if (what === 'list') {
      if (json) print(JSON.stringify(models, null, 1));
      else for (const { id, card } of models) print(`${id}: ${card.title}. ${card.help}`);
      return 0;
    }
    if (what !== 'show' || name === undefined) throw wrongUsage('Say list, or show and a name.', 'models');
    const model = models.find(({ id }) => id === name);
    if (model === undefined)
      throw wrongUsage(`No model is named “${name}”. There are ${models.map(({ id }) => id).join(', ')}.`, 'models');
    print(json ? JSON.stringify(model, null, 1) : cardText(model.card));
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
