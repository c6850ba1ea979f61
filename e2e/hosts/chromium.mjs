// Finds a Chromium for the journeys, or installs one: Playwright's own where it can be fetched, else the system's package.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Playwright's own browser, where it was installed. */
async function bundled() {
  try {
    const { chromium } = await import('@playwright/test');
    const at = chromium.executablePath();
    return existsSync(at) ? at : undefined;
  } catch {
    return undefined;
  }
}

const own = await bundled();

/** Path of a Chromium, or undefined. */
export function findChromium() {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined && asked !== '' && existsSync(asked)) return asked;
  return known.find((at) => existsSync(at)) ?? own;
}

function tell(command, args, timeout) {
  process.stderr.write(`Installing a browser for the journeys: ${command} ${args.join(' ')}\n`);
  const result = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout,
    shell: process.platform === 'win32',
  });
  return result.status === 0;
}

/** Path of a Chromium, installed if need be; undefined when there is none to be had. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  const debian = process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  if (debian && tell('apt-get', ['update', '-qq'], 300_000)) {
    tell('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], 600_000);
  }
  return findChromium() ?? (tell('npx', ['playwright', 'install', 'chromium'], 300_000) ? findChromium() : undefined);
}

if (
  process.argv[1] === fileURLToPath(import.meta.url) ||
  path.resolve(process.argv[1] ?? '') === fileURLToPath(import.meta.url)
) {
  const at = ensureChromium();
  if (at === undefined) {
    process.stderr.write(
      'No Chromium could be found or installed. Install Chromium or Chrome, or set CHROMIUM_PATH.\n',
    );
    process.exit(1);
  }
  process.stdout.write(`${at}\n`);
}
