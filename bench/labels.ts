// Labels on an 8192 x 8192 image through the loopback host, as the window uses it: HTTP for strokes and labels, the wire for undo.
// Prints one JSON line a stage with its limit from the requirements; the project's growth is that of the closed file.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { WebSocket } from 'ws';
import { bytesPath, LabelEditReply } from '../app/contract/bytes.ts';
import type { CallInput, CallName, CallOutput } from '../app/contract/list.ts';
import { WireMessage } from '../app/contract/wire.ts';
import { classPresets } from '../app/domain/labels/label-class.ts';
import { type ClassSpan, encodeLabelEdit, type LabelEdit } from '../app/domain/labels/label-edit.ts';
import { decodeLabelled, type LabelledInstance } from '../app/domain/labels/labelled-instance.ts';
import { instanceOf } from '../app/domain/run-mask.ts';
import { random } from '../app/math/random.ts';
import { disc } from '../app/math/raster/discs.ts';
import { runsOfSpans } from '../app/math/raster/grid.ts';
import { clipped, type Spans } from '../app/math/raster/spans.ts';
import { Stroke } from '../app/math/raster/stroke.ts';
import { compose } from '../main/compose.ts';
import { startLoopback } from '../main/hosts/loopback/server.ts';
import { projectStore } from '../main/storage/store.ts';

const side = 8192;
const many = Number(process.env['BENCH_STROKES'] ?? 10_000);
const whole = { x: 0, y: 0, width: side, height: side };

function report(stage: string, more: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ stage, ...more, load: Number(loadavg()[0].toFixed(1)) })}\n`);
}

function milliseconds(times: readonly number[]): Record<string, number> {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (p: number) => Number(sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))].toFixed(1));
  return { median: at(0.5), p95: at(0.95), worst: at(1), times: times.length };
}

async function timed<R>(times: number[], body: () => Promise<R>): Promise<R> {
  const began = performance.now();
  const result = await body();
  times.push(performance.now() - began);
  return result;
}

function spansOf({ rows }: Spans, value: number): ClassSpan[] {
  const spans: ClassSpan[] = [];
  for (let k = 0; k < rows.length; k += 3) spans.push({ y: rows[k], from: rows[k + 1], to: rows[k + 2], value });
  return spans;
}

const r = random(3);

/** A hand's stroke: 400 px long, bent, 1,000 points, a brush of 60 px. */
function handStroke(): ClassSpan[] {
  const stroke = new Stroke();
  let [x, y] = [r.uniform(200, side - 200), r.uniform(200, side - 200)];
  let direction = r.uniform(0, 2 * Math.PI);
  const bend = r.uniform(-0.006, 0.006);
  for (let point = 0; point < 1000; point++) {
    stroke.extend(x, y, 30);
    direction += bend;
    x += 0.4 * Math.cos(direction);
    y += 0.4 * Math.sin(direction);
  }
  return spansOf(clipped(stroke.spans(), whole), 1 + r.integer(0, 1));
}

function particle(id: number): LabelledInstance {
  const mask = runsOfSpans(clipped(disc(r.integer(0, side), r.integer(0, side), r.integer(10, 60)), whole));
  if (mask === null) throw new Error('outside');
  return { ...instanceOf(id, mask, side, side), classId: 1, reviewed: false };
}

const folder = mkdtempSync(path.join(tmpdir(), 'morpho-bench-'));
process.env['MORPHOSCOPE_CONFIG'] = path.join(folder, 'config');
process.env['MORPHOSCOPE_DOCUMENTS'] = path.join(folder, 'documents');

/** A project with one image whose file is not there: nobody looks at its pixels here. */
async function newProject(): Promise<string> {
  const project = await projectStore({ program: 'bench', networkShareAt: async () => null }).create(folder, 'Bench');
  const sample = await project.edits.createSample('A');
  const file = { sha256: 'a'.repeat(64), bytes: 1, path: path.join(folder, 'a.tif'), packed: false, format: 'tiff' };
  const calibration = { space: 'real', x: 0.5, y: 0.5, source: 'file tag', suspect: [] } as const;
  const image = { imageIndex: 0, name: 'a', width: side, height: side, frames: 3, elementType: 'uint8' as const };
  await project.edits.addImages({ key: 'b', title: 'Import' }, sample.id, { ...file, companions: [], metadata: {} }, [
    { ...image, calibration: { ...calibration, suspect: [] }, min: 0, max: 1, metadata: {} },
  ]);
  await project.close();
  return project.path;
}

/** The window's two ways to the services. */
async function browser(link: string) {
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
  const { origin, host } = new URL(link);
  const socket = new WebSocket(`ws://${host}/wire`, { headers: { cookie, origin } });
  await new Promise((ready) => socket.once('open', ready));
  const waiting = new Map<number, (message: WireMessage) => void>();
  socket.on('message', (data) => {
    const message = WireMessage.parse(JSON.parse((data as Buffer).toString()));
    if (message.kind === 'answer' || message.kind === 'failure') waiting.get(message.id)?.(message);
  });
  let next = 1;
  return {
    get: async (url: string) => {
      const reply = await fetch(origin + url, { headers: { cookie, origin } });
      return { reply, bytes: new Uint8Array(await reply.arrayBuffer()) };
    },
    put: async (url: string, body: Uint8Array<ArrayBuffer>) => {
      const reply = await fetch(origin + url, { method: 'PUT', headers: { cookie, origin }, body: new Blob([body]) });
      return LabelEditReply.parse(await reply.json());
    },
    ask: async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> => {
      const id = next++;
      const answer = new Promise<WireMessage>((heard) => waiting.set(id, heard));
      socket.send(JSON.stringify({ kind: 'ask', id, call: name, input }));
      const message = await answer;
      waiting.delete(id);
      if (message.kind !== 'answer') throw new Error(JSON.stringify(message));
      return message.output as CallOutput<N>;
    },
    close: () => socket.close(),
  };
}

try {
  const project = await newProject();
  const program = await compose({ host: 'loopback' });
  await program.openAtStart(project);
  const loopback = await startLoopback(program, folder, 0);
  const window = await browser(loopback.url);
  const { id: setId } = await window.ask('labels.createSet', { name: 'S', classes: [...classPresets[1].classes] });
  const key = { setId, imageId: 1, frame: 0 };
  let version = 0;
  const edit = async (of: Partial<LabelEdit>, at = key, base = version): Promise<LabelEditReply> => {
    const body = encodeLabelEdit({ classes: [], changed: [], removed: [], ...of });
    const reply = await window.put(bytesPath.labelEdit(at, base, 'Paint Particle', 'bench'), body);
    if (at === key) ({ version } = reply);
    return reply;
  };
  const steppedBy = async (call: 'history.undo' | 'history.redo') => {
    await window.ask(call, {});
    version++;
  };

  for (let warmUp = 0; warmUp < 20; warmUp++) await edit({ classes: handStroke() });
  const commits: number[] = [];
  const undos: number[] = [];
  for (let n = 0; n < 200; n++) {
    const classes = handStroke();
    await timed(commits, () => edit({ classes }));
    await timed(undos, () => steppedBy('history.undo'));
    await steppedBy('history.redo');
  }
  report('labels.commit 400 px stroke, 60 px brush', { ms: milliseconds(commits), limit: 50 });
  report('labels.undo of a stroke', { ms: milliseconds(undos), limit: 30 });

  const fills: number[] = [];
  const fillUndos: number[] = [];
  for (let n = 0; n < 10; n++) {
    const [x, y] = [r.integer(0, side - 3200), r.integer(0, side - 3200)];
    const classes = Array.from({ length: 3200 }, (_, i) => ({ y: y + i, from: x, to: x + 3200, value: 1 + (n % 2) }));
    await timed(fills, () => edit({ classes }));
    await timed(fillUndos, () => steppedBy('history.undo'));
  }
  report('labels.commit 10-megapixel fill', { ms: milliseconds(fills) });
  report('labels.undo of a 10-megapixel fill', { ms: milliseconds(fillUndos) });

  const dense = { ...key, frame: 1 };
  await edit({ changed: Array.from({ length: 2000 }, (_, i) => particle(i + 1)) }, dense, 0);
  const opens: number[] = [];
  for (let n = 0; n < 20; n++)
    await timed(opens, async () => {
      const [, { bytes }] = await Promise.all([
        window.get(bytesPath.labelClasses(dense)),
        window.get(bytesPath.labelInstances(dense)),
      ]);
      if (decodeLabelled(bytes).length !== 2000) throw new Error('particles are missing');
    });
  report('labels.open 2,000 particles', { ms: milliseconds(opens), limit: 200 });

  const size = () => statSync(path.join(project, 'project.sqlite')).size;
  await window.ask('projects.close', {});
  await window.ask('projects.open', { path: project });
  const before = size();
  const memory: number[] = [];
  const all: number[] = [];
  const began = performance.now();
  for (let n = 0; n < many; n++) {
    const classes = handStroke();
    await timed(all, () => edit({ classes }));
    if (n % Math.ceil(many / 5) === 0 || n === many - 1) memory.push(Math.round(process.memoryUsage().rss / 1e6));
  }
  report(`labels.${many} strokes`, {
    ms: milliseconds(all),
    seconds: Math.round((performance.now() - began) / 1000),
    residentMegabytes: memory,
  });
  const jumps: number[] = [];
  const { edits } = await window.ask('history.list', { limit: 1 });
  await timed(jumps, () => window.ask('history.jump', { editId: null }));
  await timed(jumps, () => window.ask('history.jump', { editId: edits[0].id }));
  report(`labels.jump over ${many} strokes, there and back`, { ms: jumps.map(Math.round) });
  await window.ask('projects.close', {});
  report('labels.growth a stroke', { bytes: Math.round((size() - before) / many), limit: 3000 });

  window.close();
  await loopback.close();
  await program.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
