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
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      asked = true;
      child.kill(signal);
    });
  child.on('exit', (code, signal) => {
    if (code === null && !asked) process.stderr.write(`The program ended unexpectedly (${signal}).\n`);
    process.exit(code ?? (asked ? 0 : 1));
  });
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  });
}

/** A Node that is new enough: the one that runs this, else the project's own. */
function node() {
  const own = path.join(root, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return Number(process.versions.node.split('.')[0]) < 22 && existsSync(own) ? own : process.execPath;
}

const display = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
const binary = asked === 'loopback' || (asked === undefined && !display) ? undefined : await electronBinary();
if (binary !== undefined) run(binary, [root, ...rest]);
else if (asked === 'electron') {
  process.stderr.write(
    'The Electron binary is not here and could not be fetched. Run `npm run setup:electron` with a network, or start with `npm start -- --host loopback`.\n',
  );
  process.exit(1);
} else run(node(), [path.join(root, 'out/main/loopback.js'), ...rest]);
