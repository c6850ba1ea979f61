import path from 'node:path';
import type { CallInput } from '../../../../app/contract/list.ts';
import { type Command, type CommandContext, counted, needFlag, numberFlag, textFlag, wrongUsage } from '../command.ts';

/** What the job of a training tells in the end. */
interface Outcome {
  readonly outputs: Readonly<Record<string, string>>;
  readonly scores: readonly {
    split: string;
    images: number;
    pixelAccuracy: number | null;
    classes: readonly { name: string; dice: number | null; iou: number | null }[];
  }[];
  readonly epochs: number;
  readonly bestEpoch: number | null;
  readonly ended: string;
  readonly notes: readonly string[];
}

/** Options that trainings on files share. */
export const trainingOptions = {
  images: { type: 'string' },
  labels: { type: 'string' },
  classes: { type: 'string' },
  model: { type: 'string' },
  architecture: { type: 'string' },
  epochs: { type: 'string' },
  minutes: { type: 'string' },
  seed: { type: 'string' },
  threads: { type: 'string' },
  memory: { type: 'string' },
  set: { type: 'string', multiple: true },
  out: { type: 'string' },
} as const;

export const trainingHelp = {
  images: ['DIR', 'Folder of micrographs.'],
  labels: ['DIR', 'Folder of label images (index or RGB) with the same stems: scan_01.tif goes with scan_01.png.'],
  classes: ['KEY.json', '[{"name", "color" for RGB, "value" for index images, "role"}, ...] in class order.'],
  model: ['NAME|FILE', 'Begin from a shipped model or a model file. Without it from scratch.'],
  architecture: ['A', 'Network; compact-unet by default (see morphoscope models architectures).'],
  epochs: ['N', 'Length in epochs. The same seed on the same machine then gives the same weights.'],
  minutes: ['N', 'Length in minutes; 8 by default.'],
  seed: ['N', 'Of weights, split and augmentation. Default 1.'],
  threads: ['N', 'Threads of the processor; all by default.'],
  memory: ['MB', 'Memory that it may use; half of what there is by default. Patches and tiles shrink to it.'],
  set: ['NAME=VALUE', 'Any other setting, such as rate=0.001, loss=focal or augmentation.blur=1. Repeatable.'],
} as const;

function wholeFlag(context: CommandContext, name: string, command: string): number | null {
  const text = textFlag(context, name);
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= (name === 'seed' ? 0 : 1)) return value;
  throw wrongUsage(`--${name} needs a whole number, not “${text}”.`, command);
}

function settingOf(text: string): number | string | boolean | null {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'none') return null;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** What a training on files is asked, from the options. */
export function askedTraining(context: CommandContext, command: string) {
  const sets = (context.flags['set'] ?? []) as readonly string[];
  const settings: Record<string, number | string | boolean | null> = {};
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at < 1) throw wrongUsage(`--set needs NAME=VALUE, not “${set}”.`, command);
    settings[set.slice(0, at)] = settingOf(set.slice(at + 1));
  }
  return {
    images: path.resolve(needFlag(context, 'images', command)),
    labels: path.resolve(needFlag(context, 'labels', command)),
    classes: path.resolve(needFlag(context, 'classes', command)),
    model: textFlag(context, 'model') ?? null,
    architecture: textFlag(context, 'architecture') ?? null,
    epochs: wholeFlag(context, 'epochs', command),
    minutes: numberFlag(context, 'minutes', command),
    seed: wholeFlag(context, 'seed', command),
    threads: wholeFlag(context, 'threads', command),
    settings,
    out: path.resolve(needFlag(context, 'out', command)),
  };
}

const share = (value: number | null): string => (value === null ? 'none' : value.toFixed(4));

/** Scores as lines of text. */
function scoreLines({ scores }: Pick<Outcome, 'scores'>): string[] {
  return scores.flatMap(({ split, images, pixelAccuracy, classes }) => [
    `${split} (${counted(images, 'image')}): ${share(pixelAccuracy)} of the pixels right`,
    ...classes.map(({ name, dice, iou }) => `  ${name}: Dice ${share(dice)}, IoU ${share(iou)}`),
  ]);
}

export const trainCommand: Command = {
  name: 'train',
  summary: 'Teach a network to tell classes of pixels apart, from images and label images.',
  usage:
    'train --images DIR --labels DIR --classes KEY.json [--model NAME|FILE] [--architecture A] [--epochs N|--minutes N] [--seed S] [--resume] --out DIR',
  examples: [
    'morphoscope train --images images --labels labels --classes KEY.json --minutes 8 --out gold',
    'morphoscope train --images images --labels labels --classes KEY.json --model overlap --epochs 40 --seed 3 --out gold',
    'morphoscope train --images images --labels labels --classes KEY.json --minutes 20 --resume --out gold',
  ],
  options: { ...trainingOptions, resume: { type: 'boolean' } },
  optionHelp: {
    ...trainingHelp,
    resume: ['', 'Go on from the checkpoint in the folder of --out.'],
    out: ['DIR', 'Folder for model.onnx, card.json, history.csv and checkpoint.onnx.'],
  },
  run: async (context) => {
    if (context.words.length > 0) throw wrongUsage(`What is “${context.words[0]}”? Give folders by option.`, 'train');
    const memory = numberFlag(context, 'memory', 'train');
    const asked: CallInput<'training.startFiles'> = {
      ...askedTraining(context, 'train'),
      memory: memory === null ? null : memory * 2 ** 20,
      resume: context.flags['resume'] === true,
    };
    const job = await context.job(context.client.ask('training.startFiles', asked));
    const result = job.result as unknown as Outcome;
    if (context.json) {
      context.print(JSON.stringify(result, null, 1));
      return 0;
    }
    for (const note of result.notes) context.note(note);
    const best = result.bestEpoch === null ? '' : `, the best was epoch ${result.bestEpoch + 1}`;
    context.print(`${counted(result.epochs, 'epoch')}${best} -> ${asked.out}`);
    for (const line of scoreLines(result)) context.print(line);
    return 0;
  },
};
