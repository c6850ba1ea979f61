// A window of the built program on a project with one large image and one with 2,000 labelled particles, driven as a person would.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { classPresets } from '../../app/domain/labels/label-class.ts';
import { encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { instanceOf, maskOfPlane } from '../../app/domain/run-mask.ts';
import { writeTiff } from '../../app/formats/tiff/write.ts';
import { compose } from '../../main/compose.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** What a machine without a GPU does by itself: the page is put together by the processor, WebGL runs on SwiftShader. */
const softwareFlags = ['--disable-gpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

const quietFlags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-precise-memory-info',
  '--js-flags=--expose-gc',
];

export interface BenchWindow {
  readonly page: Page;
  readonly browser: Browser;
  /** Width of the images, px. */
  readonly side: number;
  close(): Promise<void>;
}

function micrograph(side: number): Uint8Array {
  const pixels = new Uint8Array(side * side);
  let seed = 1;
  for (let y = 0, i = 0; y < side; y++) {
    const wave = Math.cos(y / 130);
    for (let x = 0; x < side; x++, i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
      pixels[i] = 110 + 50 * Math.sin(x / 90) * wave + (seed >>> 27);
    }
  }
  return pixels;
}

/** `count` discs of 5,000 px on a jittered grid, so that many overlap their neighbours. */
export function discs(side: number, count: number) {
  const columns = Math.ceil(Math.sqrt(count));
  const pitch = side / columns;
  const radius = Math.min(40, pitch * 0.55);
  const box = 2 * Math.ceil(radius) + 1;
  const disc = new Uint8Array(box * box);
  for (let y = 0; y < box; y++) {
    for (let x = 0; x < box; x++) {
      if ((x - box / 2 + 0.5) ** 2 + (y - box / 2 + 0.5) ** 2 <= radius * radius) disc[y * box + x] = 1;
    }
  }
  return Array.from({ length: count }, (_, i) => {
    const jitter = (k: number) => (((i + 1) * k) % 97) / 97 - 0.5;
    const place = (at: number, k: number) =>
      Math.round(Math.min(side - box, Math.max(0, (at + 0.5) * pitch - box / 2 + jitter(k) * pitch * 0.6)));
    const at = { x: place(i % columns, 37), y: place(Math.floor(i / columns), 53), width: box, height: box };
    const mask = maskOfPlane(disc, at, 1);
    if (mask === null) throw new Error('an empty disc');
    return { ...instanceOf(i + 1, mask, side, side), classId: 1 + (i % 2), reviewed: false };
  });
}

/** A project of two images, the second one labelled; returns its folder. */
async function prepare(folder: string, side: number): Promise<string> {
  const data = path.join(folder, 'data');
  mkdirSync(data);
  const pixels = micrograph(side);
  for (const name of ['a', 'b']) {
    pixels[0] = name.charCodeAt(0);
    writeFileSync(path.join(data, `${name}.tif`), writeTiff([{ width: side, height: side, data: pixels }]));
  }
  const program = await compose({ host: 'cli', configFolder: path.join(folder, 'config') });
  try {
    const ask = async (name: string, input: unknown): Promise<unknown> => {
      const handler = program.handlers[name as 'jobs.list'] as (input: unknown, asked: unknown) => unknown;
      return handler(input, { signal: new AbortController().signal });
    };
    const { path: project } = (await ask('projects.create', { folder, name: 'Bench' })) as { path: string };
    await ask('images.import', { paths: [data], sampleId: null });
    for (;;) {
      const { images } = (await ask('images.list', {})) as { images: unknown[] };
      if (images.length === 2) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await ask('labels.createSet', { name: 'Labels', classes: classPresets[1].classes });
    return project;
  } finally {
    await program.close();
  }
}

function startHost(folder: string, project: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'out/main/loopback.js'), '--no-open', '--port', '0', '--project', project],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        MORPHOSCOPE_CONFIG: path.join(folder, 'config'),
        MORPHOSCOPE_DOCUMENTS: path.join(folder, 'documents'),
      },
    },
  );
  return new Promise((ready, failed) => {
    child.stdout?.once('data', (line: Buffer) =>
      ready({ url: (JSON.parse(String(line)) as { url: string }).url, child }),
    );
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
  });
}

/**
 * Linux shares time out by session, and a browser starts one of its own: lets what was started here go before everything else, so that a
 * busy machine does not measure its other work. Asked for by BENCH_FIRST=1; needs root.
 */
function goFirst(): void {
  const family = new Set([process.pid]);
  const rows = execFileSync('ps', ['-eo', 'pid,ppid'], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ +/).map(Number));
  for (let round = 0; round < 8; round++) for (const [pid, parent] of rows) if (family.has(parent)) family.add(pid);
  for (const pid of family) if (existsSync(`/proc/${pid}/autogroup`)) writeFileSync(`/proc/${pid}/autogroup`, '-19');
}

/** Opens the Label room on the first image. `flags`: of Chromium, besides those for software drawing. */
export async function openWindow(side: number, flags: readonly string[] = softwareFlags): Promise<BenchWindow> {
  const folder = mkdtempSync(path.join(tmpdir(), 'morpho-bench-'));
  const project = await prepare(folder, side);
  const { url, child } = await startHost(folder, project);
  const known = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath = known.find((at) => at !== undefined && existsSync(at));
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...flags, ...quietFlags],
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 });
  if (process.env['BENCH_FIRST'] === '1') goFirst();
  await page.goto(url);
  await page.getByRole('treeitem', { name: 'a', exact: true }).click();
  await page
    .getByRole('navigation', { name: 'Rooms of the flow' })
    .getByRole('button', { name: 'Label', exact: false })
    .click();
  await page.getByRole('tab', { name: 'Labels' }).waitFor();
  return {
    page,
    browser,
    side,
    close: async () => {
      await browser.close();
      child.kill('SIGTERM');
      await new Promise((gone) => child.once('exit', gone));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Labels the second image with `count` particles, as a job or another window would. */
export async function labelSecond({ page, side }: BenchWindow, count: number): Promise<void> {
  const bytes = encodeLabelEdit({ classes: [], changed: discs(side, count), removed: [] });
  await page.evaluate(async (list) => {
    const path = '/bytes/label-edit/1/2/0?base=0&title=Import&window=bench';
    const answer = await fetch(path, { method: 'PUT', body: new Blob([Uint8Array.from(list)]) });
    if (!answer.ok) throw new Error(await answer.text());
  }, Array.from(bytes));
}
