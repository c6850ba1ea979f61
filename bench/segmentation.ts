// The whole classical job, micrograph to table, against the scikit-image script: stages, ratio, quality and memory in one run.
// And the automatic recipe on the same micrographs, which knows nothing of the truth.
// Data: BENCH_DATA (default /tmp/bench-data). Peer: BENCH_PEERS/peer_image.py (default ../shared/bench), run by BENCH_PYTHON.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Quality } from './jobs/match.ts';

interface OwnRun {
  readonly seconds: number;
  readonly ms: Readonly<Record<string, number>>;
  readonly particles: number;
}
interface Own {
  readonly runs: readonly OwnRun[];
  readonly quality: Quality;
  readonly peakMb: number;
}
interface Peer {
  readonly stage: string;
  readonly seconds_median: number;
  readonly peak_rss_mb: number;
  readonly quality: { readonly dice: number; readonly f1_iou50: number };
}

const data = process.env['BENCH_DATA'] ?? '/tmp/bench-data';
const peers = path.resolve(process.env['BENCH_PEERS'] ?? '../shared/bench');
const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
const stages = { tem4k: 'tem_end_to_end', haadf2k: 'haadf_end_to_end' } as const;
type Name = keyof typeof stages;

const job = (file: string, name: Name): string =>
  execFileSync(process.execPath, [fileURLToPath(new URL(`./jobs/${file}`, import.meta.url)), name], {
    encoding: 'utf8',
    env: { ...process.env, BENCH_DATA: data },
  });

/** The peer's result, or null when it is not there. */
function peer(name: Name): Peer | null {
  if (!existsSync(path.join(peers, 'peer_image.py'))) return null;
  const out = mkdtempSync(path.join(tmpdir(), 'peer-'));
  try {
    execFileSync(python, [path.join(peers, 'peer_image.py')], {
      stdio: 'pipe',
      env: { ...process.env, BENCH_DATA: data, BENCH_OUT: out, BENCH_ONLY: stages[name], PYTHONDONTWRITEBYTECODE: '1' },
    });
    const lines = readFileSync(path.join(out, 'results-image.jsonl'), 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Peer).find((p) => p.stage === stages[name]) ?? null;
  } finally {
    rmSync(out, { recursive: true });
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
const show = (v: number, digits = 3): string => v.toFixed(digits);

console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}`);
for (const name of Object.keys(stages) as Name[]) {
  if (!existsSync(path.join(data, `${name}.npy`))) {
    console.log(`${name}: skipped, there is no ${name}.npy in ${data}`);
    continue;
  }
  const load = loadavg()[0];
  const own = JSON.parse(job('classical.ts', name)) as Own;
  const other = peer(name);
  const later = own.runs.slice(1);
  const seconds = median(later.map((run) => run.seconds));
  console.log(
    `\n${name}: ${own.runs[0].particles} particles (load before ${show(load, 1)}, after ${show(loadavg()[0], 1)})`,
  );
  console.log(
    `  Morphoscope   first run ${show(own.runs[0].seconds)} s, then ${show(seconds)} s; peak ${show(own.peakMb, 0)} MB`,
  );
  console.log(`                F1 at IoU 0.5 ${show(own.quality.f1)}, Dice ${show(own.quality.dice, 4)}`);
  if (other === null) console.log(`  peer          not found in ${peers}`);
  else {
    console.log(`  scikit-image  ${show(other.seconds_median)} s; peak ${show(other.peak_rss_mb, 0)} MB`);
    console.log(`                F1 at IoU 0.5 ${show(other.quality.f1_iou50)}, Dice ${show(other.quality.dice, 4)}`);
    console.log(
      `  ratio         ${show(other.seconds_median / seconds, 1)} times faster (first run ${show(other.seconds_median / own.runs[0].seconds, 1)})`,
    );
  }
  const stage = (key: string) => median(later.map((run) => run.ms[key]));
  console.log(
    `  stages, ms    ${Object.keys(own.runs[0].ms)
      .map((key) => `${key} ${show(stage(key), 0)}`)
      .join(', ')}`,
  );
  const auto = JSON.parse(job('automatic.ts', name)) as {
    seconds: number;
    suggestSeconds: number;
    quality: Quality;
    reason: string;
  };
  console.log(
    `  automatic     F1 at IoU 0.5 ${show(auto.quality.f1)}, Dice ${show(auto.quality.dice, 4)} in ${show(auto.suggestSeconds, 1)} + ${show(auto.seconds, 1)} s`,
  );
  console.log(`                ${auto.reason}`);
}
