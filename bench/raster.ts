// Painting: flood fill of 10 megapixels, a stroke of 1,000 points, growing by 20 px on 4096 x 4096. Morphoscope (one thread) against
// scikit-image, SciPy and OpenCV on the same pixels in one run; the areas show that they do the same (OpenCV draws a stroke through
// rounded points). Needs no data; BENCH_PYTHON (default /usr/bin/python3) with scikit-image, OpenCV if it is there.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { floodRegion } from '../app/math/raster/flood.ts';
import { spansOfValue } from '../app/math/raster/grid.ts';
import { grown } from '../app/math/raster/grow.ts';
import { areaOf, type Spans } from '../app/math/raster/spans.ts';
import { Stroke, strokeSpans } from '../app/math/raster/stroke.ts';

const classesSide = 3600;
const side = 4096;
const radius = 60;
const grow = 20;

/** Round particles on a lattice: 1 inside, 0 between them. */
function particles(size: number, pitch: number, r: number): Uint8Array<ArrayBuffer> {
  const plane = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const dx = (x % pitch) - pitch / 2;
      const dy = (y % pitch) - pitch / 2;
      if (dx * dx + dy * dy < r * r) plane[y * size + x] = 1;
    }
  }
  return plane;
}

const classes = particles(classesSide, 120, 30);
const mask = particles(side, 160, 50);
// A wavy stroke of 1,000 points, a pixel or three apart.
const stroke = Array.from({ length: 1000 }, (_, i) => [300 + 3 * i, 2048 + 900 * Math.sin(i / 90)]).flat();
const frame = { x: 0, y: 0, width: side, height: side };
const set = spansOfValue({ width: side, height: side, data: mask }, 1);

const stages: Readonly<Record<string, () => Spans>> = {
  flood: () => floodRegion({ width: classesSide, height: classesSide, data: classes }, 0, 0),
  stroke: () => strokeSpans(stroke, radius),
  grow: () => grown(set, grow, frame),
};

/** Least wall and least processor seconds of seven runs; the latter say more on a busy machine. */
function best(run: () => Spans): { wall: number; cpu: number; area: number } {
  let wall = Number.POSITIVE_INFINITY;
  let cpu = Number.POSITIVE_INFINITY;
  let area = 0;
  for (let k = 0; k < 7; k++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    const found = run();
    wall = Math.min(wall, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
    area = areaOf(found);
  }
  return { wall, cpu, area };
}

type Peers = Readonly<Record<string, Readonly<Record<string, readonly [seconds: number, area: number]>>>>;

function peers(): Peers {
  const folder = mkdtempSync(path.join(tmpdir(), 'raster-'));
  try {
    writeFileSync(path.join(folder, 'classes.u8'), classes);
    writeFileSync(path.join(folder, 'mask.u8'), mask);
    writeFileSync(path.join(folder, 'task.json'), JSON.stringify({ classesSide, side, stroke, radius, grow }));
    const script = fileURLToPath(new URL('./peers/raster.py', import.meta.url));
    const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
    return JSON.parse(execFileSync(python, [script, folder], { encoding: 'utf8' })) as Peers;
  } catch {
    console.log('raster: no peer, scikit-image was not found');
    return {};
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const ms = (seconds: number): string => `${(1000 * seconds).toFixed(1)} ms`;
const load = loadavg()[0];
const own = Object.entries(stages).map(([name, run]) => [name, best(run)] as const);
const growths: number[] = [];
const live = new Stroke();
for (let k = 0; k < stroke.length; k += 2) {
  const start = performance.now();
  live.add(stroke[k], stroke[k + 1], radius);
  growths.push(performance.now() - start);
}
const others = peers();
for (const [name, { wall, cpu, area }] of own) {
  console.log(`${name.padEnd(8)} Morphoscope ${ms(wall)} (processor ${ms(cpu)}), ${area} px`);
  for (const [library, [seconds, found]] of Object.entries(others[name] ?? {}))
    console.log(`         ${library} ${ms(seconds)}, ${found} px: ${(seconds / wall).toFixed(1)} times ours`);
}
const sorted = growths.toSorted((a, b) => a - b);
console.log(
  `live     a stroke's next point: median ${sorted[500].toFixed(3)} ms, 95 % within ${sorted[950].toFixed(3)} ms`,
);
console.log(`load before ${load.toFixed(1)}, after ${loadavg()[0].toFixed(1)}`);
