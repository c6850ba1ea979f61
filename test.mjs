// `npm test`: every check and every journey; ends with one plain line, `N passed, N failed`.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { ensureChromium } from './e2e/hosts/chromium.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
process.chdir(root);
const bin = path.join(root, 'node_modules/.bin');
const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`, FORCE_COLOR: '0', CI: '1' };
let passed = 0;
let failed = 0;

function run(command, args) {
  return new Promise((done) => {
    const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
    child.on('error', () => done(1));
    child.on('exit', (code) => done(code ?? 1));
  });
}

async function check(title, command, ...args) {
  const began = performance.now();
  const code = await run(command, args);
  process.stdout.write(
    `${code === 0 ? 'ok' : 'FAILED'}  ${title} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`,
  );
  if (code === 0) passed++;
  else failed++;
  return code === 0;
}

/** Adds a report's counts; a runner that died without a report counts as one failure. */
function add(title, code, read) {
  try {
    const counts = read();
    passed += counts.passed;
    failed += counts.failed;
    if (code !== 0 && counts.failed === 0) failed++;
    process.stdout.write(`${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  } catch {
    failed++;
    process.stdout.write(`${title}: no report was written\n`);
  }
}

rmSync('out/reports', { recursive: true, force: true });
mkdirSync('out/reports', { recursive: true });

await check('format', 'npm', 'run', '-s', 'check:format');
await check('lint', 'npm', 'run', '-s', 'check:lint');
await check('types', 'npm', 'run', '-s', 'check:types');
await check('import law', 'npm', 'run', '-s', 'check:law');
await check('dead code', 'npm', 'run', '-s', 'check:dead');
const unit = await run('vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  '--outputFile.json=out/reports/unit.json',
]);
add('unit tests', unit, () => {
  const report = JSON.parse(readFileSync('out/reports/unit.json', 'utf8'));
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
});
if (
  (await check('build', 'node', 'build.mjs')) &&
  (await check('browser for the journeys', 'node', 'e2e/hosts/chromium.mjs'))
) {
  if (process.platform === 'linux' && process.arch === 'x64') await check('packaging', 'node', 'pack-check.mjs');
  env['CHROMIUM_PATH'] = ensureChromium() ?? '';
  const journeys = await run('playwright', ['test']);
  add('journeys', journeys, () => {
    const { stats } = JSON.parse(readFileSync('out/reports/journeys.json', 'utf8'));
    if (stats.flaky > 0) process.stdout.write(`journeys: ${stats.flaky} passed at the second try only\n`);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  });
}

process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
