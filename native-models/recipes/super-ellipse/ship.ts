// Makes the shipped regressor from a checkpoint: node ship.ts --out FOLDER [--threads N]. Scores it on simulated crops that it never learned from.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { ModelSession } from '../../../main/engine/model-session.ts';
import type { ModelManifest } from '../../catalog/manifest.ts';
import { makeCrops, outputs, seedsOf, shown } from './crops.ts';
import { scoresOf } from './score.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: '/tmp/super-ellipse' }, threads: { type: 'string', default: '2' } },
});
const scored = 4000;
const file = path.join(values.out, 'checkpoint.onnx');
const about = { architecture: 'super-ellipse', model: 'super-ellipse' };
const known = { ...decodeCheckpoint(new Uint8Array(readFileSync(file)), file).state, memory: [] };
const bytes = encodeCheckpoint({ state: known, about }, true);
const { weights, statistics, step } = decodeCheckpoint(bytes, 'super-ellipse.onnx').state;
const session = await ModelSession.open({
  architecture: 'super-ellipse',
  outputs: outputs.length,
  weights,
  statistics,
  device: { provider: 'cpu', threads: Number(values.threads) },
});
const crops = makeCrops(scored, seedsOf.test);
const found = await session.regress(Float32Array.from(crops.pixels, shown));
const answers = Float32Array.from(found, (v, i) => outputs[i % 3].mean + outputs[i % 3].deviation * v);
const measured = scoresOf(answers, crops.shapes).map(({ measure, value }) => ({
  measure: `${measure}, simulated crops`,
  images: scored,
  value: Number(value.toPrecision(4)),
}));
const manifest: ModelManifest = {
  file: 'super-ellipse.onnx',
  bytes: bytes.length,
  maps: null,
  numbers: outputs,
  card: {
    format: 1,
    id: 'super-ellipse',
    title: 'Super-ellipse',
    help: 'Reads curvature p, number of axes d and ratio of axes L from the crop of one particle.',
    kind: 'numbers',
    architecture: 'super-ellipse',
    classes: outputs.map(({ name }) => ({ name, colour: '#56b4e9', role: 'other' })),
    preprocessing: { hits: null, flatField: 0, median: 0 },
    pixelSize: null,
    diameter: { least: 18, most: 90 },
    polarity: 'dark',
    learnedFrom: [],
    sources: ['40,000 simulated crops of 44 x 44 px of single particles (Williamson et al. 2022), turned and mirrored'],
    settings: null,
    training: { device: 'cpu', threads: 1, epochs: Math.floor(step / 500), bestEpoch: null, steps: step, seconds: 0 },
    scores: [],
    measured,
    limits: [
      'One particle a crop, 18 to 90 px across, darker than its background',
      'Bright particles must be inverted first',
    ],
    parent: null,
    program: 'Morphoscope',
    created: new Date().toISOString(),
    licence: 'MIT',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  },
};
const room = path.resolve(import.meta.dirname, '../..');
writeFileSync(path.join(room, 'weights', manifest.file), bytes);
writeFileSync(path.join(room, 'catalog', 'super-ellipse.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const { measure, value } of measured) process.stdout.write(`${value}  ${measure}\n`);
