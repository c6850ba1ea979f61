// 200 frames of 4096 x 4096 (6.7 GB) taken into a project: memory must stay flat and the services' thread free.
// Prints one JSON line. `BENCH_FRAMES=20 node bench/import.ts` for a quick look.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeTiff } from '../app/formats/tiff/write.ts';
import { compose } from '../main/compose.ts';

const frames = Number(process.env['BENCH_FRAMES'] ?? 200);
const side = 4096;
const megabyte = 2 ** 20;

/** Watches this thread; gives the longest time, ms, that it computed without a pause. Other processes do not count. */
function longestTurn(): () => number {
  let longest = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.threadCpuUsage();
  }, 5);
  return () => {
    clearInterval(timer);
    return longest;
  };
}

const folder = mkdtempSync(path.join(tmpdir(), 'morpho-bench-'));
try {
  const data = path.join(folder, 'data');
  mkdirSync(data);
  const pixels = new Uint16Array(side * side);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 1000 + ((i * 2654435761) >>> 22);
  const file = writeTiff([{ width: side, height: side, data: pixels }], { pixelSizeNm: 0.1 });
  for (let n = 0; n < frames; n++) {
    // A pixel in the middle makes each content another one.
    file[Math.floor(file.length / 2)] = n;
    file[Math.floor(file.length / 3)] = n >> 8;
    const handle = openSync(path.join(data, `frame ${n}.tif`), 'w');
    writeSync(handle, file);
    closeSync(handle);
  }

  const program = await compose({ host: 'cli', configFolder: path.join(folder, 'config') });
  const ask = async (name: string, input: unknown) => {
    const handler = program.handlers[name as 'jobs.list'] as (
      input: unknown,
      asked: { signal: AbortSignal },
    ) => unknown;
    return handler(input, { signal: new AbortController().signal });
  };
  await ask('projects.create', { folder, name: 'Bench' });
  const rss = () => process.memoryUsage.rss() / megabyte;
  const samples: number[] = [];
  const sampling = setInterval(() => samples.push(rss()), 50);
  const busy = longestTurn();
  const began = performance.now();
  const { id } = (await ask('images.import', { paths: [data], sampleId: null })) as { id: number };
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { jobs } = (await ask('jobs.list', {})) as { jobs: { id: number; state: string }[] };
    const state = jobs.find((job) => job.id === id)?.state ?? 'failed';
    if (state === 'failed') throw new Error('the import failed');
    if (state === 'done') break;
  }
  const seconds = (performance.now() - began) / 1000;
  const blocked = busy();
  clearInterval(sampling);
  const { images } = (await ask('images.list', {})) as { images: unknown[] };
  const quarter = Math.floor(samples.length / 4);
  const most = (part: readonly number[]) => Math.round(Math.max(...part));
  process.stdout.write(
    `${JSON.stringify({
      stage: 'import',
      frames: images.length,
      gigabytes: Number(((file.length * frames) / 1e9).toFixed(2)),
      seconds: Number(seconds.toFixed(2)),
      mbPerSecond: Math.round((file.length * frames) / 1e6 / seconds),
      // Flat: the last quarter needs no more than the second one.
      peakMb: {
        firstQuarter: most(samples.slice(0, quarter)),
        second: most(samples.slice(quarter, 2 * quarter)),
        last: most(samples.slice(-quarter)),
      },
      servicesBlockedMs: Math.round(blocked),
      limitMs: 50,
    })}\n`,
  );
  await program.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
