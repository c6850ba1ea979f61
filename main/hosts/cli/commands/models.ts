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
      else for (const model of models) print(`${model.id}: ${model.title}. ${model.help}`);
      return 0;
    }
    if (what !== 'show' || name === undefined) throw wrongUsage('Say list, or show and a name.', 'models');
    const model = models.find(({ id }) => id === name);
    if (model === undefined)
      throw wrongUsage(`No model is named “${name}”. There are ${models.map(({ id }) => id).join(', ')}.`, 'models');
    if (json) {
      print(JSON.stringify(model, null, 1));
      return 0;
    }
    print(`${model.title}. ${model.help}`);
    print(`\nLearned from (${model.steps} steps):`);
    for (const line of model.learnedFrom) print(`  ${line}`);
    print('\nOn images that it never learned from:');
    for (const { measure, images, value } of model.scores)
      print(`  ${value.toFixed(3)}  ${measure} (${images} images)`);
    print('\nLimits:');
    for (const line of model.limits) print(`  ${line}`);
    print(`\nInput: ${model.input}`);
    print(
      `Network: ${model.architecture}; maps of ${model.maps.join(', ')}. Licence: ${model.licence}. SHA-256: ${model.sha256}`,
    );
    return 0;
  },
};
