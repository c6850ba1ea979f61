/// <reference lib="dom" />
// What a person waits for in the window: a 4096 x 4096 16-bit frame from the click to the picture, and gallery, table and scatter
// of 441,067 particles. Drives the loopback host with a real Chromium (software GL where there is no GPU: drawing is then the
// slow part, so script and layout are told apart from it). Needs a built program: `node build.mjs`. `click` measures only the click.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type CDPSession, chromium, type Page } from '@playwright/test';
import type { FeatureColumn } from '../app/domain/feature-table.ts';
import { encodeInstances } from '../app/domain/instance-codec.ts';
import { writeTiff } from '../app/formats/tiff/write.ts';
import { projectStore } from '../main/storage/store.ts';

const side = 4096;
const particles = 441_067;
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];
const ms = (values: readonly number[]): string =>
  `${median(values).toFixed(0)} (worst ${Math.max(...values).toFixed(0)})`;

const folder = mkdtempSync(path.join(tmpdir(), 'morpho-window-'));
const data = path.join(folder, 'data');
mkdirSync(data);

/** A frame of ramps, so that no two frames show the same in their middle. */
function micrograph(name: string, slope: number): Uint8Array {
  const pixels = new Uint16Array(side * side);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = 10_000 + (((i % side) * (3 + slope) + Math.floor(i / side) * (9 - slope)) & 0x7fff);
  const file = writeTiff([{ width: side, height: side, data: pixels }], { pixelSizeNm: 0.1 });
  writeFileSync(path.join(data, name), file);
  return file;
}

/** A project with one run of 441,067 particles, written straight into its store. */
async function largeProject(): Promise<string> {
  const file = micrograph('crowd.tif', 0);
  const store = projectStore({ program: 'bench', networkShareAt: () => Promise.resolve(null) });
  const project = await store.create(folder, 'Crowd');
  const sample = await project.edits.createSample('A');
  const imageIds = await project.edits.addImages(
    { key: 'bench', title: 'Import' },
    sample.id,
    {
      sha256: createHash('sha256').update(file).digest('hex'),
      bytes: file.length,
      path: path.join(data, 'crowd.tif'),
      packed: false,
      format: 'tiff',
      companions: [],
      metadata: {},
    },
    [
      {
        imageIndex: 0,
        name: 'crowd',
        width: side,
        height: side,
        frames: 1,
        elementType: 'uint16',
        calibration: { space: 'real', x: 0.1, y: 0.1, source: 'file tag', suspect: [] },
        min: 0,
        max: 65_535,
        metadata: {},
      },
    ],
  );
  const r = 3;
  const width = 2 * r + 1;
  const runs = new Uint32Array(2 * width);
  for (let y = 0; y < width; y++) runs.set([y * width, width], 2 * y);
  const columns = ['equivalent_diameter', 'area', 'circularity', 'solidity', 'centroid_x', 'centroid_y'].map(
    (id): FeatureColumn => ({ id, title: id, unit: '', definition: 'A column of the benchmark.', group: 'shape' }),
  );
  const recipe = { id: 'bench', title: 'Bench', help: '', steps: [] };
  const runId = await project.keeping.startRun({ title: 'Bench', recipe, imageIds, frames: 'all', planned: 1 });
  const at = (i: number) => ({ x: (i * 6) % (side - width), y: (Math.floor(i / 680) * 6) % (side - width) });
  await project.keeping.addResult({
    runId,
    imageId: imageIds[0],
    frame: 0,
    key: 'bench',
    provenance: {
      program: 'bench',
      recipe,
      stepVersions: {},
      resolved: {},
      inputSha256: 'a'.repeat(64),
      frame: 0,
      pixelSize: 0.1,
      seed: 1,
    },
    seconds: 1,
    width: side,
    height: side,
    instances: encodeInstances(
      Array.from({ length: particles }, (_, i) => ({
        id: i + 1,
        mask: { ...at(i), width, height: width, runs },
        area: width * width,
        atBorder: false,
      })),
    ),
    columns,
    values: columns.map((_, c) =>
      Float64Array.from({ length: particles }, (__, i) =>
        c === 4 ? at(i).x : c === 5 ? at(i).y : 10 + Math.sin(i + c),
      ),
    ),
  });
  await project.keeping.setRunState(runId, 'complete');
  await project.close();
  return project.path;
}

/** ms of processor time for script, style and layout since the page began. */
async function spent(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((m) => m.name === name)?.value ?? 0;
  return 1000 * (of('ScriptDuration') + of('LayoutDuration') + of('RecalcStyleDuration'));
}

/** Scrolls what scrolls inside `selector` by 300 px a frame; ms a frame on the clock, and of script and layout. */
async function scrolled(page: Page, cdp: CDPSession, selector: string, frames: number) {
  const before = await spent(cdp);
  const times = await page.evaluate(
    async ([inside, count]) => {
      const boxes = [...document.querySelectorAll<HTMLElement>(`${inside}, ${inside} *`)];
      const box = boxes.find((one) => one.scrollHeight > 4 * one.clientHeight && one.clientHeight > 0);
      if (box === undefined) throw new Error('nothing scrolls');
      const found: number[] = [];
      let last = performance.now();
      for (let k = 0; k < Number(count); k++) {
        box.scrollTop += 300;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        found.push(now - last);
        last = now;
      }
      return found;
    },
    [selector, frames] as const,
  );
  return { frame: times, work: ((await spent(cdp)) - before) / frames };
}

/** Where the time of a click went, ms. */
interface ClickTimes {
  /** From the click until the middle of the stage has other pixels: at a glance, and what follows. */
  readonly pictures: readonly number[];
  /** From the click until the last of the requests it caused was answered in full. */
  readonly requests: readonly { name: string; sent: number; answered: number; ended: number }[];
}

/** The requests of the window's threads since `since` (ms of the clock), told from there. */
async function requestsSince(page: Page, since: number): Promise<ClickTimes['requests']> {
  const found = await Promise.all(
    page.workers().map((worker) =>
      worker.evaluate(() =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((r) => ({
          name: new URL(r.name).pathname,
          sent: performance.timeOrigin + r.requestStart,
          answered: performance.timeOrigin + r.responseStart,
          ended: performance.timeOrigin + r.responseEnd,
        })),
      ),
    ),
  );
  return found
    .flat()
    .filter((r) => r.sent >= since)
    .map((r) => ({ ...r, sent: r.sent - since, answered: r.answered - since, ended: r.ended - since }));
}

/** ms from the click on an image of the tree until the middle of the stage has other pixels. */
async function clickToPicture(page: Page, name: string): Promise<ClickTimes> {
  const { pictures, since } = await page.evaluate(async (image) => {
    const canvas = [...document.querySelectorAll('canvas')].sort((x, y) => y.width - x.width)[0];
    const gl = canvas?.getContext('webgl2');
    if (canvas === undefined || !gl) throw new Error('no canvas');
    // Straight from the drawing, which is kept: copying the canvas into another costs more than what is measured.
    const strip = new Uint8Array(4 * 64 * 4);
    const middle = () => {
      gl.readPixels(canvas.width / 2 - 32, canvas.height / 2 - 2, 64, 4, gl.RGBA, gl.UNSIGNED_BYTE, strip);
      return strip.join();
    };
    const row = [...document.querySelectorAll<HTMLElement>('[role=treeitem]')].find((r) =>
      r.textContent.includes(image),
    );
    if (row === undefined) throw new Error(`no image ${image}`);
    let before = middle();
    const begin = performance.now();
    const changes: number[] = [];
    row.click();
    while (performance.now() - begin < (changes.length > 0 ? 2000 : 20_000)) {
      await new Promise(requestAnimationFrame);
      const now = middle();
      // The ground alone has one colour.
      if (now === before || new Set(strip).size <= 4) continue;
      before = now;
      changes.push(performance.now() - begin);
    }
    return { pictures: changes, since: performance.timeOrigin + begin };
  }, name);
  if (pictures.length === 0) throw new Error('no picture came');
  return { pictures, requests: await requestsSince(page, since) };
}

/** Gallery, table and scatter of the crowd. */
async function tables(page: Page, cdp: CDPSession): Promise<void> {
  await page.getByRole('treeitem', { name: 'crowd', exact: true }).click();
  await page.getByRole('navigation', { name: 'Rooms of the flow' }).getByRole('button', { name: 'Particles' }).click();
  await page.getByRole('gridcell').first().waitFor({ timeout: 120_000 });
  await page.waitForTimeout(4000);
  for (const [name, selector] of [
    ['Gallery', 'section[aria-label=Particles]'],
    ['Table', 'section[aria-label=Particles]'],
  ]) {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('gridcell').first().waitFor();
    await page.waitForTimeout(2000);
    const { frame, work } = await scrolled(page, cdp, selector, 60);
    console.log(
      `${name} of 441,067, scrolling: script and layout ${work.toFixed(1)} a frame; frames ${ms(frame)}   (load ${loadavg()[0].toFixed(1)})`,
    );
  }
  await page.getByRole('tab', { name: 'Plot' }).click();
  await page.waitForTimeout(3000);
  const before = await spent(cdp);
  const begin = performance.now();
  await page
    .getByRole('radio', { name: 'Scatter' })
    .or(page.getByRole('button', { name: 'Scatter' }))
    .first()
    .click();
  await page.locator('section[aria-label=Particles] canvas').first().waitFor();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  console.log(
    `Scatter of 441,067: ${(performance.now() - begin).toFixed(0)} to the points, script and layout ${((await spent(cdp)) - before).toFixed(0)}   (load ${loadavg()[0].toFixed(1)})`,
  );
}

const project = await largeProject();
for (let k = 0; k < 8; k++) micrograph(`frame-${k}.tif`, k + 1);
const env = { ...process.env, MORPHOSCOPE_CONFIG: path.join(folder, 'config'), MORPHOSCOPE_DOCUMENTS: folder };
// Opened once, it stands in the list of recent projects.
execFileSync(process.execPath, ['main/hosts/cli/bin.mjs', 'project', 'info', project], { env, stdio: 'ignore' });
const host = spawn(process.execPath, ['main/hosts/start.mjs', '--host', 'loopback', '--no-open', '--port', '0'], {
  env,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const { url } = await new Promise<{ url: string }>((ok) => {
  host.stdout.once('data', (line: Buffer) => ok(JSON.parse(String(line)) as { url: string }));
});
const browser = await chromium.launch({
  ...(process.env['CHROMIUM_PATH'] === undefined ? {} : { executablePath: process.env['CHROMIUM_PATH'] }),
  args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking'],
});
/** Leaves nothing behind, also when it is ended from outside. */
async function end(): Promise<void> {
  host.kill('SIGTERM');
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void end().finally(() => process.exit(1));
  });
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  const cdp = await page.context().newCDPSession(page);
  // Processor time of the page's thread, not the clock: other programs don't count.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await page.goto(url);
  await page.getByRole('banner').waitFor();
  const browse = async (place: string, yes: string) => {
    const field = page.getByRole('textbox', { name: 'Folder' });
    await field.fill(place);
    await field.press('Enter');
    await page.getByRole('button', { name: yes, exact: true }).click();
  };
  const command = async (words: string) => {
    await page.keyboard.press('Control+K');
    await page.getByRole('combobox', { name: /command/i }).fill(words);
    await page.keyboard.press('Enter');
  };
  console.log(`${cpus().length} cores, ${cpus()[0]?.model ?? ''}, load ${loadavg()[0].toFixed(1)}; ms, median (worst)`);
  await command('Close project');
  await page
    .getByRole('region', { name: 'Recent projects' })
    .getByRole('button', { name: /^Crowd/ })
    .click();
  await page.getByRole('treeitem', { name: 'crowd', exact: true }).click();
  await page.getByRole('button', { name: 'Import a folder…' }).first().click();
  await browse(data, 'Import');
  await page.getByRole('treeitem', { name: 'frame-7', exact: true }).waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  const clicks: ClickTimes[] = [];
  // Neighbours of what was shown are there already: every second one is not.
  for (const name of ['frame-3', 'frame-5', 'frame-7']) clicks.push(await clickToPicture(page, name));
  console.log(
    `4096 x 4096, 16 bit, from the click to the picture   ${ms(clicks.map((c) => c.pictures[0]))}   (load ${loadavg()[0].toFixed(1)})`,
  );
  for (const { pictures, requests } of clicks) {
    console.log(`  pictures at ${pictures.map((t) => t.toFixed(0)).join(', ')}`);
    for (const { name, sent, answered, ended } of requests)
      console.log(`    ${name}: sent ${sent.toFixed(0)}, answered ${answered.toFixed(0)}, ended ${ended.toFixed(0)}`);
  }

  if (process.argv[2] !== 'click') await tables(page, cdp);
} finally {
  await end();
}
