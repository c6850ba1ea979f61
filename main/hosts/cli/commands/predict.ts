import { statSync } from 'node:fs';
import path from 'node:path';
import { type Command, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';
import { expandPaths } from '../expand.ts';
import { segmentInto } from './segment.ts';

/** A model file, or the folder of a training with one in it, as a path; anything else is a name. */
function modelNamed(model: string): string {
  const found = statSync(model, { throwIfNoEntry: false });
  if (found === undefined) return /[\\/]|\.onnx$/i.test(model) ? path.resolve(model) : model;
  return path.resolve(found.isDirectory() ? path.join(model, 'model.onnx') : model);
}

export const predictCommand: Command = {
  name: 'predict',
  summary: 'Apply a trained network to micrographs: classes, probabilities, particles and their measures.',
  usage: 'predict FILE... [--model NAME|DIR|FILE] [--pixel-size NM] --out DIR [--json]',
  examples: [
    'morphoscope predict scan.dm4 --out results',
    'morphoscope predict *.tif --model trained/model.onnx --pixel-size 0.25 --out results',
  ],
  options: { model: { type: 'string' }, 'pixel-size': { type: 'string' }, out: { type: 'string' } },
  optionHelp: {
    model: [
      'NAME|DIR|FILE',
      'A network by its name (see morphoscope models), a model file, or the folder that train wrote. Without it the program chooses for each image.',
    ],
    'pixel-size': ['NM', 'nm a pixel, for files that do not say it.'],
    out: [
      'DIR',
      'Folder for STEM.classes.tif, STEM.probabilities.tif, STEM.labels.tif, STEM.particles.csv and run.json.',
    ],
  },
  run: async (context) => {
    const { words } = context;
    if (words.length === 0) throw wrongUsage('Name at least one file.', 'predict');
    const out = path.resolve(needFlag(context, 'out', 'predict'));
    const pixelSize = numberFlag(context, 'pixel-size', 'predict');
    const named = textFlag(context, 'model');
    const model = named === undefined ? null : modelNamed(named);
    return segmentInto(context, { paths: expandPaths(words), model, pixelSize, out, maps: true });
  },
};
