import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GreyImage } from '../../../app/domain/plane.ts';
import type { NetworkFacts } from '../../../app/ports/networks.ts';
import { quietWork } from '../../../app/ports/work.ts';
import { particlesByNetwork } from '../../../app/segmentation/network-particles.ts';
import { type Draw, runWith } from './apply.ts';
import { figureNames, readFigure, readGrey } from './figures.ts';
import { type Box, boxesOf, scoresOf, type Tally, tallyBoxes, tallyOf } from './score.ts';
import type { Part } from './split.ts';

/** Least likelihood of a particle: the program's default. */
const least = 0.25;

type Say = (line: string) => void;
const brief = (t: Tally) => `${t.matched} of ${t.there}, ${t.found} found`;

/** Scores over the figures of a part of emps. */
export async function evaluateFigures(folder: string, part: Part, draw: Draw, facts: NetworkFacts, say: Say) {
  const tallies: Tally[] = [];
  for (const name of figureNames(folder, part)) {
    const { image, labels: truth } = await readFigure(folder, name);
    const { labels, scale } = await runWith(particlesByNetwork(image, facts, least, quietWork), draw);
    const tally = tallyOf(labels, truth);
    tallies.push(tally);
    const { f1, dice } = scoresOf([tally]);
    say(`${name} x${scale.toFixed(2)} F1 ${f1.toFixed(2)} Dice ${dice.toFixed(2)} (${brief(tally)})`);
  }
  return scoresOf(tallies);
}

function readBoxes(file: string, { width, height }: GreyImage): Box[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, x, y, w, h] = line.trim().split(/\s+/).map(Number);
    return [(x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height];
  });
}

/** Scores of boxes over the frames of stem_np_boxes_genc, which nothing was ever learned from; null when they are not there. */
export async function evaluateBoxes(folder: string, draw: Draw, facts: NetworkFacts, say: Say) {
  if (!existsSync(folder)) return null;
  const tallies: Tally[] = [];
  for (const file of readdirSync(path.join(folder, 'images')).sort()) {
    const image = await readGrey(path.join(folder, 'images', file));
    const there = readBoxes(path.join(folder, 'labels', file.replace(/\.\w+$/, '.txt')), image);
    const { labels, scale } = await runWith(particlesByNetwork(image, facts, least, quietWork), draw);
    const tally = tallyBoxes(boxesOf(labels), there);
    tallies.push(tally);
    say(`${file} x${scale.toFixed(2)} F1 ${scoresOf([tally]).f1.toFixed(2)} (${brief(tally)})`);
  }
  return scoresOf(tallies);
}
