import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { temporaryFolder } from './fixtures/material.ts';
import { projectEdits, projectReads } from './session.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const busyWriter = fileURLToPath(new URL('./fixtures/busy-writer.ts', import.meta.url));

/** Lets a process work until it told of `rounds` rounds, kills it without a word, and gives the last round it told. */
async function killed(rounds: number): Promise<number> {
  const child = spawn(process.execPath, [busyWriter, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.on('data', (data: Buffer) => {
    told += data.toString();
    if (told.split('\n').length > rounds) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('exit', resolve));
  return Number(told.trimEnd().split('\n').at(-1));
}

describe('a program that is killed while it stores', () => {
  // Different moments: early, and after the journal was written back to the database some times.
  it.each([3, 40])('has lost nothing that was stored, after %i rounds', async (rounds) => {
    const last = await killed(rounds);
    expect(last).toBeGreaterThanOrEqual(rounds - 1);
    const database = openDatabase(path.join(folder, 'Killed.morpho'), '0.1.0');
    expect(database.writer.value('PRAGMA integrity_check')).toBe('ok');
    expect(database.writer.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(database.warnings.join(' ')).toMatch(/not closed properly.*interrupted/);

    const reads = projectReads(database.writer, database.folder);
    const [run] = reads.runs();
    expect(run.state).toBe('interrupted');
    expect(run.results.length).toBeGreaterThanOrEqual(last + 1);
    expect(run.results.map((r) => r.frame)).toEqual(run.results.map((_, i) => i));
    const name = reads.samples()[0].name;
    expect(Number(name.replace('name ', ''))).toBeGreaterThanOrEqual(last);

    const { rows } = reads.table(run.id);
    expect(reads.column(run.id, 'ratio').length).toBe(rows);
    expect(reads.column(run.id, 'ratio').includes(Number.NaN)).toBe(false);
    const rejected = reads.flags(run.id, 'rejected');
    for (let n = 0; n <= last; n++) expect(rejected[n * 300]).toBe(1);

    const edits = projectEdits(database.writer, database.folder);
    while (edits.undo() !== null) {
      // Back to the empty project.
    }
    expect(reads.samples()).toEqual([]);
    database.close();
  });

  it.skipIf(process.platform === 'win32')('leaves no lock behind', async () => {
    await killed(1);
    const database = openDatabase(path.join(folder, 'Killed.morpho'), '0.1.0');
    database.close();
  });
});
