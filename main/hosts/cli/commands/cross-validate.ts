import { type Command, counted, wrongUsage } from '../command.ts';
import { askedTraining, trainingHelp, trainingOptions } from './train.ts';

interface Outcome {
  readonly folds: readonly {
    readonly images: readonly string[];
    readonly scores: {
      readonly meanDice: number | null;
      readonly classes: readonly { readonly name: string; readonly dice: number | null }[];
    };
  }[];
  readonly mean: number | null;
  readonly deviation: number | null;
}

const share = (value: number | null): string => (value === null ? 'none' : value.toFixed(4));

export const crossValidateCommand: Command = {
  name: 'cross-validate',
  summary: 'Train several times, each time scored on images left out: how well it will do on new ones.',
  usage: 'cross-validate --images DIR --labels DIR --classes KEY.json [--folds K] [--epochs N|--minutes N] --out DIR',
  examples: [
    'morphoscope cross-validate --images images --labels labels --classes KEY.json --folds 5 --minutes 4 --out cv',
  ],
  options: { ...trainingOptions, folds: { type: 'string' } },
  optionHelp: {
    ...trainingHelp,
    folds: ['K', 'Parts that the images are divided into, by image. Default 5.'],
    out: ['DIR', 'Folder for cross-validation.csv, cross-validation.json and the model of each fold.'],
  },
  run: async (context) => {
    const text = context.flags['folds'] ?? '5';
    const folds = Number(text);
    if (!Number.isSafeInteger(folds) || folds < 2 || folds > 20)
      throw wrongUsage(`--folds needs a whole number from 2 to 20, not “${String(text)}”.`, 'cross-validate');
    const asked = { ...askedTraining(context, 'cross-validate'), folds };
    const job = await context.job(context.client.ask('training.crossValidate', asked));
    const result = job.result as unknown as Outcome;
    if (context.json) {
      context.print(JSON.stringify(result, null, 1));
      return 0;
    }
    for (const [i, { images, scores }] of result.folds.entries()) {
      const classes = scores.classes.map(({ name, dice }) => `${name} ${share(dice)}`).join(', ');
      context.print(
        `fold ${i + 1} (${counted(images.length, 'image')}): mean Dice ${share(scores.meanDice)}; ${classes}`,
      );
    }
    const spread = result.deviation === null ? '' : ` ± ${result.deviation.toFixed(4)}`;
    context.print(`mean Dice ${share(result.mean)}${spread} over ${counted(result.folds.length, 'fold')}`);
    return 0;
  },
};
