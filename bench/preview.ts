// The live preview: from the move of a slider to the picture, for every shipped recipe, on a whole small micrograph and on a
// 4096 x 4096 one, fitted and at full size. Times are those of the service, as the window waits for them.
// `quick` is the picture that a moving slider shows; `in full` the one at the asked scale that follows when it rests.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { CallInput, CallName, CallOutput } from '../app/contract/list.ts';
import { isAutomatic, type Recipe, type StepInfo } from '../app/domain/recipe.ts';
import { writeTiff } from '../app/formats/tiff/write.ts';
import { compose } from '../main/compose.ts';
import { readNpy } from './data/npy.ts';

const data = process.env['BENCH_DATA'] ?? path.join(tmpdir(), 'bench-data');
const moves = 4;
/** Quick previews before any is timed: the pace of a recipe is learned from them. */
const warm = 3;

interface View {
  readonly name: string;
  readonly file: string;
  readonly region: { x: number; y: number; width: number; height: number };
  readonly scale: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

const folder = mkdtempSync(path.join(tmpdir(), 'morpho-preview-'));
const small = path.resolve('samples/cubes-1.tif');
const large = path.join(folder, 'tem4k.tif');
const whole = (side: number) => ({ x: 0, y: 0, width: side, height: side });
const views: View[] = [{ name: '1024 px, all of it', file: small, region: whole(1024), scale: 0.87 }];
if (existsSync(path.join(data, 'tem4k.npy'))) {
  const { shape, data: pixels } = readNpy(path.join(data, 'tem4k.npy'));
  writeFileSync(large, writeTiff([{ width: shape[1], height: shape[0], data: pixels as Uint16Array }], {}));
  views.push(
    { name: '4096 px, fitted', file: large, region: whole(4096), scale: 0.218 },
    { name: '4096 px, one to one', file: large, region: { x: 1500, y: 1500, width: 960, height: 820 }, scale: 1 },
  );
}

const program = await compose({ host: 'cli', configFolder: path.join(folder, 'config') });
const ask = async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
  const handler = program.handlers[name] as unknown as (
    input: CallInput<N>,
    asked: { signal: AbortSignal },
  ) => Promise<CallOutput<N>>;
  return handler(input, { signal: new AbortController().signal });
};

/** The recipe with a number of one step moved by a little. */
function moved(recipe: Recipe, index: number, steps: readonly StepInfo[], by: number): Recipe | null {
  const use = recipe.steps[index];
  const info = steps.find((s) => s.id === use.step);
  const [name, param] =
    Object.entries(info?.params ?? {}).find(([, p]) => p.kind === 'number' || p.kind === 'integer') ?? [];
  if (name === undefined || param === undefined || (param.kind !== 'number' && param.kind !== 'integer')) return null;
  const now = Number(use.params[name] ?? param.default);
  const step = param.kind === 'integer' ? (param.odd === true ? 2 : 1) : Math.max(0.01, now * 0.02);
  const params = { ...use.params, [name]: now + by * step };
  return { ...recipe, steps: recipe.steps.with(index, { ...use, params }) };
}

try {
  await ask('projects.create', { folder, name: 'Bench' });
  await ask('images.import', { paths: [...new Set(views.map((v) => v.file))], sampleId: null });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { jobs } = await ask('jobs.list', {});
    if (jobs.every((job) => job.state === 'done')) break;
  }
  const { images } = await ask('images.list', {});
  const { steps } = await ask('recipes.steps', {});
  const { recipes } = await ask('recipes.list', {});
  console.log(
    `${cpus().length} cores, load ${loadavg()[0].toFixed(1)}; ms, median over the sliders of a recipe, and of each step`,
  );
  for (const { name, file, region, scale } of views) {
    const imageId = images.find((i) => path.basename(i.path) === path.basename(file))?.id;
    if (imageId === undefined) throw new Error(`${file} was not imported`);
    console.log(`\n${name} (load ${loadavg()[0].toFixed(1)})`);
    for (const listed of recipes) {
      const recipe = isAutomatic(listed) ? (await ask('recipes.suggest', { imageId, frame: 0 })).recipe : listed;
      const preview = async (r: Recipe, quick: boolean) => {
        const begin = performance.now();
        await ask('recipes.preview', { imageId, frame: 0, region, scale, recipe: r, quick });
        return performance.now() - begin;
      };
      const refined = await preview(recipe, false);
      for (let k = 0; k < warm; k++) await preview(recipe, true);
      const rows = [];
      for (let index = 0; index < recipe.steps.length; index++) {
        const times = [];
        for (let k = 1; k <= moves && recipe.steps[index].enabled; k++) {
          const r = moved(recipe, index, steps, k);
          if (r !== null) times.push(await preview(r, true));
        }
        if (times.length > 0) rows.push({ step: recipe.steps[index].step, times });
      }
      const all = rows.flatMap(({ times }) => times);
      console.log(
        `  ${recipe.id.padEnd(11)} quick ${median(all).toFixed(0).padStart(4)} (worst ${Math.max(...all).toFixed(0)}), in full, nothing kept ${refined.toFixed(0).padStart(5)}; ${rows.map(({ step, times }) => `${step} ${median(times).toFixed(0)}`).join(', ')}`,
      );
    }
  }
} finally {
  await program.close();
  rmSync(folder, { recursive: true, force: true });
}
