// Makes the shipped model from a checkpoint: node ship.ts --checkpoint FILE [--data FOLDER] [--threads N] [--dry]
// Fits the judge on the validation figures, scores the test figures and the boxes, writes weights and card.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { NetworkFacts } from '../../../app/ports/networks.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import type { ModelManifest } from '../../catalog/manifest.ts';
import { drawWith, readState, reduction, taught } from './apply.ts';
import { evaluateBoxes, evaluateFigures } from './evaluate.ts';
import { figureNames, readFigure } from './figures.ts';
import { casesOf, fitJudge } from './judge.ts';
import { mapNames } from './patches.ts';
import { simulatedFigure } from './simulated.ts';

const { values } = parseArgs({
  options: {
    checkpoint: { type: 'string', default: '/tmp/generalist/checkpoint.onnx' },
    data: { type: 'string', default: '../shared/data' },
    threads: { type: 'string', default: '2' },
    dry: { type: 'boolean', default: false },
  },
});
/** Simulated micrographs that the judge learns from beside the validation figures. */
const simulatedFigures = 16;
const say = (line: string) => process.stdout.write(`${line}\n`);
const about = { architecture: 'particle-unet', model: 'generalist' };
const bytes = encodeCheckpoint({ state: { ...readState(values.checkpoint), memory: [] }, about }, true);
// what is scored is what ships: with its weights cut to half floats
const { state } = decodeCheckpoint(bytes, 'generalist.onnx');
const draw = await drawWith(state, Number(values.threads));
const emps = path.join(values.data, 'emps');

const cases = [];
for (const name of figureNames(emps, 'validation')) cases.push(...(await casesOf(await readFigure(emps, name), draw)));
// scenes that training never draws: its seeds begin at 50,000 and go up by one each ten steps
for (let seed = 1; seed <= simulatedFigures; seed++) {
  const kind = seed % 2 > 0 ? 'any' : seed % 4 > 0 ? 'carrier-haadf' : 'carrier-bright-field';
  cases.push(...(await casesOf(simulatedFigure(kind, seed), draw)));
}
const judge = fitJudge(cases);
say(`judge of ${cases.length} particles: ${judge.join(' ')}`);

const sha256 = createHash('sha256').update(bytes).digest('hex');
const facts: NetworkFacts = { reduction, sha256, taught, judge };
const figures = await evaluateFigures(emps, 'test', draw, facts, say);
say(`test figures: ${JSON.stringify(figures)}`);
const boxes = await evaluateBoxes(path.join(values.data, 'stem_np_boxes_genc'), draw, facts, say);
say(`boxes: ${JSON.stringify(boxes)}`);

const rounded = (value: number) => Math.round(value * 1000) / 1000;
const score = (measure: string, images: number, value: number) => ({ measure, images, value: rounded(value) });
const card: ModelManifest = {
  id: 'generalist',
  title: 'Generalist',
  help: 'Any micrograph: bright or dark particles of any size; letters and scale bars are left out.',
  file: 'generalist.onnx',
  sha256,
  architecture: 'particle-unet',
  maps: mapNames,
  reduction,
  taught,
  judge,
  input: 'Grey levels of any scale; zero mean and unit deviation of the whole image; particles of about 10 to 110 px.',
  learnedFrom: [
    `${figureNames(emps, 'training').length} figures of articles with hand-drawn particles (emps, MIT; B. Yildirim, J. Cole, J. Chem. Inf. Model. 2021)`,
    'simulated scenes of all kinds, a third and later half of all patches, many on thick carriers',
    `${figureNames(emps, 'validation').length} more figures and ${simulatedFigures} simulated scenes for the judge of found particles`,
  ],
  steps: state.step,
  scores: [
    score('instance F1 at IoU 0.5, all particles of test articles of emps', figures.images, figures.f1),
    score('instance F1 at IoU 0.5, mean over the figures', figures.images, figures.meanF1),
    score('Dice, all pixels of test articles of emps', figures.images, figures.dice),
    score('Dice, mean over the figures', figures.images, figures.meanDice),
    ...(boxes === null ? [] : [score('box F1 at IoU 0.5, stem_np_boxes_genc', boxes.images, boxes.f1)]),
  ],
  limits: ['Particles under 6 px', 'Particles that overlap share no pixels: the nearer or deeper one takes them'],
  licence: 'MIT',
};
if (!values.dry) {
  const room = path.resolve(import.meta.dirname, '../..');
  writeFileSync(path.join(room, 'weights', 'generalist.onnx'), bytes);
  writeFileSync(path.join(room, 'catalog', 'generalist.json'), `${JSON.stringify(card, null, 2)}\n`);
}
say(JSON.stringify(card.scores, null, 1));
