// Painting in the real window on the loopback host, everything drawn by the processor (SwiftShader): `npm run build && node bench/painting.ts`.
// Latency: from the time stamp of the pointer event (given by the browser's input thread, before any of our code) to the moment when a
// pixel read back from the canvas proves that the drawing which shows it is finished. The screen's own refresh comes on top.
// BENCH_SIDES=4096 for one size only; BENCH_STROKES=10000 for the whole test of memory; BENCH_FIRST=1 on a busy machine (Linux, root).
import os from 'node:os';
import process from 'node:process';
import { startWatching, takeLatencies } from './painting/watch.ts';
import { type BenchWindow, labelSecond, openWindow } from './painting/window.ts';

const sides = (process.env['BENCH_SIDES'] ?? '4096,8192').split(',').map(Number);
const strokes = Number(process.env['BENCH_STROKES'] ?? 1000);

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Number((sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN).toFixed(1));
}
const spread = (values: readonly number[]) => ({
  n: values.length,
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
});

function tell(what: string, side: number, numbers: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ what, side, ...numbers, load: Number(os.loadavg()[0].toFixed(1)) })}\n`);
}

const tool = ({ page }: BenchWindow, name: string) =>
  page.getByRole('toolbar', { name: 'Label tools' }).getByRole('button', { name, exact: true }).click();

async function stageBox({ page }: BenchWindow) {
  const box = await page.getByRole('application').boundingBox();
  if (box === null) throw new Error('the stage has no box');
  return { ...box, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

/** A mouse that tells of itself every `gap` ms without waiting to be heard, as real ones do. */
async function mouse({ page }: BenchWindow) {
  const session = await page.context().newCDPSession(page);
  return (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number) =>
    session.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: type === 'mouseMoved' ? 'none' : 'left',
      buttons: type === 'mouseReleased' ? 0 : 1,
      clickCount: type === 'mouseMoved' ? 0 : 1,
    });
}

async function stroke(
  send: Awaited<ReturnType<typeof mouse>>,
  points: readonly (readonly [number, number])[],
  gap: number,
): Promise<void> {
  await send('mousePressed', ...points[0]);
  const sent: Promise<unknown>[] = [];
  let next = performance.now();
  for (const point of points) {
    sent.push(send('mouseMoved', ...point));
    next += gap;
    const rest = next - performance.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  await Promise.all(sent);
  const last = points[points.length - 1];
  await send('mouseReleased', ...last);
}

function spiral(middle: { x: number; y: number }, from: number, count: number, most: number): [number, number][] {
  return Array.from({ length: count }, (_, i) => {
    const radius = Math.min(most, from + i * 0.7);
    return [middle.x + Math.cos(i / 25) * radius, middle.y + Math.sin(i / 25) * radius];
  });
}

async function saved({ page }: BenchWindow): Promise<void> {
  await page.getByText('Saved', { exact: true }).waitFor();
}

async function paint(bench: BenchWindow): Promise<void> {
  const { page, side } = bench;
  const box = await stageBox(bench);
  const send = await mouse(bench);
  for (const zoom of ['whole image', 'one to one']) {
    if (zoom === 'one to one') await page.keyboard.press('1');
    await page.waitForTimeout(600);
    for (const [round, key] of ['Brush', 'Eraser', 'Brush', 'Eraser'].entries()) {
      await tool(bench, key);
      await takeLatencies(page);
      await stroke(send, spiral(box.middle, 40, 250, box.height / 2 - 60), 8);
      await page.waitForTimeout(150);
      const { newest, all, drawings } = await takeLatencies(page);
      // the first time through compiles code and uploads tiles; it is told apart
      tell(round === 0 ? 'stroke, the first' : 'stroke', side, {
        zoom,
        tool: key,
        drawings,
        newestOfDrawing: spread(newest),
        everyEvent: spread(all),
      });
    }
  }
}

async function commit(bench: BenchWindow): Promise<void> {
  const { page, side } = bench;
  const box = await stageBox(bench);
  const send = await mouse(bench);
  await page.evaluate(() => {
    window.watch.commits = { window: [], stored: [] };
  });
  for (let i = 0; i < 6; i++) {
    await tool(bench, i % 2 === 0 ? 'Brush' : 'Eraser');
    const points = Array.from({ length: 1000 }, (_, k): [number, number] => [
      box.middle.x - 200 + k * 0.4,
      box.middle.y + 40 * Math.sin(k / 60),
    ]);
    await stroke(send, points, 0.5);
    await saved(bench);
  }
  const commits = await page.evaluate(() => window.watch.commits);
  tell('commit of a 400 px stroke of 1,000 points', side, {
    inTheWindow: spread(commits.window),
    untilStored: spread(commits.stored),
  });
}

async function fillAndUndo(bench: BenchWindow): Promise<void> {
  const { page, side } = bench;
  await page.keyboard.press('0');
  await page.waitForTimeout(600);
  const box = await stageBox(bench);
  const fills: number[] = [];
  const undos: number[] = [];
  const strokes: number[] = [];
  const far = { x: box.middle.x + box.height / 3, y: box.middle.y - box.height / 3 };
  const wait = (kind: 'pointerdown' | 'keydown', at: { x: number; y: number }) =>
    page.evaluate(([k, x, y]) => window.watch.until(k, x, y), [kind, at.x - box.x, at.y - box.y] as const);
  for (let i = 0; i < 4; i++) {
    await tool(bench, 'Fill');
    const filled = wait('pointerdown', far);
    await page.waitForTimeout(50);
    await page.mouse.click(box.middle.x - box.height / 3, box.middle.y + box.height / 3);
    fills.push(await filled);
    await saved(bench);
    const undone = wait('keydown', far);
    await page.waitForTimeout(50);
    await page.keyboard.press('Control+z');
    undos.push(await undone);
    await saved(bench);
  }
  await tool(bench, 'Brush');
  const send = await mouse(bench);
  for (let i = 0; i < 8; i++) {
    await stroke(send, spiral(far, 10, 60, 60), 4);
    await saved(bench);
    const at = { x: far.x + 10, y: far.y };
    const undone = wait('keydown', at);
    await page.waitForTimeout(50);
    await page.keyboard.press('Control+z');
    strokes.push(await undone);
    await saved(bench);
  }
  tell('fill of the whole image, click to drawn', side, {
    megapixels: Number(((side * side) / 1e6).toFixed(0)),
    ...spread(fills),
  });
  tell('undo of that fill, key to drawn', side, spread(undos));
  tell('undo of a stroke, key to drawn', side, spread(strokes));
}

async function open(bench: BenchWindow): Promise<void> {
  const { page, side } = bench;
  const particles = 2000;
  await labelSecond(bench, particles);
  const image = (name: string) => page.getByRole('treeitem', { name, exact: true });
  await image('b').click();
  // the layer of particles
  await page.keyboard.press('q');
  await page.keyboard.press('0');
  await page.waitForTimeout(2500);
  const box = await stageBox(bench);
  const times: number[] = [];
  for (let i = 0; i < 6; i++) {
    await image('a').click();
    await page.waitForTimeout(1200);
    // the middle of the image lies on a particle
    const drawn = page.evaluate(([x, y]) => window.watch.until('pointerdown', x, y), [
      box.width / 2 - 6,
      box.height / 2 - 6,
    ] as const);
    await page.waitForTimeout(50);
    await image('b').click();
    times.push(await drawn);
    await page.waitForTimeout(600);
  }
  tell('opening an image with labelled particles, click to drawn', side, { particles, ...spread(times) });
}

/** JS heap after many strokes, all else being as before. */
async function memory(bench: BenchWindow): Promise<void> {
  const { page, side } = bench;
  await page.getByRole('treeitem', { name: 'a', exact: true }).click();
  await page.waitForTimeout(800);
  const box = await stageBox(bench);
  const send = await mouse(bench);
  const heap = () =>
    page.evaluate(() => {
      (globalThis as { gc?: () => void }).gc?.();
      return (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0;
    });
  const samples: number[] = [];
  const began = performance.now();
  for (let i = 0; i < strokes; i++) {
    if (i % 100 === 0) await tool(bench, (i / 100) % 2 === 0 ? 'Brush' : 'Eraser');
    const x = box.middle.x - 250 + ((i * 37) % 500);
    const y = box.middle.y - 250 + ((i * 53) % 500);
    await stroke(
      send,
      [
        [x, y],
        [x + 20, y + 10],
        [x + 40, y],
      ],
      0,
    );
    if (i % Math.ceil(strokes / 10) === 0) samples.push(await heap());
  }
  await saved(bench);
  samples.push(await heap());
  tell('JS heap over strokes, MB', side, {
    strokes,
    seconds: Math.round((performance.now() - began) / 1000),
    heap: samples.map((bytes) => Number((bytes / 2 ** 20).toFixed(1))),
  });
}

async function inWindow(side: number, ...measure: readonly ((bench: BenchWindow) => Promise<void>)[]): Promise<void> {
  const bench = await openWindow(side);
  try {
    await bench.page.waitForTimeout(1500);
    await startWatching(bench.page);
    for (const one of measure) await one(bench);
  } finally {
    await bench.close();
  }
}

// 3200 x 3200: a region of ten megapixels
await inWindow(3200, fillAndUndo);
for (const side of sides) await inWindow(side, paint, commit, fillAndUndo, open, memory);
