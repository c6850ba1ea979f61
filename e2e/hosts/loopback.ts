import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../..');

/** A running loopback host with settings and documents of its own. */
export interface Host {
  readonly url: string;
  readonly documents: string;
  readonly process: ChildProcess;
  /** kill -9, as a crash or a power cut would. */
  kill(): Promise<void>;
}

/** Folders of one journey, thrown away at its end. */
export interface Place {
  readonly config: string;
  readonly documents: string;
}

export function makePlace(): Place & { remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'journey-'));
  return {
    config: path.join(folder, 'config'),
    documents: path.join(folder, 'documents'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Starts the built program; fails when it does not print its link within 30 s. */
export async function startHost(place: Place, args: readonly string[] = []): Promise<Host> {
  const child = spawn(
    process.execPath,
    [path.join(root, 'out/main/loopback.js'), '--no-open', '--port', '0', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MORPHOSCOPE_CONFIG: place.config, MORPHOSCOPE_DOCUMENTS: place.documents },
    },
  );
  const url = await new Promise<string>((ready, failed) => {
    const limit = setTimeout(() => failed(new Error('the host printed no link')), 30_000);
    child.stdout.once('data', (line: Buffer) => {
      clearTimeout(limit);
      ready((JSON.parse(String(line)) as { url: string }).url);
    });
    child.once('exit', (code) => failed(new Error(`the host ended with ${code}`)));
  });
  return {
    url,
    documents: place.documents,
    process: child,
    kill: () =>
      new Promise((gone) => {
        child.once('exit', () => gone());
        child.kill('SIGKILL');
      }),
  };
}

/** Ends a host politely; kills it when it takes longer than 5 s. */
export async function stopHost(host: Host): Promise<void> {
  if (host.process.exitCode !== null || host.process.signalCode !== null) return;
  await new Promise<void>((gone) => {
    const limit = setTimeout(() => host.process.kill('SIGKILL'), 5000);
    host.process.once('exit', () => {
      clearTimeout(limit);
      gone();
    });
    host.process.kill('SIGTERM');
  });
}

/** A journey with a fresh host: `host` is running, `page` is on its window. */
export const test = base.extend<{ place: Place; host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures this one needs
  place: async ({}, use) => {
    const place = makePlace();
    await use(place);
    place.remove();
  },
  host: async ({ place }, use) => {
    const host = await startHost(place);
    await use(host);
    await stopHost(host);
  },
});
export { expect } from '@playwright/test';
