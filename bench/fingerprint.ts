// Shape fingerprints of 2,700 outlines of 400 points: Morphoscope against a vectorised NumPy script, in one run.
// Data: BENCH_DATA (default /tmp/bench-data), contours.npy. The peer needs BENCH_PYTHON with NumPy.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { fingerprints } from '../app/features/fingerprint/fingerprints.ts';
import { fitSuperEllipses } from '../app/features/fingerprint/super-ellipse.ts';
import { quietWork, type Work } from '../app/ports/work.ts';
import { SharedThreads } from '../main/jobs/threads.ts';
import { readNpy } from './data/npy.ts';

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const file = `${folder}/contours.npy`;
if (!existsSync(file)) {
  console.log(`fingerprint: skipped, there is no ${file}`);
  process.exit(0);
}
const { shape, data } = readNpy(file);
const [count, points] = shape;
const contours = Array.from({ length: count }, (_, i) =>
  Float64Array.from(data.subarray(2 * points * i, 2 * points * (i + 1))),
);

/** Least wall and processor seconds of some runs; the latter say more on a busy machine. */
function best<T>(rounds: number, run: () => T): { wall: number; cpu: number; result: T } {
  let wall = Number.POSITIVE_INFINITY;
  let cpu = Number.POSITIVE_INFINITY;
  let result = run();
  for (let k = 0; k < rounds; k++) {
    const [start, before] = [performance.now(), process.cpuUsage()];
    result = run();
    wall = Math.min(wall, (performance.now() - start) / 1000);
    const { user, system } = process.cpuUsage(before);
    cpu = Math.min(cpu, (user + system) / 1e6);
  }
  return { wall, cpu, result };
}

const options = { align: 'none', centre: 'contour', pixelSize: null } as const;
const threads = new SharedThreads(2);
const two: Work = { ...quietWork, threads };
const one = best(5, () => fingerprints(contours, options, quietWork));
const both = best(5, () => fingerprints(contours, options, two));
const fits = best(1, () => fitSuperEllipses(contours.slice(0, 200), two));
await threads.close();

const scratch = mkdtempSync(path.join(tmpdir(), 'fingerprint-'));
try {
  const script = fileURLToPath(new URL('./peers/fingerprint.py', import.meta.url));
  const out = path.join(scratch, 'out.npy');
  const answer = execFileSync(python, [script, file, out], { encoding: 'utf8' });
  const { seconds } = JSON.parse(answer) as { seconds: number };
  const theirs = readNpy(out).data;
  let [sum, most] = [0, 0];
  for (let i = 0; i < theirs.length; i++) {
    const error = Math.abs(one.result[i] - theirs[i]);
    sum += error;
    most = Math.max(most, error);
  }
  console.log(`NumPy ${seconds.toFixed(2)} s for ${count} outlines of ${points} points x 360 rays`);
  for (const [name, { wall, cpu }] of [
    ['1 thread', one],
    ['2 threads', both],
  ] as const)
    console.log(
      `Morphoscope, ${name}: ${(1000 * wall).toFixed(0)} ms (processor ${(1000 * cpu).toFixed(0)} ms), ${(seconds / wall).toFixed(0)} times faster`,
    );
  console.log(
    `difference to NumPy's chords: mean ${(sum / theirs.length).toExponential(1)} px, most ${most.toExponential(1)} px`,
  );
} catch {
  console.log(`Morphoscope ${(1000 * one.wall).toFixed(0)} ms; no peer, NumPy was not found`);
} finally {
  rmSync(scratch, { recursive: true });
}
console.log(`super-ellipse fits: ${((1000 * fits.wall) / 200).toFixed(1)} ms a particle on 2 threads; no peer`);
console.log(`machine load ${loadavg()[0].toFixed(1)}`);
