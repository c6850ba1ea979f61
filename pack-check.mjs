// `npm run pack:check`: packs the program around a stand-in for Electron's binary, then checks what a user would get: the
// fuses, only this platform's native parts, unpacked, and a program that runs from the package alone.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

const root = path.dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const asar = require('@electron/asar');
const bin = (name) => path.join(root, 'node_modules/.bin', name);
const work = mkdtempSync(path.join(tmpdir(), 'pack-'));

/** The least that electron-builder takes for an Electron: a binary with a fuse wire, a version, a resources folder. */
function standIn() {
  const dist = path.join(work, 'dist');
  mkdirSync(path.join(dist, 'resources'), { recursive: true });
  mkdirSync(path.join(dist, 'locales'));
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 9]),
    Buffer.from('101100100'),
  ]);
  writeFileSync(path.join(dist, 'electron'), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]), {
    mode: 0o755,
  });
  writeFileSync(path.join(dist, 'version'), require('electron/package.json').version);
  writeFileSync(path.join(dist, 'resources/.keep'), '');
  writeFileSync(path.join(dist, 'locales/en-US.pak'), '');
  return dist;
}

function expect(condition, what) {
  if (!condition) throw new Error(`packaging: ${what}`);
  process.stdout.write(`ok  ${what}\n`);
}

try {
  const out = path.join(work, 'release');
  execFileSync(
    bin('electron-builder'),
    ['--linux', '--x64', '--dir', '--publish', 'never', `-c.electronDist=${standIn()}`, `-c.directories.output=${out}`],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: work } },
  );
  const unpacked = path.join(out, 'linux-unpacked');
  const archive = path.join(unpacked, 'resources/app.asar');
  const files = asar.listPackage(archive).map((file) => file.replaceAll('\\', '/'));
  expect(
    files.includes('/out/main/electron.js') && files.includes('/out/preload/preload.cjs'),
    'the program is in the archive',
  );
  expect(files.includes('/out/renderer/index.html'), 'the window is in the archive');
  const packages = files.filter((f) => /^\/node_modules\/[^@/][^/]*$/.test(f)).map((f) => f.slice(14));
  expect(
    !packages.includes('react') && !packages.includes('three'),
    `only what runs natively comes as a package (${packages.join(', ')})`,
  );
  const natives = path.join(unpacked, 'resources/app.asar.unpacked/node_modules');
  const runtime = path.join(natives, 'onnxruntime-node/bin/napi-v6');
  expect(
    readdirSync(runtime).join() === 'linux' && readdirSync(path.join(runtime, 'linux')).join() === 'x64',
    'ONNX Runtime comes for this platform only',
  );
  expect(
    readdirSync(path.join(natives, 'better-sqlite3/prebuilds')).join() === 'linux-x64.node',
    'SQLite comes for this platform only',
  );
  expect(existsSync(path.join(unpacked, 'resources/samples/sample-project.json')), 'the sample project is shipped');
  const fuses = await getCurrentFuseWire(path.join(unpacked, 'morphoscope'));
  for (const [fuse, state] of [
    ['RunAsNode', FuseState.DISABLE],
    ['EnableNodeOptionsEnvironmentVariable', FuseState.DISABLE],
    ['EnableNodeCliInspectArguments', FuseState.DISABLE],
    ['GrantFileProtocolExtraPrivileges', FuseState.DISABLE],
    ['OnlyLoadAppFromAsar', FuseState.ENABLE],
    ['EnableEmbeddedAsarIntegrityValidation', FuseState.ENABLE],
  ]) {
    expect(fuses[FuseV1Options[fuse]] === state, `fuse ${fuse} is ${state === FuseState.ENABLE ? 'on' : 'off'}`);
  }
  const app = path.join(work, 'app');
  asar.extractAll(archive, app);
  cpSync(path.join(unpacked, 'resources/app.asar.unpacked'), app, { recursive: true });
  cpSync(path.join(unpacked, 'resources/samples'), path.join(app, 'samples'), { recursive: true });
  const ran = spawnSync(
    process.execPath,
    [path.join(app, 'out/main/cli.js'), 'project', 'create', path.join(work, 'packed.morpho'), '--json'],
    {
      encoding: 'utf8',
      env: { ...process.env, MORPHOSCOPE_CONFIG: path.join(work, 'config') },
    },
  );
  expect(
    ran.status === 0 && JSON.parse(ran.stdout).name === 'packed',
    `the packed program runs by itself ${ran.stderr}`,
  );
  const size = files.reduce((sum, f) => sum + (asar.statFile(archive, f.slice(1)).size ?? 0), 0);
  process.stdout.write(
    `archive ${(statSync(archive).size / 2 ** 20).toFixed(1)} MiB, files ${(size / 2 ** 20).toFixed(1)} MiB\n`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
