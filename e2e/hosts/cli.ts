import { execFile } from 'node:child_process';
import path from 'node:path';
import type { Place } from './loopback.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface CliAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a person would, with settings of its own. */
export function morphoscope(place: Place, ...args: readonly string[]): Promise<CliAnswer> {
  const env = { ...process.env, MORPHOSCOPE_CONFIG: place.config, MORPHOSCOPE_DOCUMENTS: place.documents };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [path.join(root, 'main/hosts/cli/bin.mjs'), ...args],
      { cwd: root, env, maxBuffer: 2 ** 28 },
      (error, out, err) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ code, out, err });
      },
    );
  });
}
