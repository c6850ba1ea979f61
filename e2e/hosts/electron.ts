import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import type { Place } from './loopback.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Electron's binary, where it was fetched; never asks for a download. */
export function electronBinary(): string | undefined {
  const folder = path.join(root, 'node_modules/electron');
  const named = path.join(folder, 'path.txt');
  const candidates = [
    process.env['ELECTRON_PATH'],
    existsSync(named) ? path.join(folder, 'dist', readFileSync(named, 'utf8').trim()) : undefined,
  ];
  return candidates.find((at) => at !== undefined && at !== '' && existsSync(at));
}

/** Starts the product itself with folders of its own. */
export function startElectron(executablePath: string, place: Place): Promise<ElectronApplication> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox', root] : [root];
  const folders = { MORPHOSCOPE_CONFIG: place.config, MORPHOSCOPE_DOCUMENTS: place.documents };
  const env = Object.fromEntries(
    Object.entries({ ...process.env, ...folders }).filter(([, value]) => value !== undefined),
  );
  return _electron.launch({
    executablePath,
    args: [...args, `--user-data-dir=${place.config}`],
    env: env as Record<string, string>,
  });
}
