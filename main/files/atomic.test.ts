import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../app/domain/failure.ts';
import { copyAtomic, writeAtomic } from './atomic.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'morpho-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

describe('a file written as a whole', () => {
  it('has the text, the bytes or the pieces, in a folder made for it', async () => {
    const file = path.join(folder, 'a', 'b', 'out.csv');
    await writeAtomic(file, 'one');
    expect(readFileSync(file, 'utf8')).toBe('one');
    await writeAtomic(file, Uint8Array.of(65, 66));
    expect(readFileSync(file, 'utf8')).toBe('AB');
    await writeAtomic(file, pieces('first,', 'second,', '', 'third'));
    expect(readFileSync(file, 'utf8')).toBe('first,second,third');
    expect(readdirSync(path.dirname(file))).toEqual(['out.csv']);
  });

  it('leaves the old file and no rest when its content breaks off', async () => {
    const file = path.join(folder, 'out.csv');
    await writeAtomic(file, 'old');
    const broken = async function* () {
      yield Uint8Array.of(1, 2, 3);
      throw new Failure('stopped', 'Stopped.', '');
    };
    await expect(writeAtomic(file, broken())).rejects.toMatchObject({ info: { tag: 'stopped' } });
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out.csv']);
  });

  it('fails by name where a folder stands in its way', async () => {
    mkdirSync(path.join(folder, 'taken', 'inner'), { recursive: true });
    await expect(writeAtomic(path.join(folder, 'taken'), 'x')).rejects.toBeInstanceOf(Failure);
    writeFileSync(path.join(folder, 'plain'), 'x');
    await expect(writeAtomic(path.join(folder, 'plain', 'below'), 'x')).rejects.toBeInstanceOf(Failure);
    expect(readdirSync(folder).sort()).toEqual(['plain', 'taken']);
    if (existsSync('/proc/self'))
      await expect(writeAtomic('/proc/out.csv', 'x')).rejects.toMatchObject({
        info: { tag: 'read-only', message: "out.csv can't be written in /proc." },
      });
  });
});

describe('a file copied as a whole', () => {
  it('has the same bytes and can be written, also when the original can not', async () => {
    const from = path.join(folder, 'scan.dm4');
    writeFileSync(
      from,
      Uint8Array.from({ length: 5000 }, (_, i) => i % 251),
    );
    chmodSync(from, 0o444);
    const to = path.join(folder, 'inside', 'scan.dm4');
    await copyAtomic(from, to);
    expect(readFileSync(to).equals(readFileSync(from))).toBe(true);
    writeFileSync(to, 'changed');
  });

  it('names the original when that is missing', async () => {
    const from = path.join(folder, 'gone.dm4');
    await expect(copyAtomic(from, path.join(folder, 'to', 'gone.dm4'))).rejects.toMatchObject({
      info: { tag: 'not-found', subject: from },
    });
    expect(readdirSync(path.join(folder, 'to'))).toEqual([]);
  });
});
