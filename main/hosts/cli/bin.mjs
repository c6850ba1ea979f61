#!/usr/bin/env node
// `npx morphoscope`: makes sure that Node is new enough and the program is built, then runs the command line.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const own = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
const old = Number(process.versions.node.split('.')[0]) < 22;
if (old && existsSync(own)) {
  const { status } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
const entry = path.join(root, 'out/main/cli.js');
const builder = path.join(root, 'build.mjs');
if (existsSync(builder)) {
  const { status } = spawnSync(process.execPath, [builder, '--if-stale'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
}
await import(pathToFileURL(entry).href);
