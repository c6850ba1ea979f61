import path from 'node:path';
import { type Command, counted, needFlag, numberFlag, textFlag } from '../command.ts';
import { listFlag, shapeHelp } from '../shape-flags.ts';

const name = 'features';

export const featuresCommand: Command = {
  name,
  summary: 'Measure the particles of a label image.',
  usage: 'features --labels L.tif [--image I.dm4] [--pixel-size NM] [--columns a,b] --out F.csv [--json]',
  examples: [
    'morphoscope features --labels scan.labels.tif --image scan.dm4 --out scan.features.csv',
    'morphoscope features --labels masks.png --pixel-size 0.2 --columns area,solidity --out features.csv',
  ],
  options: {
    labels: { type: 'string' },
    image: { type: 'string' },
    'pixel-size': { type: 'string' },
    columns: { type: 'string' },
    out: { type: 'string' },
  },
  optionHelp: {
    labels: shapeHelp.labels,
    image: ['I.dm4', 'The micrograph, for intensities; without it the columns that need it are left out.'],
    'pixel-size': shapeHelp['pixel-size'],
    columns: ['a,b', 'Only these measurements, by their ids; all without it.'],
    out: ['F.csv', 'Table to write: a row a particle.'],
  },
  run: async (context) => {
    const { client, json, print } = context;
    const image = textFlag(context, 'image');
    const asked = {
      labels: path.resolve(needFlag(context, 'labels', name)),
      image: image === undefined ? null : path.resolve(image),
      pixelSize: numberFlag(context, 'pixel-size', name),
      columns: listFlag(context, 'columns'),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(client.ask('analysis.features', asked));
    const result = job.result as { file: string; particles: number; unit: string };
    if (json) print(JSON.stringify(result, null, 1));
    else print(`${counted(result.particles, 'particle')} (${result.unit}) -> ${result.file}`);
    return 0;
  },
};
