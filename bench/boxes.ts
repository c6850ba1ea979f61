// The automatic recipe against the boxes that people drew on 22 micrographs of supported particles (F1 of boxes at IoU 0.5), with
// processor time. Data: BOXES (default ../shared/data/stem_np_boxes_genc), public under the MIT licence. Has no peer.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { Instance } from '../app/domain/instance.ts';
import { memorySource } from '../app/formats/memory-source.ts';
import { openAcquisition } from '../app/formats/open.ts';
import { toGrey } from '../app/image/to-grey.ts';
import { runRecipe } from '../app/pipeline/run-recipe.ts';
import { suggestRecipe } from '../app/pipeline/suggest-recipe.ts';
import { quietWork } from '../app/ports/work.ts';

type Box = readonly [left: number, top: number, right: number, bottom: number];

const folder = process.env['BOXES'] ?? path.resolve('../shared/data/stem_np_boxes_genc');

const boxOf = ({ mask: { x, y, width, height } }: Instance): Box => [x, y, x + width, y + height];

function iou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Pairs, best first, each box once. */
function matched(found: readonly Box[], truth: readonly Box[]): number {
  const pairs = found
    .flatMap((a, i) => truth.map((b, j) => ({ i, j, iou: iou(a, b) })))
    .filter((pair) => pair.iou >= 0.5)
    .sort((a, b) => b.iou - a.iou);
  const taken = [new Set<number>(), new Set<number>()];
  for (const { i, j } of pairs)
    if (!taken[0].has(i) && !taken[1].has(j)) {
      taken[0].add(i);
      taken[1].add(j);
    }
  return taken[0].size;
}

if (!existsSync(folder)) {
  console.log(`skipped, there is no ${folder}`);
  process.exit();
}
const scores: number[] = [];
let all = { found: 0, truth: 0, both: 0, seconds: 0 };
for (const file of readdirSync(path.join(folder, 'images')).sort()) {
  const bytes = new Uint8Array(readFileSync(path.join(folder, 'images', file)));
  const [picture] = (await openAcquisition(memorySource(file, bytes))).images;
  const [height, width] = picture.shape.slice(-2);
  const image = toGrey(await picture.readFrame(0), picture.elementType, width, height, quietWork.threads);
  const lines = readFileSync(path.join(folder, 'labels', file.replace(/\.\w+$/, '.txt')), 'utf8')
    .trim()
    .split('\n');
  const truth = lines.map((line): Box => {
    const [, x, y, w, h] = line.split(/\s+/).map(Number);
    return [(x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height];
  });
  const before = process.cpuUsage();
  const { instances } = runRecipe(suggestRecipe(image, null, quietWork).recipe, image, null, quietWork);
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  const found = instances.map(boxOf);
  const both = matched(found, truth);
  const f1 = (2 * both) / (found.length + truth.length);
  scores.push(f1);
  console.log(
    `${file.padEnd(20)} ${String(truth.length).padStart(5)} boxes, ${String(found.length).padStart(5)} found, ${String(both).padStart(5)} both, F1 ${f1.toFixed(3)}, ${seconds.toFixed(1)} s`,
  );
  all = {
    found: all.found + found.length,
    truth: all.truth + truth.length,
    both: all.both + both,
    seconds: all.seconds + seconds,
  };
}
console.log(
  `all: F1 ${((2 * all.both) / (all.found + all.truth)).toFixed(4)}, mean of the micrographs ${(scores.reduce((a, b) => a + b) / scores.length).toFixed(4)}, precision ${(all.both / all.found).toFixed(3)}, recall ${(all.both / all.truth).toFixed(3)}, ${all.seconds.toFixed(1)} s of one processor (load ${loadavg()[0].toFixed(1)})`,
);
