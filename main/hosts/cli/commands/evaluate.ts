import path from 'node:path';
import type { CallOutput } from '../../../../app/contract/list.ts';
import { type Command, needFlag } from '../command.ts';

type Report = CallOutput<'batch.evaluate'>;

function lines(name: string, scores: Report['overall']): string {
  const fixed = (value: number) => value.toFixed(4);
  const classes = scores.classes.map(
    (c) =>
      `  ${c.name}: Dice ${fixed(c.dice)}, IoU ${fixed(c.iou)}, precision ${fixed(c.precision)}, recall ${fixed(c.recall)}`,
  );
  const instances = scores.instances;
  const matches =
    instances === null
      ? []
      : [
          `  particles: ${instances.found} found, ${instances.true} true`,
          ...instances.matches.map(
            (m) => `    IoU ${m.threshold.toFixed(2)}: F1 ${fixed(m.f1)}, mean IoU of matches ${fixed(m.meanIou)}`,
          ),
        ];
  return [`${name}: pixel accuracy ${fixed(scores.pixelAccuracy)}`, ...classes, ...matches].join('\n');
}

export const evaluateCommand: Command = {
  name: 'evaluate',
  summary: 'Compare label images with true ones: Dice, IoU, precision, recall, and F1 of the particles.',
  usage: 'evaluate --labels DIR|FILE --truth DIR|FILE [--classes] [--json]',
  examples: ['morphoscope evaluate --labels results --truth truth --json'],
  options: { labels: { type: 'string' }, truth: { type: 'string' }, classes: { type: 'boolean' } },
  optionHelp: {
    labels: ['DIR|FILE', 'Label images to judge.'],
    truth: ['DIR|FILE', 'True label images; files are paired by their stems.'],
    classes: ['', 'Values are class indexes, not particles: every value is scored as a class.'],
  },
  run: async (context) => {
    const { client, json, print, note } = context;
    const report = await client.ask('batch.evaluate', {
      labels: path.resolve(needFlag(context, 'labels', 'evaluate')),
      truth: path.resolve(needFlag(context, 'truth', 'evaluate')),
      classes: context.flags['classes'] === true,
    });
    if (json) print(JSON.stringify(report, null, 1));
    else {
      for (const pair of report.pairs) print(lines(pair.name, pair));
      if (report.pairs.length > 1) print(lines('all together', report.overall));
    }
    for (const name of report.unpaired) note(`No partner: ${name}`);
    return 0;
  },
};
