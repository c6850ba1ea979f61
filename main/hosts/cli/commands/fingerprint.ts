import path from 'node:path';
import { type Command, counted, needFlag, numberFlag } from '../command.ts';
import { oneOf, shapeHelp, shapeOptions, shapeSource } from '../shape-flags.ts';

const name = 'fingerprint';

export const fingerprintCommand: Command = {
  name,
  summary: 'Shape fingerprints d(theta) of particles: 360 numbers a particle that tell their whole outline.',
  usage:
    'fingerprint --labels L.tif | --contours C.json [--align max|none] [--centre contour|pixels] [--pixel-size NM] --out F.csv [--json]',
  examples: [
    'morphoscope fingerprint --labels scan.labels.tif --out scan.fingerprints.csv',
    'morphoscope fingerprint --contours contours.json --align none --centre pixels --out fingerprints.csv',
  ],
  options: { ...shapeOptions, align: { type: 'string' }, centre: { type: 'string' }, out: { type: 'string' } },
  optionHelp: {
    ...shapeHelp,
    align: [
      'max|none',
      'max (default): the largest value stands at theta = 0, value 180 of 360. none: theta = 1..360 in the image.',
    ],
    centre: [
      'contour|pixels',
      'Where rays start: centroid of the area in the contour (default), or of the pixels in it.',
    ],
    out: ['F.csv', 'Table to write: a row a particle, 360 values.'],
  },
  run: async (context) => {
    const { client, json, print, note } = context;
    const asked = {
      source: shapeSource(context, name),
      align: oneOf(context, 'align', ['max', 'none'], name),
      centre: oneOf(context, 'centre', ['contour', 'pixels'], name),
      pixelSize: numberFlag(context, 'pixel-size', name),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(client.ask('analysis.fingerprint', asked));
    const result = job.result as { file: string; particles: number; unit: string; empty: number };
    if (json) print(JSON.stringify(result, null, 1));
    else print(`${counted(result.particles, 'fingerprint')} (${result.unit}) -> ${result.file}`);
    if (result.empty > 0) note(`${counted(result.empty, 'contour')} enclose nothing: their rows are empty.`);
    return 0;
  },
};
