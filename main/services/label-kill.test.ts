import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bytesPath } from '../../app/contract/bytes.ts';
import type { LabelFrameRef } from '../../app/contract/nouns.ts';
import { encodeLabelEdit } from '../../app/domain/labels/label-edit.ts';
import { decodeLabelled, encodeLabelled, type LabelledInstance } from '../../app/domain/labels/labelled-instance.ts';
import { planeOfTiles } from '../../app/domain/labels/tiled-plane.ts';
import { type Random, random } from '../../app/math/random.ts';
import { createDatabase, openDatabase } from '../storage/database.ts';
import { ellipse, labelProject, plainLabels, stroke } from '../storage/fixtures/labels.ts';
import { temporaryFolder } from '../storage/fixtures/material.ts';
import { projectEdits, projectReads } from '../storage/session.ts';

const kills = 50;
/** Hosts that are loaded in advance, so that the test waits for none. */
const warm = 3;
const size = { width: 640, height: 540 };

interface Labels {
  readonly classes: Uint8Array;
  readonly particles: ReadonlyMap<number, LabelledInstance>;
}

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** The host's program as one file, which loads in half the time that its modules take. Returns the file. */
async function oneFile(): Promise<string> {
  const source = fileURLToPath(new URL('./fixtures/label-host.ts', import.meta.url));
  const external = ['better-sqlite3', ...builtinModules];
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external },
    build: { ssr: source, target: 'node24', outDir: folder, emptyOutDir: false, minify: false },
  });
  const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
  symlinkSync(modules, path.join(folder, 'node_modules'), 'junction');
  return path.join(folder, 'label-host.js');
}

/** A loaded host; `open` gives its link once the project is open. */
function host(script: string) {
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') },
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  return {
    open: async (project: string): Promise<string> => {
      expect(await next()).toBe('ready');
      child.stdin.write(`${project}\n`);
      return next();
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Asks the host as a browser would that came in by its link. */
async function browser(link: string) {
  const entered = await fetch(link, { redirect: 'manual' });
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0];
  const { origin } = new URL(link);
  return (path: string, init: RequestInit = {}) => fetch(origin + path, { ...init, headers: { cookie, origin } });
}

/** A random stroke and what it makes of the labels. */
function randomStroke(now: Labels, nextId: number, r: Random): { edit: Uint8Array; after: Labels } {
  const place = () => ({ x: r.integer(0, size.width), y: r.integer(0, size.height) });
  const from = place();
  const to = { x: from.x + r.integer(-80, 80), y: from.y + r.integer(-40, 40) };
  const spans = stroke(from, to, r.integer(2, 20), r.integer(0, 2), size);
  const classes = now.classes.slice();
  for (const { y, from, to, value } of spans) classes.fill(value, y * size.width + from, y * size.width + to);
  const particles = new Map(now.particles);
  const known = [...particles.keys()];
  const removed = known.length > 0 && r.next() < 0.3 ? [known[r.integer(0, known.length - 1)]] : [];
  for (const id of removed) particles.delete(id);
  const made = ellipse(nextId, { ...place(), rx: r.integer(3, 60), ry: r.integer(3, 60) }, size);
  if (made !== null) particles.set(nextId, made);
  const edit = encodeLabelEdit({ classes: spans, changed: made === null ? [] : [made], removed });
  return { edit, after: { classes, particles } };
}

/** Whether these are the same labels. */
function same(a: Labels, b: Labels): boolean {
  if (Buffer.compare(a.classes, b.classes) !== 0 || a.particles.size !== b.particles.size) return false;
  const list = ({ particles }: Labels) =>
    Buffer.from(encodeLabelled([...particles.values()].sort((p, q) => p.id - q.id)));
  return list(a).equals(list(b));
}

// 50 processes are killed; each is loaded while the ones before it work, and holds only what takes strokes in.
it(`loses at most the stroke under way when the program is killed, ${kills} times`, { timeout: 240_000 }, async () => {
  const database = createDatabase(folder, 'Killed', '0.1.0');
  const { setId, imageId } = labelProject(projectEdits(database.writer, database.folder), size.width, size.height);
  const key: LabelFrameRef = { setId, imageId, frame: 0 };
  const project = database.folder;
  database.close();

  const r = random(7);
  const script = await oneFile();
  const hosts = Array.from({ length: warm }, () => host(script));
  // What was acknowledged last, and what the stroke under way makes of it.
  let sure: Labels = { classes: new Uint8Array(size.width * size.height), particles: new Map() };
  let underWay: Labels | null = null;
  let strokes = 0;
  let lost = 0;

  for (let round = 0; round < kills; round++) {
    const running = hosts.shift() ?? host(script);
    if (round + warm < kills) hosts.push(host(script));
    const ask = await browser(await running.open(project));
    const [tiles, instances] = await Promise.all([
      ask(bytesPath.labelClasses(key)),
      ask(bytesPath.labelInstances(key)),
    ]);
    const particles = decodeLabelled(new Uint8Array(await instances.arrayBuffer()));
    const found: Labels = {
      classes: planeOfTiles(new Uint8Array(await tiles.arrayBuffer()), size.width, size.height),
      particles: new Map(particles.map((p) => [p.id, p])),
    };
    const kept: boolean = underWay !== null && same(found, underWay);
    if (underWay !== null && !kept) lost++;
    if (underWay !== null && kept) sure = underWay;
    expect(same(found, sure), `round ${round}`).toBe(true);
    underWay = null;

    let version = Number(tiles.headers.get('x-morphoscope-version'));
    let nextId = Number(instances.headers.get('x-morphoscope-next-id'));
    const { promise: killed, resolve: isKilled } = Promise.withResolvers<void>();
    let left = r.integer(0, 3);
    try {
      for (; ; left--) {
        // Counted by strokes, then by the clock: on a busy machine too, the kill meets the program at work.
        if (left === 0) setTimeout(() => void running.kill().then(isKilled), r.uniform(0, 15));
        const { edit, after } = randomStroke(sure, nextId, r);
        underWay = after;
        const reply = await ask(bytesPath.labelEdit(key, version, 'Paint', 'w'), {
          method: 'PUT',
          body: new Blob([edit as Uint8Array<ArrayBuffer>]),
        });
        ({ version, nextId } = (await reply.json()) as { version: number; nextId: number });
        expect(reply.status).toBe(200);
        sure = after;
        underWay = null;
        strokes++;
      }
    } catch (thrown) {
      if (!(thrown instanceof TypeError)) throw thrown;
    }
    await killed;
  }

  const last = openDatabase(project, '0.1.0');
  expect(last.writer.value('PRAGMA integrity_check')).toBe('ok');
  expect(last.writer.all('PRAGMA foreign_key_check')).toEqual([]);
  const [reads, edits] = [projectReads(last.writer, project), projectEdits(last.writer, project)];
  const now = plainLabels(reads, key);
  expect(same(now, sure) || (underWay !== null && same(now, underWay))).toBe(true);
  // The kills met the program at work, and everything can still be undone.
  expect(strokes).toBeGreaterThan(kills);
  expect(lost).toBeLessThanOrEqual(kills);
  const first = reads.edits(100_000).find(({ title }) => title === 'Create label set Shapes');
  edits.jump(first?.id ?? null);
  expect(reads.labelFrame(key)).toMatchObject({ instances: 0, labelledPixels: 0 });
  edits.jump(reads.edits(1)[0].id);
  expect(same(plainLabels(reads, key), now)).toBe(true);
  last.close();
});
