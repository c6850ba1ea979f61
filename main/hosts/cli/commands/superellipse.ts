import path from 'node:path';
import { type Command, counted, needFlag, numberFlag } from '../command.ts';
import { shapeHelp, shapeOptions, shapeSource } from '../shape-flags.ts';

const name = 'superellipse';

export const superEllipseCommand: Command = {
  name,
  summary: 'Super-ellipse (p, d, L) of each particle by least squares, and edge and truncation of triangular ones.',
  usage: 'superellipse --labels L.tif | --contours C.json [--pixel-size NM] --out F.csv [--json]',
  examples: ['morphoscope superellipse --labels scan.labels.tif --out scan.superellipses.csv'],
  options: { ...shapeOptions, out: { type: 'string' } },
  optionHelp: {
    ...shapeHelp,
    out: [
      'F.csv',
      'Table to write: p, d, L, phase, size, fit and overlap of each particle; triangle edge and truncation.',
    ],
  },
  run: async (context) => {
    const { client, json, print } = context;
    const asked = {
      source: shapeSource(context, name),
      pixelSize: numberFlag(context, 'pixel-size', name),
      out: path.resolve(needFlag(context, 'out', name)),
    };
    const job = await context.job(client.ask('analysis.superEllipses', asked));
    const result = job.result as {
      file: string;
      particles: number;
      medianJaccard: number | null;
      triangles: number;
    };
    const overlap = result.medianJaccard === null ? '' : `, median overlap ${result.medianJaccard.toFixed(3)}`;
    if (json) print(JSON.stringify(result, null, 1));
    else
      print(
        `${counted(result.particles, 'particle')}${overlap}, ${counted(result.triangles, 'triangle')} -> ${result.file}`,
      );
    return 0;
  },
};
