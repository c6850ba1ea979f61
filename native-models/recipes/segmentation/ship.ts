// Makes a shipped model from a checkpoint: node ship.ts --model ID --out FOLDER [--threads N]. Scores it on simulated micrographs that it never
// learned from, and writes weights and card.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { scoresOf } from '../../../app/training/scores.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../../main/engine/checkpoint.ts';
import { ModelSession } from '../../../main/engine/model-session.ts';
import { compactUnet } from '../../architectures/compact-unet.ts';
import { heldOut } from './held-out.ts';
import { kindOf } from './kinds.ts';
import { manifestOf } from './manifest-of.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'overlap' },
    out: { type: 'string', default: '/tmp/segmentation' },
    threads: { type: 'string', default: '2' },
  },
});
/** Scored micrographs, and the seed of the first: training looks at the seeds from 1 to 8 between its epochs. */
const [scored, firstSeed] = [24, 101];
const kind = kindOf(values.model);
const read = (from: string) => decodeCheckpoint(new Uint8Array(readFileSync(from)), from).state;
const about = { architecture: compactUnet.name, model: kind.id };
const state = { ...read(path.join(values.out, `${kind.id}.checkpoint.onnx`)), memory: [] };
const bytes = encodeCheckpoint({ state, about }, true);
// what is scored is what ships: with its weights cut to half floats
const { weights, statistics } = decodeCheckpoint(bytes, kind.id).state;
const classes = kind.classes.length;
const session = await ModelSession.open({
  architecture: compactUnet.name,
  outputs: classes,
  weights,
  statistics,
  device: { provider: 'cpu', threads: Number(values.threads) },
});
const confusion = new Float64Array(classes * classes);
for (const { pixels, width, height, labels } of heldOut(kind, scored, firstSeed)) {
  const found = await session.predict({ pixels, width, height, memory: 1e9 }, async () => undefined);
  for (let i = 0; i < labels.length; i++) {
    let best = 0;
    for (let k = 1; k < classes; k++) if (found[k * labels.length + i] > found[best * labels.length + i]) best = k;
    confusion[labels[i] * classes + best]++;
  }
}
const manifest = manifestOf({
  kind,
  steps: state.step,
  bytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  scores: scoresOf(confusion, classes),
  confusion,
  images: scored,
});
const room = path.resolve(import.meta.dirname, '../..');
writeFileSync(path.join(room, 'weights', manifest.file), bytes);
writeFileSync(path.join(room, 'catalog', `${kind.id}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
for (const { name, dice, iou } of manifest.card.scores[0].classes)
  process.stdout.write(`${name} Dice ${dice?.toFixed(4)} IoU ${iou?.toFixed(4)}\n`);
process.stdout.write(`pixel accuracy ${manifest.card.scores[0].pixelAccuracy?.toFixed(4)}\n`);
