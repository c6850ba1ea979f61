import path from 'node:path';
import { type Command, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { expandPaths } from '../expand.ts';
import { recipeFrom } from '../recipe-flag.ts';
import { segmentInto } from './segment.ts';

export const predictCommand: Command = {
  name: 'predict',
  summary: 'Apply a trained network to micrographs: classes, probabilities, particles and their measures.',
  usage: 'predict FILE... [--model NAME] [--pixel-size NM] --out DIR [--json]',
  examples: [
    'morphoscope predict scan.dm4 --out results',
    'morphoscope predict *.tif --model generalist --pixel-size 0.25 --out results',
  ],
  options: { model: { type: 'string' }, 'pixel-size': { type: 'string' }, out: { type: 'string' } },
  optionHelp: {
    model: ['NAME', 'A shipped network (see morphoscope models). Without it the generalist.'],
    'pixel-size': ['NM', 'nm a pixel, for files that do not say it.'],
    out: [
      'DIR',
      'Folder for STEM.classes.tif, STEM.probabilities.tif, STEM.labels.tif, STEM.particles.csv and run.json.',
    ],
  },
  run: async (context) => {
    const { client, words } = context;
    if (words.length === 0) throw wrongUsage('Name at least one file.', 'predict');
    const out = path.resolve(needFlag(context, 'out', 'predict'));
    const pixelSize = numberFlag(context, 'pixel-size', 'predict');
    const { models } = await client.ask('models.list', {});
    const name = textFlag(context, 'model') ?? models[0]?.id ?? '';
    if (!models.some(({ id }) => id === name))
      throw wrongUsage(`No model is named “${name}”. There are ${models.map(({ id }) => id).join(', ')}.`, 'predict');
    const recipe = await recipeFrom(client, 'network', [`network-particles.model=${name}`], 'predict');
    return segmentInto(context, { paths: expandPaths(words), recipe, pixelSize, out, maps: true });
  },
};
