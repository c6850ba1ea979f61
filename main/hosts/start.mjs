// `npm start`: opens the workstation in Electron where its binary can be had, else on the loopback host in a browser.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const at = args.indexOf('--host');
const asked = at < 0 ? undefined : args[at + 1];
const rest = at < 0 ? args : args.toSpliced(at, 2);
if (asked !== undefined && asked !== 'electron' && asked !== 'loopback') {
  process.stderr.write(`--host is electron or loopback, not ${asked}\n`);
  process.exit(2);
}

/** The Electron binary, or undefined where it can't be had (no network at first start, unknown platform). */
async function electronBinary() {
  try {
    // The electron package fetches its binary when it is first asked for it.
    const binary = createRequire(import.meta.url)('electron');
    return typeof binary === 'string' && existsSync(binary) ? binary : undefined;
  } catch {
    return undefined;
  }
}

function run(command, parameters, env = process.env) {
  const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}

const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
const binary = asked === 'loopback' || (asked === undefined && !display) ? undefined : await electronBinary();
if (binary !== undefined) run(binary, [root, ...rest]);
else if (asked === 'electron') {
  process.stderr.write(
    'The Electron binary is not here and could not be fetched. Run `npm run setup:electron` with a network, or start with `npm start -- --host loopback`.\n',
  );
  process.exit(1);
} else run(process.execPath, [path.join(root, 'out/main/loopback.js'), ...rest]);
