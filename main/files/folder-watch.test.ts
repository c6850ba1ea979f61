import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FolderWatch } from '../../app/ports/disk.ts';
import { watchFolder } from './folder-watch.ts';

let folder: string;
let watching: FolderWatch | undefined;
let taken: string[];
let problems: (string | null)[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'morpho-watch-'));
  taken = [];
  problems = [];
});
afterEach(() => {
  watching?.close();
  rmSync(folder, { recursive: true, force: true });
});

function start(
  options: { take?: (file: string) => Promise<void>; known?: ReadonlySet<string>; settleMs?: number } = {},
): void {
  watching = watchFolder({
    folder,
    take: async (file) => {
      taken.push(path.basename(file));
      await options.take?.(file);
    },
    problem: (problem) => problems.push(problem),
    known: options.known,
    pollMs: 15,
    settleMs: options.settleMs ?? 40,
  });
}
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 });

describe('a watched folder', () => {
  it('gives each new complete file once, also from folders below', async () => {
    start();
    writeFileSync(path.join(folder, 'one.tif'), 'x');
    mkdirSync(path.join(folder, 'day 2'));
    writeFileSync(path.join(folder, 'day 2', 'two.tif'), 'x');
    await eventually(() => expect(taken.toSorted()).toEqual(['one.tif', 'two.tif']));
    writeFileSync(path.join(folder, 'three.tif'), 'x');
    await eventually(() => expect(taken).toHaveLength(3));
    await wait(120);
    expect(taken.toSorted()).toEqual(['one.tif', 'three.tif', 'two.tif']);
  });

  it('leaves a file alone while it grows', async () => {
    start({ settleMs: 500 });
    const file = path.join(folder, 'long.mrc');
    writeFileSync(file, 'x');
    for (let i = 0; i < 12; i++) {
      await wait(15);
      appendFileSync(file, 'more');
      expect(taken).toEqual([]);
    }
    await eventually(() => expect(taken).toEqual(['long.mrc']));
  });

  it('passes over what is known', async () => {
    writeFileSync(path.join(folder, 'old.tif'), 'x');
    writeFileSync(path.join(folder, 'new.tif'), 'x');
    start({ known: new Set([path.join(folder, 'old.tif')]) });
    await eventually(() => expect(taken).toEqual(['new.tif']));
    await wait(100);
    expect(taken).toEqual(['new.tif']);
  });

  it('tries a refused file again only after it changed', async () => {
    let refuse = true;
    start({
      take: async () => {
        if (refuse) throw new Error('half a header');
      },
    });
    const file = path.join(folder, 'a.dm4');
    writeFileSync(file, 'half');
    await eventually(() => expect(taken).toHaveLength(1));
    await wait(120);
    expect(taken).toHaveLength(1);
    refuse = false;
    appendFileSync(file, ' and whole');
    await eventually(() => expect(taken).toHaveLength(2));
  });

  it('tells when the folder goes away and goes on when it is back', async () => {
    start();
    renameSync(folder, `${folder}-away`);
    await eventually(() => expect(problems.at(-1)).toContain(path.basename(folder)));
    renameSync(`${folder}-away`, folder);
    await eventually(() => expect(problems.at(-1)).toBeNull());
    writeFileSync(path.join(folder, 'after.tif'), 'x');
    await eventually(() => expect(taken).toEqual(['after.tif']));
  });
});
