// The whole classical job, from counts to a table of ten features: Morphoscope against scikit-image on the same micrographs, in turn,
// with quality against the truth and peak memory. Data: BENCH_DATA (default /tmp/bench-data). Peer: BENCH_PYTHON (default /usr/bin/python3).
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import process from 'node:process';

interface Ours {
  readonly runs: readonly {
    readonly seconds: number;
    readonly ms: Readonly<Record<string, number>>;
    readonly particles: number;
  }[];
  readonly quality: { readonly dice: number; readonly f1: number };
  readonly peakMb: number;
}
interface Peer {
  readonly seconds: readonly number[];
  readonly particles: number;
  readonly peakMb: number;
}

const folder = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const here = import.meta.dirname;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const say = (text: string) => process.stdout.write(`${text}\n`);

function run<T>(command: string, args: readonly string[]): T | null {
  try {
    return JSON.parse(execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as T;
  } catch {
    return null;
  }
}

/** Required: how many times faster than the peer. */
const wanted: Readonly<Record<string, number>> = { tem4k: 10, haadf2k: 5 };

for (const [name, times] of Object.entries(wanted)) {
  if (!existsSync(path.join(folder, `${name}.npy`))) {
    say(`${name}: no data in ${folder}; see bench/README.md`);
    continue;
  }
  const ours = run<Ours>(process.execPath, [path.join(here, 'jobs/classical.ts'), name]);
  const peer = run<Peer>(python, [path.join(here, 'peers/classical.py'), name]);
  if (ours === null) throw new Error(`${name} failed`);
  // The first run compiles; the others are what a person with more than one micrograph sees.
  const [first, ...warm] = ours.runs;
  const own = median(warm.map((r) => r.seconds));
  const best = warm.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  say(
    `${name}: ${own.toFixed(2)} s (median of ${warm.length}; first run ${first.seconds.toFixed(2)} s), ${best.particles} particles, Dice ${ours.quality.dice.toFixed(3)}, F1 ${ours.quality.f1.toFixed(3)}, peak ${Math.round(ours.peakMb)} MB`,
  );
  say(
    `  ${Object.entries(best.ms)
      .map(([stage, ms]) => `${stage} ${Math.round(ms)}`)
      .join(', ')} ms`,
  );
  if (peer === null) say('  scikit-image is not here: no ratio');
  else {
    const theirs = median(peer.seconds);
    say(
      `  scikit-image ${theirs.toFixed(2)} s, ${peer.particles} particles, peak ${Math.round(peer.peakMb)} MB: ${(theirs / own).toFixed(1)} times (asked: ${times}); load ${loadavg()[0].toFixed(1)}`,
    );
  }
}
