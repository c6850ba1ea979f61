// The automatic recipe on a micrograph of the peers, in a process of its own: node automatic.ts tem4k|haadf2k
import process from 'node:process';
import { toGrey } from '../../app/image/to-grey.ts';
import { runRecipe } from '../../app/pipeline/run-recipe.ts';
import { suggestRecipe } from '../../app/pipeline/suggest-recipe.ts';
import { quietWork, type Work } from '../../app/ports/work.ts';
import { clearBorder } from '../../app/segmentation/clean-labels.ts';
import { SharedThreads } from '../../main/jobs/threads.ts';
import { readNpy } from '../data/npy.ts';
import { match } from './match.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const threads = new SharedThreads(Number(process.env['BENCH_THREADS'] ?? 2));
const work: Work = { ...quietWork, threads };
const name = process.argv[2];
const { shape, data } = readNpy(`${folder}/${name}.npy`);
const image = toGrey(data, 'uint16', shape[1], shape[0], threads);
const start = performance.now();
const { recipe, reason } = suggestRecipe(image, null, work);
const suggested = performance.now();
const { slots } = runRecipe(recipe, image, null, work);
const seconds = (performance.now() - suggested) / 1000;
if (slots.labels === undefined) throw new Error('no labels');
const truth = readNpy(`${folder}/${name}_labels.npy`).data as Uint16Array;
const quality = match(clearBorder(slots.labels, 0, work), truth);
process.stdout.write(
  `${JSON.stringify({ name, seconds, suggestSeconds: (suggested - start) / 1000, quality, reason })}\n`,
);
await threads.close();
