// 441,067 particles x 40 features in 200 frames: how long a run takes to be stored, and to be read back as columns.
// Prints one JSON line a stage, and the peer's (rows in SQLite from Python) where BENCH_PYTHON has numpy.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { FeatureColumn } from '../app/domain/feature-table.ts';
import type { Instance } from '../app/domain/instance.ts';
import { encodeInstances } from '../app/domain/instance-codec.ts';
import { projectStore } from '../main/storage/store.ts';

const particles = 441_067;
const features = 40;
const frames = 200;
const size = 4096;

/** A disk-like particle of radius 5 to 15 px at a place given by `id`. */
function instance(id: number): Instance {
  const r = 5 + (id % 11);
  const side = 2 * r + 1;
  const runs = new Uint32Array(side * 2);
  let area = 0;
  for (let y = 0; y < side; y++) {
    const half = Math.floor(Math.sqrt(r * r - (y - r) ** 2));
    runs[2 * y] = y * side + r - half;
    runs[2 * y + 1] = 2 * half + 1;
    area += 2 * half + 1;
  }
  return {
    id,
    mask: { x: (id * 37) % (size - side), y: (id * 101) % (size - side), width: side, height: side, runs },
    area,
    atBorder: id % 50 === 0,
  };
}

const columns: FeatureColumn[] = Array.from({ length: features }, (_, i) => ({
  id: `feature_${i}`,
  title: `Feature ${i}`,
  unit: i % 3 === 0 ? 'nm' : '',
  definition: 'A column of the benchmark.',
  group: 'shape',
}));

function report(stage: string, seconds: number, more: Record<string, unknown> = {}): void {
  process.stdout.write(`${JSON.stringify({ stage, seconds: Number(seconds.toFixed(3)), ...more })}\n`);
}

const folder = mkdtempSync(path.join(tmpdir(), 'morpho-bench-'));
try {
  const store = projectStore({ program: 'bench', networkShareAt: () => Promise.resolve(null) });
  const project = await store.create(folder, 'Bench');
  const sample = await project.edits.createSample('A');
  const recipe = { id: 'bench', title: 'Bench', help: '', steps: [] };
  const imageIds = await project.edits.addImages(
    { key: 'bench', title: 'Import' },
    sample.id,
    {
      sha256: 'a'.repeat(64),
      bytes: 1,
      path: path.join(folder, 'a.tif'),
      packed: false,
      format: 'tiff',
      companions: [],
      metadata: {},
    },
    [
      {
        imageIndex: 0,
        name: 'a',
        width: size,
        height: size,
        frames,
        elementType: 'uint16',
        calibration: { space: 'real', x: 0.5, y: 0.5, source: 'file tag', suspect: [] },
        min: 0,
        max: 1,
        metadata: {},
      },
    ],
  );
  const results = Array.from({ length: frames }, (_, frame) => {
    const first = Math.round((frame * particles) / frames);
    const count = Math.round(((frame + 1) * particles) / frames) - first;
    return {
      instances: encodeInstances(Array.from({ length: count }, (_, i) => instance(i + 1))),
      values: columns.map((_, c) => Float64Array.from({ length: count }, (_, i) => Math.sin(first + i) * (c + 1))),
    };
  });
  const runId = await project.keeping.startRun({ title: 'Bench', recipe, imageIds, frames: 'all', planned: frames });

  let began = performance.now();
  for (const [frame, { instances, values }] of results.entries()) {
    await project.keeping.addResult({
      runId,
      imageId: imageIds[0],
      frame,
      key: `bench-${frame}`,
      provenance: {
        program: 'bench',
        recipe,
        stepVersions: {},
        resolved: {},
        inputSha256: 'a'.repeat(64),
        frame,
        pixelSize: 0.5,
        seed: 1,
      },
      seconds: 1,
      width: size,
      height: size,
      instances,
      columns,
      values,
    });
  }
  report('storage.write', (performance.now() - began) / 1000, { particles, features, frames, limit: 20 });

  for (const attempt of [1, 2, 3]) {
    began = performance.now();
    const layout = await project.reads.table(runId);
    let sum = 0;
    for (const column of layout.columns) sum += (await project.reads.column(runId, column.id))[0];
    const seconds = (performance.now() - began) / 1000;
    report('storage.read', seconds, {
      rows: layout.rows,
      columns: layout.columns.length,
      attempt,
      first: sum,
      limit: 1,
    });
  }
  began = performance.now();
  await project.close();
  report('storage.close', (performance.now() - began) / 1000, {
    megabytes: Math.round(statSync(path.join(project.path, 'project.sqlite')).size / 1e6),
  });
  try {
    const python = process.env['BENCH_PYTHON'] ?? '/usr/bin/python3';
    const script = fileURLToPath(new URL('./peers/storage.py', import.meta.url));
    const peer = JSON.parse(execFileSync(python, [script, folder], { encoding: 'utf8' })) as Record<string, number>;
    report('peer.write', peer['write'], { megabytes: peer['megabytes'] });
    report('peer.read', peer['read']);
  } catch {
    process.stdout.write('storage: the peer was skipped, BENCH_PYTHON with numpy is needed\n');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
