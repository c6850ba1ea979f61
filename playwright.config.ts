import { defineConfig } from '@playwright/test';
import { findChromium } from './e2e/hosts/chromium.mjs';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'e2e/journeys',
  testMatch: '**/*.journey.ts',
  timeout: 120_000,
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  // A busy machine may starve one journey; the second try tells that from a fault, and the report says so.
  retries: process.env['CI'] === undefined ? 0 : 1,
  reporter: [['list'], ['json', { outputFile: 'out/reports/journeys.json' }]],
  outputDir: 'out/journeys',
  expect: { timeout: 20_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: 1,
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--force-color-profile=srgb',
        '--font-render-hinting=none',
      ],
      chromiumSandbox: process.getuid?.() !== 0,
    },
    trace: 'retain-on-failure',
  },
});
