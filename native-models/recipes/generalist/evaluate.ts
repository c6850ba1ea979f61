// Scores of a checkpoint: node evaluate.ts --checkpoint FILE [--data FOLDER of emps, stem_np_boxes_genc] [--part validation|test]
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { GreyImage } from '../../../app/domain/plane.ts';
import type { MapModel } from '../../../app/ports/map-model.ts';
import { quietWork } from '../../../app/ports/work.ts';
import { particlesByNetwork } from '../../../app/segmentation/network-particles.ts';
import { decodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { ModelSession } from '../../../main/engine/model-session.ts';
import { figureNames, readFigure, readGrey } from './figures.ts';
import { maps } from './patches.ts';
import { type Box, boxesOf, scoresOf, type Tally, tallyBoxes, tallyOf } from './score.ts';
import type { Part } from './split.ts';

/** Bytes that a tile may take. */
const memory = 2e9;

/** A trained network as the program applies it. */
export async function openModel(file: string, threads: number): Promise<MapModel> {
  const { state } = decodeCheckpoint(new Uint8Array(readFileSync(file)), file);
  const { weights, statistics } = state;
  const device = { provider: 'cpu', threads } as const;
  const session = await ModelSession.open({
    architecture: 'particle-unet',
    outputs: maps,
    weights,
    statistics,
    device,
  });
  return {
    reduction: 2,
    maps: async ({ width, height, data }) => {
      const out = await session.predict({ pixels: data, width, height, memory }, async () => undefined);
      const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
      const plane = (k: number) => out.subarray(k * size.width * size.height, (k + 1) * size.width * size.height);
      return { ...size, particle: plane(0), depth: plane(1), contact: plane(2) };
    },
  };
}

function readBoxes(file: string, { width, height }: GreyImage): Box[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, x, y, w, h] = line.trim().split(/\s+/).map(Number);
    return [(x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height];
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      checkpoint: { type: 'string', default: '/tmp/generalist/checkpoint.onnx' },
      data: { type: 'string', default: '../shared/data' },
      part: { type: 'string', default: 'validation' },
      threads: { type: 'string', default: '2' },
    },
  });
  const model = await openModel(values.checkpoint, Number(values.threads));
  const emps = path.join(values.data, 'emps');
  const figures: Tally[] = [];
  for (const name of figureNames(emps, values.part as Part)) {
    const { image, labels: truth } = await readFigure(emps, name);
    const { labels, scale } = await particlesByNetwork(image, model, quietWork);
    const tally = tallyOf(labels, truth);
    figures.push(tally);
    process.stdout.write(`${name} ${scale.toFixed(2)} ${JSON.stringify(scoresOf([tally]))}\n`);
  }
  process.stdout.write(`emps ${values.part}: ${JSON.stringify(scoresOf(figures))}\n`);
  const boxed = path.join(values.data, 'stem_np_boxes_genc');
  const frames: Tally[] = [];
  for (const file of existsSync(boxed) ? readdirSync(path.join(boxed, 'images')).sort() : []) {
    const image = await readGrey(path.join(boxed, 'images', file));
    const there = readBoxes(path.join(boxed, 'labels', file.replace(/\.\w+$/, '.txt')), image);
    const { labels, scale } = await particlesByNetwork(image, model, quietWork);
    const tally = tallyBoxes(boxesOf(labels), there);
    frames.push(tally);
    process.stdout.write(`${file} ${scale.toFixed(2)} ${JSON.stringify(scoresOf([tally]))}\n`);
  }
  process.stdout.write(`boxes: ${JSON.stringify(scoresOf(frames))}\n`);
}

if (import.meta.main) await main();
