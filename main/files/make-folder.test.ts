import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'morpho-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a folder made', () => {
  it('comes with those above it, and may be there', async () => {
    const deep = path.join(folder, 'a', 'b', 'c');
    await makeFolder(deep);
    await makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('is refused by name where a file is', async () => {
    const file = path.join(folder, 'plain');
    writeFileSync(file, 'x');
    for (const place of [file, path.join(file, 'below'), path.join(file, 'far', 'below')]) {
      await expect(makeFolder(place)).rejects.toMatchObject({
        info: { tag: 'read-only', message: `${file} is a file, so it can't hold other files.` },
      });
    }
  });

  it.skipIf(!existsSync('/proc/self'))('is refused, not tried for ever, where no folder can be', async () => {
    await expect(makeFolder('/proc/none/below')).rejects.toMatchObject({ info: { tag: 'read-only' } });
  });
});
