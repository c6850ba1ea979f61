// Makes the shipped model from a checkpoint: node ship.ts --checkpoint FILE [--data FOLDER] [--out FOLDER] [--stage STAGE] [--threads N]
// Stages: judge (fitted on validation figures and simulated scenes), figures and boxes (scores), card (writes weights and card). Each keeps
// its result in OUT and is skipped when it is there for the same checkpoint; figures and boxes may run at the same time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { NetworkFacts } from '../../../app/ports/networks.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { drawWith, readState, reduction, taught } from './apply.ts';
import { cardOf } from './card.ts';
import { evaluateBoxes, evaluateFigures } from './evaluate.ts';
import { figureNames, readFigure } from './figures.ts';
import { casesOf, fitJudge } from './judge.ts';
import type { scoresOf } from './score.ts';
import { simulatedFigure } from './simulated.ts';

const { values } = parseArgs({
  options: {
    checkpoint: { type: 'string', default: '/tmp/generalist/checkpoint.onnx' },
    data: { type: 'string', default: '../shared/data' },
    out: { type: 'string', default: '/tmp/generalist' },
    stage: { type: 'string', default: 'all' },
    threads: { type: 'string', default: '2' },
  },
});
/** Simulated micrographs that the judge learns from beside the validation figures. */
const simulatedFigures = 16;
const say = (line: string) => process.stdout.write(`${line}\n`);
const about = { architecture: 'particle-unet', model: 'generalist' };
const bytes = encodeCheckpoint({ state: { ...readState(values.checkpoint), memory: [] }, about }, true);
const sha256 = createHash('sha256').update(bytes).digest('hex');
// what is scored is what ships: with its weights cut to half floats
const { state } = decodeCheckpoint(bytes, 'generalist.onnx');
const draw = await drawWith(state, Number(values.threads));
const emps = path.join(values.data, 'emps');
mkdirSync(values.out, { recursive: true });

type Scores = ReturnType<typeof scoresOf>;

/** The result of a stage: kept from before, or made now when the stage is asked for. */
async function stage<T>(name: string, make: () => Promise<T>): Promise<T> {
  const file = path.join(values.out, `${name}-${sha256.slice(0, 12)}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
  if (values.stage !== 'all' && values.stage !== name) throw new Error(`Run the stage ${name} first`);
  const made = await make();
  writeFileSync(file, JSON.stringify(made));
  say(`${name}: ${JSON.stringify(made)}`);
  return made;
}

const judge = await stage('judge', async () => {
  const cases = [];
  for (const name of figureNames(emps, 'validation'))
    cases.push(...(await casesOf(await readFigure(emps, name), draw)));
  // scenes that training never draws: its seeds begin at 50,000 and go up by one each ten steps
  for (let seed = 1; seed <= simulatedFigures; seed++) {
    const kind = seed % 2 > 0 ? 'any' : seed % 4 > 0 ? 'carrier-haadf' : 'carrier-bright-field';
    cases.push(...(await casesOf(simulatedFigure(kind, seed), draw)));
  }
  say(`${cases.length} found particles to judge`);
  return fitJudge(cases);
});
const facts: NetworkFacts = { reduction, sha256, taught, judge };
const figuresScored = (): Promise<Scores> => stage('figures', () => evaluateFigures(emps, 'test', draw, facts, say));
const boxesScored = (): Promise<Scores | null> =>
  stage('boxes', () => evaluateBoxes(path.join(values.data, 'stem_np_boxes_genc'), draw, facts, say));

if (values.stage === 'figures') await figuresScored();
if (values.stage === 'boxes') await boxesScored();
if (values.stage === 'all' || values.stage === 'card') {
  const counts = {
    training: figureNames(emps, 'training').length,
    validation: figureNames(emps, 'validation').length,
    simulated: simulatedFigures,
  };
  const [figures, boxes] = [await figuresScored(), await boxesScored()];
  const manifest = cardOf({ facts, steps: state.step, bytes: bytes.length, counts, figures, boxes });
  const room = path.resolve(import.meta.dirname, '../..');
  writeFileSync(path.join(room, 'weights', manifest.file), bytes);
  writeFileSync(path.join(room, 'catalog', `${manifest.card.id}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
  say(JSON.stringify(manifest.card.measured, null, 1));
}
