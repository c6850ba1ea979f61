import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { openDisk } from './disk-source.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'morpho-source-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function tagOf(run: () => unknown): string {
  try {
    run();
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.info.tag : String(thrown);
  }
  return 'no failure';
}

describe('a file on disk', () => {
  it('gives any range, shorter at its end, empty past it', () => {
    const file = path.join(folder, 'ten.bin');
    writeFileSync(
      file,
      Uint8Array.from({ length: 10 }, (_, i) => i),
    );
    const { source, close } = openDisk(file);
    expect(source).toMatchObject({ name: 'ten.bin', size: 10 });
    expect([...source.read(0, 10)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...source.read(7, 100)]).toEqual([7, 8, 9]);
    expect(source.read(10, 4)).toHaveLength(0);
    expect(source.read(1e12, 4)).toHaveLength(0);
    expect([...source.read(-3, 2)]).toEqual([0, 1]);
    close();
    close();
  });

  it('believes the disk when it is cut while open', () => {
    const file = path.join(folder, 'cut.bin');
    writeFileSync(file, new Uint8Array(1000).fill(7));
    const { source, close } = openDisk(file);
    truncateSync(file, 100);
    expect(source.read(50, 500)).toHaveLength(50);
    expect(source.size).toBe(100);
    close();
  });

  it('finds a sibling whatever its case, and never outside its folder', () => {
    writeFileSync(path.join(folder, 'scan.emi'), 'a');
    writeFileSync(path.join(folder, 'Scan_1.SER'), 'bc');
    writeFileSync(path.join(folder, 'secret'), 's');
    mkdirSync(path.join(folder, 'sub'));
    writeFileSync(path.join(folder, 'sub', 'x.emi'), 'x');
    const { source, close } = openDisk(path.join(folder, 'scan.emi'));
    expect(source.sibling('scan_1.ser')?.size).toBe(2);
    expect(source.sibling('scan_2.ser')).toBeNull();
    expect(source.sibling('sub')).toBeNull();
    close();
    const inner = openDisk(path.join(folder, 'sub', 'x.emi'));
    expect(inner.source.sibling('../secret')).toBeNull();
    expect(inner.source.sibling(path.join(folder, 'secret'))).toBeNull();
    inner.close();
  });

  it('fails by name when it is missing, a folder or a device', () => {
    expect(tagOf(() => openDisk(path.join(folder, 'nothing.tif')))).toBe('not-found');
    expect(tagOf(() => openDisk(folder))).toBe('wrong-usage');
  });

  it.skipIf(process.platform === 'win32')('does not wait at a pipe', () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(tagOf(() => openDisk(pipe))).toBe('wrong-usage');
  });

  it('says so when it is read after it was closed', () => {
    const file = path.join(folder, 'a.bin');
    writeFileSync(file, 'abc');
    const { source, close } = openDisk(file);
    close();
    expect(tagOf(() => source.read(0, 1))).toBe('internal');
  });
});
